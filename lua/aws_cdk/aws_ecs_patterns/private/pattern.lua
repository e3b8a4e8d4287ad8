--- What all patterns have in common: the cluster that they make if none is given, and how they log.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local ecs = require "aws_cdk.aws_ecs"

local fail, display = engine.fail, engine.display

local DEFAULT_CLUSTER = "EcsDefaultClusterMnL3mNNYN"

local M = {}

--- A base class of patterns.
function M.class(name)
  local class = engine.class("aws_cdk.aws_ecs_patterns." .. name, constructs.Construct)

  --- The stack's cluster for the VPC, which all of its patterns share, made if there is none yet.
  function class:_get_default_cluster(scope, vpc) -- luacheck: no unused args
    local id, stack = DEFAULT_CLUSTER .. (vpc and vpc.node.id or ""), engine.stack_of(scope)
    return stack.node:try_find_child(id) or ecs.Cluster(stack, id, { vpc = vpc })
  end

  --- A log driver for a new log group, whose streams have this prefix.
  function class:_create_aws_log_driver(prefix) -- luacheck: no unused args
    return ecs.AwsLogDriver { stream_prefix = prefix }
  end

  return class
end

--- The given cluster, or that of the given VPC, or else the stack's.
function M.cluster(self, props) return props.cluster or self:_get_default_cluster(self, props.vpc) end

--- As `cluster`, but fails if both a cluster and a VPC are given.
function M.only_cluster(self, props)
  if props.cluster and props.vpc then
    fail(self, "cluster and vpc are mutually exclusive; -> give one of them, or neither for a new VPC")
  end
  return M.cluster(self, props)
end

--- Fails unless the number of tasks, if given, is at least 1. One that is known only at deployment is refused, as the
-- library refuses it.
function M.check_count(self, count, name)
  if count ~= nil and (type(count) ~= "number" or count < 1) then
    fail(self, "%s must be at least 1, got %s", name, display(count))
  end
end

--- The given log driver, or one for a new log group unless logging is off.
function M.log_driver(self, options)
  if options.log_driver then return options.log_driver end
  if options.enable_logging == false then return nil end
  return self:_create_aws_log_driver(self.node.id)
end

return M
