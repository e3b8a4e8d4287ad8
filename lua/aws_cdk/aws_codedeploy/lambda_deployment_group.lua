--- Deployments of new versions of a Lambda function behind an alias.
local engine = require "luacdk.engine"
local codedeploy = require "aws_cdk.aws_codedeploy"
local group = require "aws_cdk.aws_codedeploy.private.group"

local fail = engine.fail

local LambdaDeploymentGroup = engine.class("aws_cdk.aws_codedeploy.LambdaDeploymentGroup", group.Base)
group.parts(LambdaDeploymentGroup)

local function default_config() return codedeploy.LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES end

-- The name of the function in `field`, which may still be set.
local function name_of(self, field)
  return engine.lazy(function() return self[field] and self[field].function_name end, { kind = "string" })
end

--- Arguments: scope, id, LambdaDeploymentGroupProps: alias (required), application, deployment_config, pre_hook,
--  post_hook, alarms, auto_rollback, role, deployment_group_name.
function LambdaDeploymentGroup:init(scope, id, props)
  group.Base.init(self, scope, id, props, "ServiceRole", "service-role/AWSCodeDeployRoleForLambdaLimited")
  local application = props.application or codedeploy.LambdaApplication(self, "Application")
  self:_set_parts(application, props.deployment_config or default_config())
  self._resource = codedeploy.CfnDeploymentGroup(self, "Resource", self:_with_alarms(props, {
    application_name = application.application_name,
    service_role_arn = self.role.role_arn,
    deployment_group_name = self.physical_name,
    deployment_config_name = self._deployment_config.deployment_config_ref.deployment_config_name,
    deployment_style = { deployment_type = "BLUE_GREEN", deployment_option = "WITH_TRAFFIC_CONTROL" },
  }))
  if props.pre_hook then self:add_pre_hook(props.pre_hook) end
  if props.post_hook then self:add_post_hook(props.post_hook) end
  props.alias.node.default_child.cfn_options.update_policy = {
    code_deploy_lambda_alias_update = {
      application_name = application.application_name,
      deployment_group_name = self._resource.ref,
      before_allow_traffic_hook = name_of(self, "_pre_hook"),
      after_allow_traffic_hook = name_of(self, "_post_hook"),
    },
  }
end

-- Sets a hook once; the hook may tell CodeDeploy how it went.
local function set_hook(self, field, hook)
  if self[field] then
    fail(self, "this deployment group already has a %s: %s", field:sub(2), self[field].node.path)
  end
  self[field] = hook
  self:grant_put_lifecycle_event_hook_execution_status(hook)
  hook:grant_invoke(self.role)
end

--- A function that is called before traffic shifts.
function LambdaDeploymentGroup:add_pre_hook(pre_hook) set_hook(self, "_pre_hook", pre_hook) end

--- A function that is called after traffic has shifted.
function LambdaDeploymentGroup:add_post_hook(post_hook) set_hook(self, "_post_hook", post_hook) end

group.imports(LambdaDeploymentGroup, default_config)

return { LambdaDeploymentGroup = LambdaDeploymentGroup }
