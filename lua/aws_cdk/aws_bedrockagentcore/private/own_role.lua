local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local service_principal = require "aws_cdk.aws_bedrockagentcore.private.service_principal"

--- A role that the service takes for resources of this kind ("memory") whose names begin with `name`, if those are of
-- the stack's account.
-- @param props further RoleProps, or nil
return function(scope, id, kind, name, props)
  return iam.Role(scope, id, l2.with({
    assumed_by = service_principal(scope, engine.stack_of(scope):format_arn {
      service = "bedrock-agentcore", resource = kind, resource_name = name .. "*",
    }),
  }, props))
end
