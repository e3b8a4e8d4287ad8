--- Stacks and change sets of CloudFormation.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local codepipeline = require "aws_cdk.aws_codepipeline"
local actions = require "aws_cdk.aws_codepipeline_actions"
local SingletonPolicy = require "aws_cdk.aws_codepipeline_actions.private.singleton_policy"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local SERVICE = "cloudformation.amazonaws.com"

local function class(name, base)
  return engine.class("aws_cdk.aws_codepipeline_actions.CloudFormation" .. name, base)
end

-- Adds entries to an action's configuration.
local function configure(config, ...)
  engine.extend(config.configuration, engine.ordered(...))
  return config
end

-- ---- what all share -------------------------------------------------------------------------------------------------

local CloudFormationAction = class("Action", actions.Action)

local function outputs_of(props)
  if not common.given(props.output_file_name) then return nil end
  return { props.output or codepipeline.Artifact(props.action_name .. "_" .. props.stack_name .. "_Artifact") }
end

function CloudFormationAction:init(props, inputs)
  actions.Action.init(self, common.properties(props, {
    provider = "CloudFormation", category = "Deploy", inputs = inputs, outputs = outputs_of(props),
    artifact_bounds = common.bounds(0, 10, 0, 1),
  }))
  self._props = props
end

function CloudFormationAction:_bound(_, _, options)
  local props, properties = self._props, self.action_properties
  local policy = SingletonPolicy.for_role(options.role)
  if #(properties.outputs or {}) > 0 then
    options.bucket:grant_read_write(policy)
  elseif #(properties.inputs or {}) > 0 then
    options.bucket:grant_read(policy)
  end
  return {
    configuration = engine.ordered("StackName", props.stack_name, "OutputFileName", props.output_file_name),
  }
end

-- ---- change sets are executed ---------------------------------------------------------------------------------------

local ExecuteChangeSet = class("ExecuteChangeSetAction", CloudFormationAction)

--- Arguments: CloudFormationExecuteChangeSetActionProps: action_name, stack_name, change_set_name (all required),
-- output_file_name, output, account, region.
function ExecuteChangeSet:init(props) CloudFormationAction.init(self, props) end

function ExecuteChangeSet:_bound(scope, stage, options)
  SingletonPolicy.for_role(options.role):allow_execute(self._props)
  return configure(CloudFormationAction._bound(self, scope, stage, options),
    "ActionMode", "CHANGE_SET_EXECUTE", "ChangeSetName", self._props.change_set_name)
end

-- ---- what deploys with a role ---------------------------------------------------------------------------------------

local DeployAction = class("DeployAction", CloudFormationAction)

function DeployAction:init(props, inputs)
  local all = { table.unpack(props.extra_inputs or {}) }
  table.move(inputs, 1, #inputs, #all + 1, all)
  CloudFormationAction.init(self, props, all)
end

local function deployment_role(self, member)
  if not self._deployment_role then
    engine.fail(nil, "%s needs an action that is part of a pipeline; -> add it to a stage first", member)
  end
  return self._deployment_role
end

--- The role that CloudFormation deploys with. The action must be part of a stage already.
DeployAction.get.deployment_role = function(self) return deployment_role(self, "deployment_role") end

--- Adds a permission to that role. Returns whether that was possible.
function DeployAction:add_to_deployment_role_policy(statement)
  local role = deployment_role(self, "add_to_deployment_role_policy")
  return role:add_to_principal_policy(statement).statement_added
end

-- The given role, or a new one, in the stack of the action's own role if that is of another account.
local function role_for(self, scope, stage, options)
  local props = self._props
  if props.deployment_role then return props.deployment_role end
  local principal, role_stack = iam.ServicePrincipal(SERVICE), engine.stack_of(options.role)
  local role
  if role_stack.account ~= engine.stack_of(scope).account then
    local id = ("%s-%s-%s-DeploymentRole"):format(cdk.Names.node_unique_id(stage.pipeline.node), stage.stage_name,
      self.action_properties.action_name)
    role = iam.Role(role_stack, id, { assumed_by = principal, role_name = cdk.PhysicalName.GENERATE_IF_NEEDED })
  else
    role = iam.Role(scope, "Role", { assumed_by = principal })
  end
  options.bucket:grant_read(role)
  if props.admin_permissions then common.allow(role, { "*" }, "*") end
  return role
end

local function capabilities_of(props)
  local given = props.cfn_capabilities
  if given == nil and props.admin_permissions then given = { cdk.CfnCapabilities.NAMED_IAM } end
  return SingletonPolicy.capabilities(given)
end

function DeployAction:_bound(scope, stage, options)
  local props = self._props
  local role = role_for(self, scope, stage, options)
  self._deployment_role = role
  SingletonPolicy.for_role(options.role):allow_pass(role)
  local template_configuration = props.template_configuration
  return configure(CloudFormationAction._bound(self, scope, stage, options),
    "Capabilities", capabilities_of(props),
    "RoleArn", role.role_arn,
    "ParameterOverrides", common.json(scope, props.parameter_overrides),
    "TemplateConfiguration", template_configuration and template_configuration.location)
end

-- ---------------------------------------------------------------------------------------------------------------------

local function template_inputs(props)
  local configuration = props.template_configuration
  return { props.template_path.artifact, configuration and configuration.artifact }
end

local CreateReplaceChangeSet = class("CreateReplaceChangeSetAction", DeployAction)

--- Arguments: CloudFormationCreateReplaceChangeSetActionProps: action_name, stack_name, change_set_name, template_path,
-- admin_permissions (all required), deployment_role, cfn_capabilities, parameter_overrides, template_configuration,
-- extra_inputs, output_file_name, output, account, region.
function CreateReplaceChangeSet:init(props) DeployAction.init(self, props, template_inputs(props)) end

function CreateReplaceChangeSet:_bound(scope, stage, options)
  local config = DeployAction._bound(self, scope, stage, options)
  SingletonPolicy.for_role(options.role):allow_replace(self._props)
  return configure(config, "ActionMode", "CHANGE_SET_REPLACE", "ChangeSetName", self._props.change_set_name,
    "TemplatePath", self._props.template_path.location)
end

local CreateUpdateStack = class("CreateUpdateStackAction", DeployAction)

--- Arguments: CloudFormationCreateUpdateStackActionProps: as above without change_set_name, and replace_on_failure
-- (false).
function CreateUpdateStack:init(props) DeployAction.init(self, props, template_inputs(props)) end

function CreateUpdateStack:_bound(scope, stage, options)
  local props = self._props
  local config = DeployAction._bound(self, scope, stage, options)
  SingletonPolicy.for_role(options.role):allow_create_or_update(props)
  return configure(config, "ActionMode", props.replace_on_failure and "REPLACE_ON_FAILURE" or "CREATE_UPDATE",
    "TemplatePath", props.template_path.location)
end

local DeleteStack = class("DeleteStackAction", DeployAction)

--- Arguments: CloudFormationDeleteStackActionProps: action_name, stack_name, admin_permissions (all required), and the
-- rest as above.
function DeleteStack:init(props) DeployAction.init(self, props, {}) end

function DeleteStack:_bound(scope, stage, options)
  local config = DeployAction._bound(self, scope, stage, options)
  SingletonPolicy.for_role(options.role):allow_delete(self._props)
  return configure(config, "ActionMode", "DELETE_ONLY")
end

return {
  CloudFormationCreateReplaceChangeSetAction = CreateReplaceChangeSet,
  CloudFormationCreateUpdateStackAction = CreateUpdateStack,
  CloudFormationDeleteStackAction = DeleteStack,
  CloudFormationExecuteChangeSetAction = ExecuteChangeSet,
}
