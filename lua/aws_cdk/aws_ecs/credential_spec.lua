--- Where containers find the credentials of an Active Directory domain.
local engine = require "luacdk.engine"

local CredentialSpec = engine.class "aws_cdk.aws_ecs.CredentialSpec"

--- Arguments: the prefix of the kind, the file's location.
function CredentialSpec:init(prefix_id, file_location) self.prefix_id, self.file_location = prefix_id, file_location end

--- Called by the container that has the credentials.
function CredentialSpec:bind() return { type_prefix = self.prefix_id, location = self.file_location } end

--- The ARN of an object of a bucket.
function CredentialSpec._arn_for_s3_object(bucket, key)
  if key == "" then engine.fail(bucket, "key must not be empty") end
  return bucket:arn_for_objects(key)
end

--- The ARN of a parameter.
function CredentialSpec._arn_for_ssm_parameter(parameter) return parameter.parameter_arn end

-- A kind of credentials, with its prefix.
local function kind(name, prefix)
  local class = engine.class("aws_cdk.aws_ecs." .. name, CredentialSpec)

  --- Arguments: the file's location.
  function class:init(file_location) CredentialSpec.init(self, prefix, file_location) end

  --- Credentials in an object of a bucket.
  function class.from_s3_bucket(bucket, key) return class(CredentialSpec._arn_for_s3_object(bucket, key)) end

  --- Credentials in a parameter.
  function class.from_ssm_parameter(parameter) return class(CredentialSpec._arn_for_ssm_parameter(parameter)) end

  return class
end

return {
  CredentialSpec = CredentialSpec,
  DomainJoinedCredentialSpec = kind("DomainJoinedCredentialSpec", "credentialspec"),
  DomainlessCredentialSpec = kind("DomainlessCredentialSpec", "credentialspecdomainless"),
}
