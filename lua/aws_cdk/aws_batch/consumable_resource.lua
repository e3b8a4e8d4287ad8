--- Things of which there is a limited number, and which jobs need: licences, tokens, devices.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local ROW = {
  arn = { "consumable_resource_arn", "ref", service = "batch", resource = "consumable-resource" },
  name = { "consumable_resource_name" }, environment = false,
}

local ConsumableResource = l2.resource("aws_cdk.aws_batch.ConsumableResource", cdk.Resource, { arn = ROW.arn })

--- Arguments: scope, id, ConsumableResourceProps: total_quantity (required), resource_type, consumable_resource_name,
--  tags.
function ConsumableResource:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.consumable_resource_name })
  local quantity = props.total_quantity
  if not engine.is_unresolved(quantity) and (quantity % 1 ~= 0 or quantity < 0) then
    engine.fail(self, "total_quantity must be an integer of at least 0, got %s", engine.display(quantity))
  end
  self._resource = batch.CfnConsumableResource(self, "Resource", {
    consumable_resource_name = self.physical_name,
    resource_type = props.resource_type or batch.ConsumableResourceType.REPLENISHABLE,
    total_quantity = quantity,
    tags = props.tags,
  })
end

l2.kept(ConsumableResource, "consumable_resource_name", function(self)
  local parts = engine.stack_of(self):split_arn(self._resource.ref, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  return self:get_resource_name_attribute(parts.resource_name)
end)

l2.imports(ConsumableResource, cdk.Resource, ROW)

return { ConsumableResource = ConsumableResource }
