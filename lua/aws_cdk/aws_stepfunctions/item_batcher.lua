--- Batches of items for a distributed map.
local engine = require "luacdk.engine"
local given = require("aws_cdk.aws_stepfunctions.private.asl").given

local ItemBatcher = engine.class "aws_cdk.aws_stepfunctions.ItemBatcher"

--- Argument: ItemBatcherProps.
function ItemBatcher:init(props) self._props = props end

-- In the order of the definition.
local FIELDS = {
  { "max_items_per_batch", "MaxItemsPerBatch" }, { "max_items_per_batch_path", "MaxItemsPerBatchPath" },
  { "max_input_bytes_per_batch", "MaxInputBytesPerBatch" },
  { "max_input_bytes_per_batch_path", "MaxInputBytesPerBatchPath" }, { "batch_input", "BatchInput" },
}

--- The batcher in Amazon States Language.
function ItemBatcher:render()
  local rendered = engine.ordered()
  for _, row in ipairs(FIELDS) do
    local value = self._props[row[1]]
    if given(value) then rendered[row[2]] = value end
  end
  return rendered
end

--- Messages about what is missing or contradictory, as a list.
function ItemBatcher:validate_item_batcher()
  local props, errors = self._props, {}
  local any = false
  for _, row in ipairs(FIELDS) do any = any or given(props[row[1]]) end
  for _, name in ipairs { "max_items_per_batch", "max_input_bytes_per_batch" } do
    if given(props[name]) and given(props[name .. "_path"]) then
      errors[#errors + 1] = ("%s and %s_path are mutually exclusive"):format(name, name)
    end
  end
  if not any then
    errors[#errors + 1] = "an ItemBatcher needs a property, such as max_items_per_batch"
  end
  return errors
end

return { ItemBatcher = ItemBatcher }
