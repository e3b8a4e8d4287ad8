--- Stack sets of CloudFormation, and their instances.
local engine = require "luacdk.engine"
local actions = require "aws_cdk.aws_codepipeline_actions"
local SingletonPolicy = require "aws_cdk.aws_codepipeline_actions.private.singleton_policy"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

-- What both share: `parts` are the parts of stack sets that may refer to artifacts.
local function begin(self, props, provider, least_inputs, parts)
  local inputs = {}
  for _, part in ipairs(parts) do table.move(part._artifacts, 1, #part._artifacts, #inputs + 1, inputs) end
  actions.Action.init(self, common.properties(props, {
    region = props.stack_set_region, provider = provider, category = "Deploy", inputs = inputs,
    artifact_bounds = common.bounds(least_inputs, 3, 0, 0),
  }))
  for _, name in ipairs { "failure_tolerance_percentage", "max_account_concurrency_percentage" } do
    local value = props[name]
    if value ~= nil and not engine.is_unresolved(value) and (value < 0 or value > 100 or value % 1 ~= 0) then
      engine.fail(nil, "%s must be a whole number between 0 and 100, got %s", name, engine.display(value))
    end
  end
  self._props = props
end

local function present(...)
  local list = {}
  for i = 1, select("#", ...) do list[#list + 1] = (select(i, ...)) end
  return list
end

local function allow_inputs(self, options, policy)
  if #self.action_properties.inputs > 0 then options.bucket:grant_read(policy) end
end

local function rendered(part) return part and part._render() end

-- ---- instances ------------------------------------------------------------------------------------------------------

local Instances =
  engine.class("aws_cdk.aws_codepipeline_actions.CloudFormationDeployStackInstancesAction", actions.Action)

--- Arguments: CloudFormationDeployStackInstancesActionProps: action_name, stack_set_name, stack_instances (all
-- required), parameter_overrides, failure_tolerance_percentage, max_account_concurrency_percentage, stack_set_region.
function Instances:init(props)
  begin(self, props, "CloudFormationStackInstances", 0, present(props.parameter_overrides, props.stack_instances))
end

function Instances:_bound(_, _, options)
  local props, policy = self._props, SingletonPolicy.for_role(options.role)
  policy:allow_stack_set(props)
  allow_inputs(self, options, policy)
  return {
    configuration = engine.extend(engine.ordered(
      "StackSetName", props.stack_set_name,
      "ParameterOverrides", rendered(props.parameter_overrides),
      "FailureTolerancePercentage", props.failure_tolerance_percentage,
      "MaxConcurrentPercentage", props.max_account_concurrency_percentage),
      rendered(props.stack_instances)),
  }
end

-- ---- stack sets -----------------------------------------------------------------------------------------------------

local StackSet = engine.class("aws_cdk.aws_codepipeline_actions.CloudFormationDeployStackSetAction", actions.Action)

--- Arguments: CloudFormationDeployStackSetActionProps: action_name, stack_set_name, template (all required),
-- parameters, stack_instances, deployment_model (self managed), cfn_capabilities, description,
-- failure_tolerance_percentage, max_account_concurrency_percentage, stack_set_region.
function StackSet:init(props)
  begin(self, props, "CloudFormationStackSet", 1, present(props.template, props.parameters, props.stack_instances))
  self._model = props.deployment_model or actions.StackSetDeploymentModel.self_managed()
end

function StackSet:_bound(scope, _, options)
  local props, policy = self._props, SingletonPolicy.for_role(options.role)
  policy:allow_stack_set(props)
  local model, role = self._model._render(scope)
  if role then policy:allow_pass(role) end
  allow_inputs(self, options, policy)
  local configuration = engine.ordered(
    "StackSetName", props.stack_set_name,
    "Description", props.description,
    "TemplatePath", props.template._render(),
    "Parameters", rendered(props.parameters),
    "Capabilities", SingletonPolicy.capabilities(props.cfn_capabilities),
    "FailureTolerancePercentage", props.failure_tolerance_percentage,
    "MaxConcurrentPercentage", props.max_account_concurrency_percentage)
  engine.extend(configuration, rendered(props.stack_instances))
  return { configuration = engine.extend(configuration, model) }
end

return { CloudFormationDeployStackInstancesAction = Instances, CloudFormationDeployStackSetAction = StackSet }
