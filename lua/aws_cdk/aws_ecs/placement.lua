--- Which instances tasks are placed on.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"

-- A class of rules; each is a list of L1 properties.
local function rules(name)
  local class = engine.class("aws_cdk.aws_ecs." .. name)
  function class:init(all) self._all = all end

  --- The form in the resource.
  function class:to_json() return self._all end

  return class
end

local PlacementStrategy, PlacementConstraint = rules "PlacementStrategy", rules "PlacementConstraint"

--- Tasks on as many instances as possible.
function PlacementStrategy.spread_across_instances()
  return PlacementStrategy { { type = "spread", field = ecs.BuiltInAttributes.INSTANCE_ID } }
end

--- Tasks on instances with as many values of the attributes as possible.
function PlacementStrategy.spread_across(...)
  local all = {}
  for i, field in ipairs { ... } do all[i] = { type = "spread", field = field } end
  if #all == 0 then engine.fail(nil, "spread_across needs at least one attribute") end
  return PlacementStrategy(all)
end

--- Tasks on as few instances as possible, by the resource.
function PlacementStrategy.packed_by(resource)
  return PlacementStrategy { { type = "binpack", field = resource } }
end

--- Tasks on as few instances as possible, by CPU.
function PlacementStrategy.packed_by_cpu() return PlacementStrategy.packed_by(ecs.BinPackResource.CPU) end

--- Tasks on as few instances as possible, by memory.
function PlacementStrategy.packed_by_memory() return PlacementStrategy.packed_by(ecs.BinPackResource.MEMORY) end

--- Tasks on any instances.
function PlacementStrategy.randomly() return PlacementStrategy { { type = "random" } } end

--- Each task on another instance.
function PlacementConstraint.distinct_instances() return PlacementConstraint { { type = "distinctInstance" } } end

--- Tasks on instances for which the expressions hold.
function PlacementConstraint.member_of(...)
  local all = engine.list {}
  for i, expression in ipairs { ... } do all[i] = { type = "memberOf", expression = expression } end
  return PlacementConstraint(all)
end

return { PlacementConstraint = PlacementConstraint, PlacementStrategy = PlacementStrategy }
