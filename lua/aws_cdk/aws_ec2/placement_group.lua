--- Where instances are placed in relation to each other.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

local PlacementGroupBase = engine.class("aws_cdk.aws_ec2.PlacementGroupBase", cdk.Resource)

PlacementGroupBase.get.placement_group_ref = function(self) return { group_name = self.placement_group_name } end

for _, field in ipairs { "partitions", "spread_level", "strategy" } do
  PlacementGroupBase.get[field] = function(self) return self["_" .. field] end
end

local PlacementGroup = engine.class("aws_cdk.aws_ec2.PlacementGroup", PlacementGroupBase)

-- The strategy that an option implies, unless a different one is given.
local function strategy_for(self, option, given, needed)
  if given and given ~= needed then
    engine.fail(self, "%s needs strategy %s, got %s", option, needed:upper(), engine.display(given))
  end
  return needed
end

--- Arguments: scope, id, PlacementGroupProps.
function PlacementGroup:init(scope, id, props)
  props = props or {}
  PlacementGroupBase.init(self, scope, id)
  self._partitions, self._spread_level, self._strategy = props.partitions, props.spread_level, props.strategy
  if self.partitions and self.partitions ~= 0 then
    self._strategy = strategy_for(self, "partitions", self._strategy, "partition")
  end
  if self.spread_level then self._strategy = strategy_for(self, "spread_level", self._strategy, "spread") end
  self._resource = ec2.CfnPlacementGroup(self, "Resource", {
    partition_count = self.partitions, spread_level = self.spread_level, strategy = self.strategy,
  })
end

PlacementGroup.get.placement_group_name = function(self)
  return self:get_resource_arn_attribute(self._resource.attr_group_name, {
    service = "batch", resource = "compute-environment", resource_name = self.physical_name,
  })
end

local Imported = engine.class("aws_cdk.aws_ec2.ImportedPlacementGroup", PlacementGroupBase)

function Imported:init(scope, id, placement_group_name)
  PlacementGroupBase.init(self, scope, id)
  self.placement_group_name = placement_group_name
end

--- A group made elsewhere.
function PlacementGroup.from_placement_group_name(scope, id, placement_group_name)
  return Imported(scope, id, placement_group_name)
end

return { PlacementGroup = PlacementGroup }
