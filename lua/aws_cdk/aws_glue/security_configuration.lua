--- How jobs and crawlers encrypt what they write.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local glue = require "aws_cdk.aws_glue"
local l2 = require "aws_cdk.l2"

local S3Encryption = engine.class "aws_cdk.aws_glue.S3Encryption"

function S3Encryption:init(mode, key) self._mode, self._key = mode, key end

--- Keys of S3.
function S3Encryption.s3_managed() return S3Encryption "SSE-S3" end

--- A KMS key; without one the security configuration makes it.
function S3Encryption.kms(kms_key) return S3Encryption("SSE-KMS", kms_key) end

local CloudWatchEncryption = engine.class "aws_cdk.aws_glue.CloudWatchEncryption"

function CloudWatchEncryption:init(key) self._mode, self._key = "SSE-KMS", key end

--- A KMS key; without one the security configuration makes it.
function CloudWatchEncryption.kms(kms_key) return CloudWatchEncryption(kms_key) end

local JobBookmarksEncryption = engine.class "aws_cdk.aws_glue.JobBookmarksEncryption"

function JobBookmarksEncryption:init(key) self._mode, self._key = "CSE-KMS", key end

--- A KMS key, used by the client; without one the security configuration makes it.
function JobBookmarksEncryption.client_side_kms(kms_key) return JobBookmarksEncryption(kms_key) end

local SecurityConfiguration = l2.resource("aws_cdk.aws_glue.SecurityConfiguration", cdk.Resource,
  { name = { "security_configuration_name" } })

--- Arguments: scope, id, SecurityConfigurationProps. Fails unless they encrypt something.
function SecurityConfiguration:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, {
    physical_name = props.security_configuration_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, {})
    end, { kind = "string" }),
  })
  local logs, bookmarks, data = props.cloud_watch_encryption, props.job_bookmarks_encryption, props.s3_encryption
  if not logs and not bookmarks and not data then
    engine.fail(self, "a security configuration needs at least one of cloud_watch_encryption, "
      .. "job_bookmarks_encryption and s3_encryption")
  end
  local own_key
  local function key_of(encryption)
    if not encryption or encryption._mode == "SSE-S3" then return nil end
    if encryption._key then return encryption._key end
    own_key = own_key or require("aws_cdk.aws_kms").Key(self, "Key", { enable_key_rotation = true })
    return own_key
  end
  self.cloud_watch_encryption_key, self.job_bookmarks_encryption_key = key_of(logs), key_of(bookmarks)
  self.s3_encryption_key = key_of(data)
  local function rendered(encryption, mode, key)
    return encryption and { [mode] = encryption._mode, kms_key_arn = key and key.key_ref.key_arn } or nil
  end
  local s3 = rendered(data, "s3_encryption_mode", self.s3_encryption_key)
  self._resource = glue.CfnSecurityConfiguration(self, "Resource", {
    name = self.physical_name,
    encryption_configuration = {
      cloud_watch_encryption = rendered(logs, "cloud_watch_encryption_mode", self.cloud_watch_encryption_key),
      job_bookmarks_encryption = rendered(bookmarks, "job_bookmarks_encryption_mode",
        self.job_bookmarks_encryption_key),
      s3_encryptions = s3 and { s3 },
    },
  })
  self._resource:apply_removal_policy(props.removal_policy)
end

l2.imported_by(SecurityConfiguration, "security_configuration_name")

return {
  CloudWatchEncryption = CloudWatchEncryption, JobBookmarksEncryption = JobBookmarksEncryption,
  S3Encryption = S3Encryption, SecurityConfiguration = SecurityConfiguration,
}
