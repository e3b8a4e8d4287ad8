-- How a TableV2 and its replicas are encrypted.
local engine = require "luacdk.engine"

local TableEncryptionV2 = engine.class "aws_cdk.aws_dynamodb.TableEncryptionV2"

function TableEncryptionV2:init(kind, table_key, replica_key_arns)
  self.type = kind
  self.table_key, self.replica_key_arns = table_key, replica_key_arns
end

--- A key that DynamoDB owns.
function TableEncryptionV2.dynamo_owned_key() return TableEncryptionV2 "AWS_OWNED" end

--- The account's key for DynamoDB.
function TableEncryptionV2.aws_managed_key() return TableEncryptionV2 "AWS_MANAGED" end

--- A customer-managed key; replicas need one in each of their regions.
function TableEncryptionV2.customer_managed_key(table_key, replica_key_arns)
  return TableEncryptionV2("CUSTOMER_MANAGED", table_key, replica_key_arns or {})
end

function TableEncryptionV2:_render_sse_specification()
  if self.type == "AWS_OWNED" then return { sse_enabled = false } end
  return { sse_enabled = true, sse_type = "KMS" }
end

function TableEncryptionV2:_render_replica_sse_specification(scope, region)
  if self.type ~= "CUSTOMER_MANAGED" then return nil end
  local own, keys = engine.stack_of(scope).region, self.replica_key_arns
  if engine.is_unresolved(own) then
    engine.fail(scope, "a table with a customer-managed key needs a stack whose env has a region: each replica has a "
      .. "key of its own region")
  end
  if keys[own] then
    engine.fail(scope, "replica_key_arns names a key for %s, which is the table's own region: that one is table_key",
      own)
  end
  if region == own then return { kms_master_key_id = self.table_key.key_arn } end
  if not keys[region] then engine.fail(scope, "replica_key_arns has no key for the replica in %s", region) end
  return { kms_master_key_id = keys[region] }
end

return { TableEncryptionV2 = TableEncryptionV2 }
