--- Services on instances of a cluster.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local imported = require "aws_cdk.aws_ecs.private.imported_service"
local l2 = require "aws_cdk.l2"
local service_checks = require "aws_cdk.aws_ecs.private.service_checks"

local fail = engine.fail
local ZONE = "attribute:ecs.availability-zone"

local BaseService = ecs.BaseService
local Ec2Service = engine.class("aws_cdk.aws_ecs.Ec2Service", BaseService)

--- A service by its ARN.
Ec2Service.from_ec2_service_arn = imported.from_arn "IEc2Service"

--- A service by its ARN or its name, and its cluster.
Ec2Service.from_ec2_service_attributes = imported.from_attributes

local function check(scope, props)
  if props.daemon then service_checks.daemon(scope, props) end
  service_checks.percentages(scope, props)
  if not props.task_definition.is_ec2_compatible then
    fail(scope, "the task definition is not for instances; -> make an ecs.Ec2TaskDefinition")
  end
  if props.availability_zone_rebalancing == "ENABLED" then
    if props.daemon then fail(scope, "AvailabilityZoneRebalancing.ENABLED and daemon cannot be combined") end
    service_checks.rebalancing(scope, props)
  end
end

-- Groups of other stacks are imported, so that their stack does not come to depend on this one.
local function groups_in_this_stack(self, groups)
  local all, imports, stack = {}, 0, engine.stack_of(self)
  for i, group in ipairs(groups) do
    if engine.stack_of(group) ~= stack then
      imports = imports + 1
      group = ec2.SecurityGroup.from_security_group_id(self, "SecurityGroup" .. imports, group.security_group_id, {
        allow_all_outbound = group.allow_all_outbound, mutable = true,
      })
    end
    all[i] = group
  end
  return all
end

local function set_up_network(self, scope, props)
  if props.task_definition.network_mode == ecs.NetworkMode.AWS_VPC then
    self:_configure_aws_vpc_networking_with_security_groups(props.cluster.vpc, props.assign_public_ip,
      props.vpc_subnets, props.security_groups)
    return
  end
  for _, name in ipairs { "vpc_subnets", "security_groups", "assign_public_ip" } do
    if props[name] then fail(scope, "%s needs a task definition with NetworkMode.AWS_VPC", name) end
  end
  self.connections:add_security_group(
    table.unpack(groups_in_this_stack(self, props.cluster.connections.security_groups)))
end

local function lazily(make) return engine.lazy(make, { kind = "any" }) end

--- Arguments: scope, id, Ec2ServiceProps: cluster, task_definition (required).
function Ec2Service:init(scope, id, props)
  check(scope, props)
  local all = l2.with({}, props)
  all.launch_type = ecs.LaunchType.EC2
  if props.daemon then
    all.max_healthy_percent = props.max_healthy_percent or 100
    all.min_healthy_percent = props.min_healthy_percent or 0
  end
  BaseService.init(self, scope, id, all, {
    cluster = props.cluster.cluster_name,
    task_definition = service_checks.task_definition_arn(props),
    placement_constraints = lazily(function() return self._constraints end),
    placement_strategies = lazily(function() return self._strategies end),
    scheduling_strategy = props.daemon and "DAEMON" or "REPLICA",
    availability_zone_rebalancing = props.availability_zone_rebalancing,
  }, props.task_definition)
  self._daemon, self._rebalances = props.daemon or false, props.availability_zone_rebalancing == "ENABLED"
  set_up_network(self, scope, props)
  if props.placement_constraints then self:add_placement_constraints(table.unpack(props.placement_constraints)) end
  if props.placement_strategies then self:add_placement_strategies(table.unpack(props.placement_strategies)) end
  service_checks.need_container(self)
  self.node:add_validation { validate = function()
    if self._daemon or self.cluster.has_ec2_capacity then return {} end
    return { "the cluster has no instances for the service; add_capacity adds some" }
  end }
  if props.min_healthy_percent == nil and props.daemon then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ecs:minHealthyPercentDaemon",
      "min_healthy_percent of a daemon is 0 by default, so all tasks may be stopped at once during deployments")
  end
end

--- Adds strategies by which tasks are placed.
function Ec2Service:add_placement_strategies(...)
  local given = { ... }
  if #given > 0 and self._daemon then fail(self, "a daemon has no placement strategies") end
  if #given > 0 and self._rebalances and not (self._strategies and #self._strategies > 0) then
    local first = given[1]:to_json()[1]
    if first.type ~= "spread" or first.field ~= ZONE then
      fail(self, "with AvailabilityZoneRebalancing.ENABLED the first placement strategy must be "
        .. "PlacementStrategy.spread_across(ecs.BuiltInAttributes.AVAILABILITY_ZONE)")
    end
  end
  self._strategies = self._strategies or engine.list {}
  for _, strategy in ipairs(given) do
    for _, one in ipairs(strategy:to_json()) do table.insert(self._strategies, one) end
  end
end

--- Sets the constraints under which tasks are placed. They replace those of earlier calls.
function Ec2Service:add_placement_constraints(...)
  local all = engine.list {}
  for _, constraint in ipairs { ... } do
    for _, one in ipairs(constraint:to_json()) do
      if self._rebalances and one.type == "memberOf" and tostring(one.expression):find(ZONE, 1, true) then
        fail(self, "with AvailabilityZoneRebalancing.ENABLED no placement constraint may be about %s", ZONE)
      end
      table.insert(all, one)
    end
  end
  self._constraints = all
end

--- Called by classic load balancers that have the service as a target.
function Ec2Service:attach_to_classic_lb(load_balancer)
  service_checks.no_classic_balancer(self)
  BaseService.attach_to_classic_lb(self, load_balancer)
end

return { Ec2Service = Ec2Service }
