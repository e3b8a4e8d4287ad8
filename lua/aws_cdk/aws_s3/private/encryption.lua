--- Encryption of a bucket at rest: which kinds go with which other properties, and the key made when none is given.
local engine = require "luacdk.engine"
local kms = require "aws_cdk.aws_kms"

local ALGORITHMS = {
  KMS = "aws:kms",
  KMS_MANAGED = "aws:kms",
  S3_MANAGED = "AES256",
  DSSE = "aws:kms:dsse",
  DSSE_MANAGED = "aws:kms:dsse",
}

local function blocked_types(bucket, types)
  if types == nil then return nil end
  if #types == 0 then
    engine.fail(bucket, "blocked_encryption_types is empty; -> give at least one type, or leave it out")
  end
  local names = {}
  for i, kind in ipairs(types) do names[i] = kind.name end
  for _, name in ipairs(names) do
    if name == "NONE" and #names > 1 then
      engine.fail(bucket, "BlockedEncryptionType.NONE cannot be combined with others: it means that nothing is blocked")
    end
  end
  return { encryption_type = names }
end

--- The bucket_encryption property and the key, either may be nil.
-- @param bucket the bucket in the making; a key that has to be made becomes its child `Key`
-- @param props aws_s3.BucketProps
return function(bucket, props)
  local kind, key = props.encryption, props.encryption_key
  if kind == nil then kind = key and "KMS" or "UNENCRYPTED" end
  if key and kind ~= "KMS" and kind ~= "DSSE" then
    engine.fail(bucket, "encryption_key needs encryption KMS or DSSE, got %s", engine.display(kind))
  end
  if props.bucket_key_enabled and kind == "UNENCRYPTED" then
    engine.fail(bucket, "bucket_key_enabled needs encryption KMS, DSSE or S3_MANAGED, got UNENCRYPTED")
  end
  local blocked = blocked_types(bucket, props.blocked_encryption_types)
  if kind == "UNENCRYPTED" then
    return blocked and { server_side_encryption_configuration = { { blocked_encryption_types = blocked } } }, nil
  end
  local algorithm = ALGORITHMS[kind]
  if not algorithm then
    engine.fail(bucket, "encryption %s is not known; -> use BucketEncryption", engine.display(kind))
  end
  if not key and (kind == "KMS" or kind == "DSSE") then
    key = kms.Key(bucket, "Key", {
      description = "Created by " .. bucket.node.path,
      enable_key_rotation = kind == "KMS" or nil,
    })
  end
  return {
    server_side_encryption_configuration = {
      {
        bucket_key_enabled = props.bucket_key_enabled,
        server_side_encryption_by_default = { sse_algorithm = algorithm, kms_master_key_id = key and key.key_arn },
        blocked_encryption_types = blocked,
      },
    },
  }, key
end
