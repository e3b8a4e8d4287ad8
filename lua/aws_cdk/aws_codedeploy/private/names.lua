--- Names and ARNs in CodeDeploy.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local names = {}

local LONGEST = l2.limit "aws_codedeploy.CfnApplicationProps.application_name" -- as for all names of the service

--- The parts of the ARN of an application, deployment configuration or deployment group, for format_arn.
function names.arn(resource, name)
  return {
    service = "codedeploy", resource = resource, resource_name = name, arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

--- The row of the attribute `field`, such an ARN, for l2.resource. `more`: further keys of the row.
function names.arn_row(field, resource, more)
  return l2.with({
    field, service = "codedeploy", resource = resource, format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }, more)
end

--- The ARN of a deployment configuration in the environment of `resource`, by default in that of the stack.
function names.config_arn(name, resource)
  local env = resource and resource.env
  return cdk.Arn.format(l2.with({
    partition = cdk.Aws.PARTITION, region = env and env.region or cdk.Aws.REGION,
    account = env and env.account or cdk.Aws.ACCOUNT_ID,
  }, names.arn("deploymentconfig", name)))
end

local function problems(what, name)
  local errors = {}
  if name == nil or engine.is_unresolved(name) then return errors end
  local length = l2.length(name)
  if length > LONGEST then
    errors[1] = ("the name of the %s must have at most %d characters, got %d: %q"):format(what, LONGEST, length, name)
  end
  if not name:find "^[%w._+=,@-]+$" then
    errors[#errors + 1] = ("the name of the %s must consist of letters, digits and . _ + = , @ -, got %q")
      :format(what, name)
  end
  return errors
end

--- Lets synthesis check the name that `name_of(construct)` gives; `what` is the noun for users.
function names.check(construct, what, name_of)
  construct.node:add_validation { validate = function() return problems(what, name_of(construct)) end }
end

--- The physical name of a construct, for `check`.
function names.physical(construct) return construct.physical_name end

return names
