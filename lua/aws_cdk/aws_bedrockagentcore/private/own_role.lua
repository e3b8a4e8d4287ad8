local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

--- A role that the service takes for resources of this kind ("memory") whose names begin with `name`, if those are of
-- the stack's account.
-- @param props further RoleProps, or nil
return function(scope, id, kind, name, props)
  local stack = engine.stack_of(scope)
  return iam.Role(scope, id, l2.with({
    assumed_by = iam.ServicePrincipal("bedrock-agentcore.amazonaws.com", { conditions = engine.ordered(
      "StringEquals", { ["aws:SourceAccount"] = stack.account },
      "ArnLike", { ["aws:SourceArn"] = cdk.Arn.format({
        service = "bedrock-agentcore", resource = kind, resource_name = name .. "*",
      }, stack) }
    ) }),
  }, props))
end
