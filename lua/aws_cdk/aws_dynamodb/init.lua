-- Amazon DynamoDB: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_dynamodb", {
  Billing = "billing",
  Capacity = "capacity",
  InputFormat = "input_format",
  StreamGrants = "stream_grants",
  Table = "table",
  TableBase = "table_base",
  TableBaseV2 = "table_base_v2",
  TableEncryptionV2 = "table_encryption_v2",
  TableGrants = "table_grants",
  TableV2 = "table_v2",
  TableV2MultiAccountReplica = "table_v2_multi_account_replica",
})
