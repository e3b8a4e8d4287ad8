--- Lets S3 use the key that messages at a destination are encrypted with.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

--- Adds the statement, or warns on a key whose policy cannot be changed.
-- @param key kms.IKey
-- @param actions list of actions of KMS
-- @param warning id of the warning
return function(key, actions, warning)
  local statement = iam.PolicyStatement {
    principals = { iam.ServicePrincipal "s3.amazonaws.com" }, actions = actions, resources = { "*" },
  }
  if key:add_to_resource_policy(statement, true).statement_added then return end
  cdk.Annotations.of(key):add_warning_v2(warning, "the policy of an imported key cannot be changed here; make "
    .. "sure that it has this statement: " .. tostring(engine.to_json_string(key, statement:to_json(), 2)))
end
