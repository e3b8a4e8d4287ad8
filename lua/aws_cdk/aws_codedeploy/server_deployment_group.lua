--- Deployments to machines: instances found by their tags or in Auto Scaling groups, and machines on premises.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codedeploy = require "aws_cdk.aws_codedeploy"
local group = require "aws_cdk.aws_codedeploy.private.group"
local install_agent = require "aws_cdk.aws_codedeploy.private.install_agent"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local ServerDeploymentGroup = engine.class("aws_cdk.aws_codedeploy.ServerDeploymentGroup", group.Base)
group.parts(ServerDeploymentGroup, true)

local function default_config() return codedeploy.ServerDeploymentConfig.ONE_AT_A_TIME end

-- A group named by GENERATE_IF_NEEDED belongs to an application that is named in the same way.
local function own_application(self, group_name)
  local generated = cdk.PhysicalName.GENERATE_IF_NEEDED
  return codedeploy.ServerApplication(self, "Application", {
    application_name = group_name == generated and generated or nil,
  })
end

local function balancers_of(self, props)
  local balancers = props.load_balancers or props.load_balancer and { props.load_balancer }
  if balancers and #balancers == 0 then
    fail(self, "load_balancers must not be empty; -> leave them out")
  end
  return balancers
end

local LISTS = {
  [codedeploy.LoadBalancerGeneration.FIRST] = "elb_info_list",
  [codedeploy.LoadBalancerGeneration.SECOND] = "target_group_info_list",
}

local function balancer_info(balancers)
  if not balancers then return nil end
  local info = {}
  for _, balancer in ipairs(balancers) do
    local list = LISTS[balancer.generation]
    info[list] = info[list] or {}
    table.insert(info[list], { name = balancer.name })
  end
  return info
end

-- The filters of one key of a group of tags.
local function add_filters(self, filters, key, values)
  if key == "" and #values == 0 then fail(self, "a tag with an empty key needs values, got none") end
  if #values == 0 then table.insert(filters, { key = key, type = "KEY_ONLY" }) end
  for _, value in ipairs(values) do
    table.insert(filters, key == "" and { value = value, type = "VALUE_ONLY" }
      or { key = key, value = value, type = "KEY_AND_VALUE" })
  end
end

-- A set of tags under CloudFormation's names for machines of a kind.
local function tag_set(self, set, set_name, group_name)
  local groups = set and set.instance_tag_groups or {}
  if #groups == 0 then return nil end
  local list = {}
  for i, tags in ipairs(groups) do
    local filters = engine.list {}
    for _, key in ipairs(engine.keys(tags)) do add_filters(self, filters, key, tags[key]) end
    list[i] = { [group_name] = filters }
  end
  return { [set_name] = list }
end

--- Arguments: scope, id, ServerDeploymentGroupProps, all of them optional: application, deployment_config,
--  auto_scaling_groups, install_agent, ec2_instance_tags, on_premise_instance_tags, load_balancers, alarms,
--  auto_rollback, role, deployment_group_name, termination_hook.
function ServerDeploymentGroup:init(scope, id, props)
  props = props or {}
  group.Base.init(self, scope, id, props, "Role", "service-role/AWSCodeDeployRole")
  self:_set_parts(props.application or own_application(self, props.deployment_group_name),
    props.deployment_config or default_config())
  self._groups = props.auto_scaling_groups or {}
  self._installs_agent = props.install_agent ~= false
  self._bucket = install_agent.bucket(self)
  local balancers = balancers_of(self, props)
  for _, asg in ipairs(self._groups) do self:_prepare(asg) end
  local config = props.deployment_config
  self._resource = codedeploy.CfnDeploymentGroup(self, "Resource", self:_with_alarms(props, {
    application_name = self.application.application_name,
    deployment_group_name = self.physical_name,
    service_role_arn = self.role.role_arn,
    deployment_config_name = config and config.deployment_config_ref.deployment_config_name,
    auto_scaling_groups = engine.lazy(function() return l2.pluck(self._groups, "auto_scaling_group_name") end,
      { kind = "list", omit_empty = true }),
    load_balancer_info = balancer_info(balancers),
    deployment_style = balancers and { deployment_option = "WITH_TRAFFIC_CONTROL" } or nil,
    ec2_tag_set = tag_set(self, props.ec2_instance_tags, "ec2_tag_set_list", "ec2_tag_group"),
    on_premises_tag_set = tag_set(self, props.on_premise_instance_tags, "on_premises_tag_set_list",
      "on_premises_tag_group"),
    termination_hook_enabled = props.termination_hook,
  }))
end

function ServerDeploymentGroup:_prepare(asg)
  if self._installs_agent then install_agent.on(self, asg, self._bucket) end
end

--- Adds an Auto Scaling group, whose instances get CodeDeploy's agent unless install_agent is false.
function ServerDeploymentGroup:add_auto_scaling_group(asg)
  table.insert(self._groups, asg)
  self:_prepare(asg)
end

ServerDeploymentGroup.get.auto_scaling_groups = function(self)
  return table.move(self._groups, 1, #self._groups, 1, {})
end

group.imports(ServerDeploymentGroup, default_config, true)

return { ServerDeploymentGroup = ServerDeploymentGroup }
