--- Tables whose data is in a bucket.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local TableBase = require("aws_cdk.aws_glue.table_base").TableBase
local kms = require "aws_cdk.aws_kms"
local s3 = require "aws_cdk.aws_s3"

local S3TableEncryption = engine.class "aws_cdk.aws_glue.S3TableEncryption"

function S3TableEncryption:init(bucket_encryption, key) self._bucket_encryption, self._key = bucket_encryption, key end

--- Keys of S3.
function S3TableEncryption.s3_managed() return S3TableEncryption(s3.BucketEncryption.S3_MANAGED) end

--- A KMS key; without one the bucket makes it.
function S3TableEncryption.kms(key) return S3TableEncryption(s3.BucketEncryption.KMS, key) end

--- The account's KMS key for S3.
function S3TableEncryption.kms_managed() return S3TableEncryption(s3.BucketEncryption.KMS_MANAGED) end

local S3TableStorage = engine.class "aws_cdk.aws_glue.S3TableStorage"

function S3TableStorage:init(bucket, encryption) self._bucket, self._encryption = bucket, encryption end

--- A bucket of the table's own, encrypted by S3 unless an S3TableEncryption says otherwise.
function S3TableStorage.managed_bucket(encryption) return S3TableStorage(nil, encryption) end

--- A bucket that may hold other data too.
function S3TableStorage.from_bucket(bucket) return S3TableStorage(bucket) end

local TableClientSideEncryption = engine.class "aws_cdk.aws_glue.TableClientSideEncryption"

function TableClientSideEncryption:init(key) self._key = key end

--- Clients encrypt with a KMS key; without one the table makes it.
function TableClientSideEncryption.kms(key) return TableClientSideEncryption(key) end

local S3Table = engine.class("aws_cdk.aws_glue.S3Table", TableBase)

TableBase._named(S3Table)

local function own_bucket(self, encryption)
  encryption = encryption or S3TableEncryption.s3_managed()
  return s3.Bucket(self, "Bucket", {
    encryption = encryption._bucket_encryption, encryption_key = encryption._key, enforce_ssl = true,
  })
end

--- Arguments: scope, id, S3TableProps: columns, database, data_format (required).
function S3Table:init(scope, id, props)
  TableBase.init(self, scope, id, props)
  self.s3_prefix = props.s3_prefix or ""
  local storage, client_side = props.storage or S3TableStorage.managed_bucket(), props.client_side_encryption
  self._shared_bucket = storage._bucket ~= nil
  self.bucket = storage._bucket or own_bucket(self, storage._encryption)
  self.client_side_encryption_key = client_side and (client_side._key or kms.Key(self, "Key"))
  self:_add_resource(props, "s3://" .. self.bucket.bucket_name .. "/" .. self.s3_prefix)
end

--- The pattern of the objects that the grants allow.
function S3Table:_generate_s3_prefix_for_grant()
  if self._shared_bucket and self.s3_prefix == "" then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-glue-alpha:grantScopedToWholeBucket",
      "s3_prefix is empty and the bucket was given, so the grant allows the whole bucket, with the data of other "
      .. "tables in it; set s3_prefix to limit it to this table")
  end
  return self.s3_prefix .. "*"
end

-- Static: the grant of that name, which allows the actions on the table, and `on_key` and `on_bucket` beside it.
local function grant_method(on_bucket, on_key, actions)
  return function(self, grantee)
    local grant, key = self:grant(grantee, actions), self.client_side_encryption_key
    if key then
      local grants = kms.KeyGrants.from_key(key)
      grants[on_key](grants, grantee)
    end
    self.bucket[on_bucket](self.bucket, grantee, self:_generate_s3_prefix_for_grant())
    return grant
  end
end

local READ = {
  "glue:BatchGetPartition", "glue:GetPartition", "glue:GetPartitions", "glue:GetTable", "glue:GetTables",
  "glue:GetTableVersion", "glue:GetTableVersions",
}
local WRITE = {
  "glue:BatchCreatePartition", "glue:BatchDeletePartition", "glue:CreatePartition", "glue:DeletePartition",
  "glue:UpdatePartition",
}
local BOTH = table.move(WRITE, 1, #WRITE, #READ + 1, table.move(READ, 1, #READ, 1, {}))

--- Lets the grantee read the table, its partitions and its data.
S3Table.grant_read = grant_method("grant_read", "decrypt", READ)

--- Lets the grantee write partitions and data.
S3Table.grant_write = grant_method("grant_write", "encrypt", WRITE)

--- Both.
S3Table.grant_read_write = grant_method("grant_read_write", "encrypt_decrypt", BOTH)

return {
  S3Table = S3Table, S3TableEncryption = S3TableEncryption, S3TableStorage = S3TableStorage,
  TableClientSideEncryption = TableClientSideEncryption,
}
