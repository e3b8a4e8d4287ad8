--- The actions of each kind of grant on a bucket.
return {
  READ = { "s3:GetObject*", "s3:GetBucket*", "s3:List*" },
  READ_METADATA = { "s3:GetBucket*", "s3:List*" },
  PUT = {
    "s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging", "s3:Abort*",
  },
  PUT_ACL = { "s3:PutObjectAcl", "s3:PutObjectVersionAcl" },
  PUT_POLICY = { "s3:PutBucketPolicy" },
  DELETE = { "s3:DeleteObject*" },
  KEY_READ = { "kms:Decrypt", "kms:DescribeKey" },
  KEY_WRITE = { "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Decrypt" },
}
