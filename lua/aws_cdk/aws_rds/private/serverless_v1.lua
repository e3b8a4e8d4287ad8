--- Serverless clusters of the first kind that the stack makes: new ones and those from a snapshot.
local cdk = require "aws_cdk"
local cluster_identifier = require "aws_cdk.aws_rds.private.cluster_identifier"
local cluster_members = require "aws_cdk.aws_rds.private.cluster_members"
local cluster_network = require "aws_cdk.aws_rds.private.cluster_network"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"
local removal = require "aws_cdk.aws_rds.private.removal"

local fail, display = engine.fail, engine.display

local M = {}

-- ---- what own and imported clusters have in common ------------------------------------------------------------------

M.Base = engine.class("aws_cdk.aws_rds.ServerlessClusterBase", cdk.Resource)

cluster_members(M.Base, function() return "*" end)

-- ---- properties -----------------------------------------------------------------------------------------------------

-- Fails unless a number of seconds or days, which may be nil, is in these bounds.
local function check_bounds(self, name, value, low, high, unit)
  if value and not engine.is_unresolved(value) and (value < low or value > high) then
    fail(self, "%s must be between %s and %s %s, got %s", name, low, high, unit, display(value))
  end
end

local function scaling(self, options)
  if not options then return nil end
  local least, most = options.min_capacity, options.max_capacity
  local timeout = options.timeout and options.timeout:to_seconds()
  local pause = options.auto_pause and options.auto_pause:to_seconds()
  if least and most and least > most then
    fail(self, "max_capacity must be at least min_capacity; they are %s and %s", display(most), display(least))
  end
  if pause ~= 0 then check_bounds(self, "auto_pause", pause, 300, 86400, "seconds, or 0") end
  if timeout ~= 0 then check_bounds(self, "timeout", timeout, 60, 600, "seconds") end
  return {
    auto_pause = pause ~= 0,
    min_capacity = least,
    max_capacity = most,
    seconds_until_auto_pause = pause ~= 0 and pause or nil,
    seconds_before_timeout = timeout,
    timeout_action = options.timeout_action,
  }
end

local function network(self, id, props)
  if props.vpc then return cluster_network(self, id, props) end
  for _, name in ipairs { "vpc_subnets", "subnet_group", "security_groups" } do
    if props[name] ~= nil then fail(self, "%s needs vpc", name) end
  end
  return nil, {}
end

--- Clusters that the stack makes.
M.New = engine.class("aws_cdk.aws_rds.NewServerlessCluster", M.Base)

--- Arguments: scope, id, ServerlessClusterNewProps. The properties of the cluster are then in _new_cfn_props.
function M.New:init(scope, id, props)
  M.Base.init(self, scope, id)
  local subnets, groups = network(self, id, props)
  self._security_groups, self._enable_data_api = groups, props.enable_data_api
  local retention = props.backup_retention and props.backup_retention:to_days()
  check_bounds(self, "backup_retention", retention, 1, 35, "days")
  local config = props.engine:bind_to_cluster(self, { parameter_group = props.parameter_group })
  local group = props.parameter_group or config.parameter_group
  local parameters = group and group:bind_to_cluster {}
  local copy_tags = props.copy_tags_to_snapshot
  if copy_tags == nil then copy_tags = true end
  self._new_cfn_props = {
    backup_retention_period = retention,
    database_name = props.default_database_name,
    db_cluster_identifier = cluster_identifier(self, props),
    db_cluster_parameter_group_name = parameters and parameters.parameter_group_name,
    db_subnet_group_name = subnets and subnets.db_subnet_group_ref.db_subnet_group_name,
    deletion_protection = removal.protection(props.deletion_protection, props.removal_policy),
    engine = props.engine.engine_type,
    engine_version = props.engine.engine_version and props.engine.engine_version.full_version,
    engine_mode = "serverless",
    enable_http_endpoint = engine.lazy(function() return self._enable_data_api end, { kind = "any" }),
    scaling_configuration = scaling(self, props.scaling),
    storage_encrypted = true,
    vpc_security_group_ids = l2.pluck(groups, "security_group_id"),
    copy_tags_to_snapshot = copy_tags,
  }
  self.connections = ec2.Connections {
    security_groups = groups,
    default_port = ec2.Port.tcp(engine.lazy(function() return self.cluster_endpoint.port end, { kind = "number" })),
  }
end

--- Makes the cluster itself, and attaches its secret, which may be nil.
function M.New:_make_resource(values, removal_policy, secret)
  local resource = rds.CfnDBCluster(self, "Resource", values)
  self.cluster_identifier = resource.ref
  local port = cdk.Token.as_number(resource.attr_endpoint_port)
  self.cluster_endpoint = rds.Endpoint(resource.attr_endpoint_address, port)
  self.cluster_read_endpoint = rds.Endpoint(resource.attr_read_endpoint_address, port)
  resource:apply_removal_policy(removal_policy or cdk.RemovalPolicy.SNAPSHOT)
  if secret then self.secret = secret:attach(self) end
end

return M
