--- What actions of several kinds share: their properties, the numbers of their artifacts, permissions.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local common = {}

-- Properties of an action that users give by these names.
local GIVEN = {
  "action_name", "run_order", "variables_namespace", "role", "account", "region", "inputs", "outputs", "commands",
  "output_variables", "timeout",
}

--- The least and greatest numbers of input and output artifacts.
function common.bounds(min_inputs, max_inputs, min_outputs, max_outputs)
  return { min_inputs = min_inputs, max_inputs = max_inputs, min_outputs = min_outputs, max_outputs = max_outputs }
end

--- The properties of an action: what the user gave, and what the row says of its kind.
function common.properties(props, row)
  local all = {}
  for _, name in ipairs(GIVEN) do all[name] = props[name] end
  for name, value in pairs(row) do all[name] = value end
  return all
end

--- The properties of a source action, which gives `output`.
function common.source(props, provider, row)
  local all = common.properties(props, row or {})
  all.category, all.provider, all.outputs = "Source", provider, { props.output }
  all.artifact_bounds = common.bounds(0, 0, 1, 1)
  return all
end

--- The properties of an action that deploys one artifact.
function common.deploy(props, provider, input, resource)
  return common.properties(props, {
    category = "Deploy", provider = provider, inputs = { input }, resource = resource,
    artifact_bounds = common.bounds(1, 1, 0, 0),
  })
end

--- Gives a class of actions `variables`: rows field = the variable's name.
function common.variables(class, rows)
  class.get.variables = function(self)
    local all = {}
    for field, name in pairs(rows) do all[field] = self:_variable_expression(name) end
    return all
  end
end

--- Gives a class of actions the method variable(name).
function common.any_variable(class)
  function class:variable(variable_name) return self:_variable_expression(variable_name) end
end

--- Allows the role `actions` on `resources`, a list or one.
function common.allow(role, actions, resources, conditions)
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = actions, resources = type(resources) == "table" and resources or { resources }, conditions = conditions,
  })
end

--- Lets the role read the action's inputs, and write its outputs, in the bucket.
function common.allow_artifacts(action, options)
  local properties = action.action_properties
  if #(properties.inputs or {}) > 0 then options.bucket:grant_read(options.role) end
  if #(properties.outputs or {}) > 0 then options.bucket:grant_write(options.role) end
end

--- The ARN of the log group of a pipeline's actions. Below `scope`, for the pipeline of `stage`.
function common.log_group_arn(scope, stage, ending)
  return engine.stack_of(scope):format_arn {
    service = "logs", resource = "log-group",
    resource_name = "/aws/codepipeline/" .. stage.pipeline.pipeline_name .. (ending or ""),
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

common.LOG_ACTIONS = { "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents" }

--- Lets the role write to that log group. Returns the ARN of the group's streams.
function common.allow_logs(scope, stage, role)
  local group = common.log_group_arn(scope, stage)
  local streams = group .. ":*"
  common.allow(role, common.LOG_ACTIONS, { group, streams })
  return streams
end

--- JSON text of a value; nil without one.
function common.json(scope, value)
  if value == nil then return nil end
  return engine.stack_of(scope):to_json_string(value)
end

--- Nil for an empty text.
function common.given(text)
  if text == "" then return nil end
  return text
end

return common
