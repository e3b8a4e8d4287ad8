-- Actions of grants. Those that table policies do not accept, and only principals can be allowed, are separate.
return {
  DESCRIBE = { "dynamodb:DescribeTable" },
  READ = {
    "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:ConditionCheckItem",
  },
  READ_BY_PRINCIPAL = { "dynamodb:GetRecords", "dynamodb:GetShardIterator" },
  WRITE = { "dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem" },
  ALL = { "dynamodb:*" },
  READ_STREAM = { "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator" },
  LIST_STREAMS = { "dynamodb:ListStreams" },
  REPLICATE = { "dynamodb:ReadDataForReplication", "dynamodb:WriteDataForReplication", "dynamodb:ReplicateSettings" },
  ASSOCIATE = { "dynamodb:AssociateTableReplica" },
  KEY_READ = { "kms:Decrypt", "kms:DescribeKey" },
  KEY_WRITE = { "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*" },
}
