--- Policies that no CloudFormation resource can set in time: calls of the API, made by custom resources.
local engine = require "luacdk.engine"
local custom_resources = require "aws_cdk.custom_resources"
local iam = require "aws_cdk.aws_iam"

local PhysicalResourceId, Policy = custom_resources.PhysicalResourceId, custom_resources.AwsCustomResourcePolicy

local policies = {}

-- The text of a policy of the statements, to which may still be added.
local function text_of(scope, statements)
  return engine.lazy(function()
    return engine.stack_of(scope):to_json_string(iam.PolicyDocument { statements = statements }:to_json())
  end, { kind = "string" })
end

--- Lets the service write to log groups. `id` is also the physical id.
function policies.allow_logging(scope, id, name, statements)
  return custom_resources.AwsCustomResource(scope, id, {
    resource_type = "Custom::CloudwatchLogResourcePolicy",
    on_update = {
      service = "CloudWatchLogs", action = "putResourcePolicy",
      parameters = engine.ordered("policyName", name, "policyDocument", text_of(scope, statements)),
      physical_resource_id = PhysicalResourceId.of(id),
    },
    on_delete = {
      service = "CloudWatchLogs", action = "deleteResourcePolicy", parameters = { policyName = name },
      ignore_error_codes_matching = "ResourceNotFoundException",
    },
    policy = Policy.from_sdk_calls { resources = { "*" } },
  })
end

--- Sets the access policy of a domain. `row`: `policy_id`, `policy_type`, `policy_call` with `service`, `action` and
--- `output_paths`, and `policy_actions` unless they follow from the call.
function policies.control_access(domain, row, statements)
  local call = row.policy_call
  return custom_resources.AwsCustomResource(domain, row.policy_id, {
    resource_type = row.policy_type,
    install_latest_aws_sdk = false,
    on_update = engine.ordered(
      "action", call.action,
      "service", call.service,
      "parameters", engine.ordered("DomainName", domain.domain_name, "AccessPolicies", text_of(domain, statements)),
      "output_paths", call.output_paths,
      "physical_resource_id", PhysicalResourceId.of(domain.domain_name .. "AccessPolicy")),
    policy = row.policy_actions and Policy.from_statements {
      iam.PolicyStatement { actions = row.policy_actions, resources = { domain.domain_arn } },
    } or Policy.from_sdk_calls { resources = { domain.domain_arn } },
  })
end

return policies
