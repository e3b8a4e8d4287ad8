--- Jobs that are several containers on instances that work together.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local before_render = require "aws_cdk.private.before_render"
local ec2 = require "aws_cdk.aws_ec2"
local Base = require "aws_cdk.aws_batch.private.job_definition_base"
local l2 = require "aws_cdk.l2"
local lazily = require "aws_cdk.aws_batch.private.lazily"

local OptimalInstanceType = engine.class("aws_cdk.aws_batch.OptimalInstanceType", ec2.InstanceType)

--- AWS Batch chooses the type of instances.
function OptimalInstanceType:init() ec2.InstanceType.init(self, "optimal") end

local MultiNodeJobDefinition = engine.class("aws_cdk.aws_batch.MultiNodeJobDefinition", Base)

local function range(self, one)
  local container = one.container:_render_container_definition()
  container.instance_type = self._instance_type and self._instance_type:to_string()
  return { target_nodes = l2.number_text(one.start_node) .. ":" .. l2.number_text(one.end_node), container = container }
end

local function check(self, one)
  if engine.is_unresolved(one.start_node) or engine.is_unresolved(one.end_node) then
    engine.fail(self, "start_node and end_node must be known while the script runs, since a job's number of nodes is "
      .. "counted from them")
  end
end

local function count(containers)
  local nodes = 0
  for _, one in ipairs(containers) do nodes = nodes + one.end_node - one.start_node + 1 end
  return nodes
end

--- Arguments: scope, id, MultiNodeJobDefinitionProps: containers, instance_type (default: AWS Batch chooses), main_node
--  (default 0), propagate_tags and JobDefinitionProps.
function MultiNodeJobDefinition:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  self.containers = props.containers or {}
  for _, one in ipairs(self.containers) do check(self, one) end
  self.main_node, self.propagate_tags = props.main_node, props.propagate_tags
  self._instance_type = props.instance_type
  self._resource = batch.CfnJobDefinition(self, "Resource", self:_properties(props, {
    type = "multinode",
    propagate_tags = props.propagate_tags,
    node_properties = {
      main_node = props.main_node or 0,
      node_range_properties = lazily(self.containers, function(one) return range(self, one) end),
      num_nodes = engine.lazy(function() return #self.containers > 0 and count(self.containers) or nil end,
        { kind = "number" }),
    },
    platform_capabilities = { "EC2" },
  }))
  before_render.add(self, function()
    for _, one in ipairs(self.containers) do one.container:_grant_secrets() end
  end)
  self.node:add_validation { validate = function()
    return #self.containers == 0
      and { "a job on several nodes needs a container; give it containers, or call add_container" } or {}
  end }
end

MultiNodeJobDefinition.get.instance_type = function(self) return self._instance_type or batch.OptimalInstanceType() end

--- A container on a range of nodes: { container =, start_node =, end_node = }.
function MultiNodeJobDefinition:add_container(container)
  check(self, container)
  table.insert(self.containers, container)
end

Base._imports(MultiNodeJobDefinition, "job_definition")

return { MultiNodeJobDefinition = MultiNodeJobDefinition, OptimalInstanceType = OptimalInstanceType }
