--- The actions of each kind of grant on a key.
return {
  ADMIN = {
    "kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*", "kms:Update*", "kms:Revoke*",
    "kms:Disable*", "kms:Get*", "kms:Delete*", "kms:TagResource", "kms:UntagResource", "kms:ScheduleKeyDeletion",
    "kms:CancelKeyDeletion",
  },
  DECRYPT = { "kms:Decrypt" },
  ENCRYPT = { "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*" },
  ENCRYPT_DECRYPT = { "kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*" },
  SIGN = { "kms:Sign" },
  VERIFY = { "kms:Verify" },
  SIGN_VERIFY = { "kms:Sign", "kms:Verify" },
  GENERATE_MAC = { "kms:GenerateMac" },
  VERIFY_MAC = { "kms:VerifyMac" },
}
