--- ARNs of public layers by region: the one of a known region, or a value that finds it at deployment.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local rows = require "aws_cdk.aws_lambda.layer_rows"

local M = {}

-- Regions and ARNs of a row, and the pattern if all ARNs differ in the region alone.
local function parse(row)
  local arns, regions, pattern, patterns = {}, {}, nil, 0
  for line in row:gmatch "[^\n]+" do
    local arn, names = line:match "^(%S+) (.*)$"
    pattern, patterns = arn, patterns + 1
    for region in names:gmatch "%S+" do
      arns[region] = arn:gsub("%*", region)
      regions[#regions + 1] = region
    end
  end
  table.sort(regions)
  return arns, regions, patterns == 1 and pattern or nil
end

--- Whether a layer is known at all.
function M.exists(fact)
  return rows[fact] ~= nil
end

-- The ARN at deployment, from a mapping of the stack that all layers of a kind share.
local function look_up(stack, fact)
  local partitions = stack.node:try_get_context "@aws-cdk/core:target-partitions"
  local arns, regions, pattern = parse(rows[fact])
  if type(partitions) == "table" then
    local wanted = {}
    for _, partition in ipairs(partitions) do
      wanted[partition] = true
    end
    local kept, first = {}, nil
    local same = true
    for _, region in ipairs(regions) do
      local arn = arns[region]
      if wanted[arn:match "^arn:([^:]*)"] then
        kept[#kept + 1] = region
        local general = arn:gsub(region:gsub("%-", "%%-"), "*")
        first = first or general
        same = same and first == general
      end
    end
    regions = kept
    pattern = same and first or nil
  end
  if #regions == 0 then
    engine.fail(stack, "no region of the partitions in the context value @aws-cdk/core:target-partitions has the layer "
      .. "%s", fact)
  end
  if pattern then
    local before, after = pattern:match "^(.-)%*(.*)$"
    return before .. cdk.Aws.REGION .. after
  end
  local kind, parameter = fact:match "^([^:]*):(.*)$"
  local id = kind:sub(1, 1):upper() .. kind:sub(2) .. "Map"
  local key = parameter:gsub("[^%w]", "x")
  local mapping = stack.node:try_find_child(id) or cdk.CfnMapping(stack, id)
  for _, region in ipairs(regions) do
    mapping:set_value(region, key, arns[region])
  end
  return mapping:find_in_map(cdk.Aws.REGION, key)
end

--- The ARN of a layer where `scope` is deployed.
-- @param fact the row's name
-- @param what the layer in words, for the error of a region that does not have it
function M.find(scope, fact, what)
  local stack = engine.stack_of(scope)
  local region = stack.region
  if not rows[fact] then
    engine.fail(scope, "%s does not exist", what)
  elseif engine.is_unresolved(region) then
    return look_up(stack, fact)
  end
  local arn = parse(rows[fact])[region]
  if not arn then
    engine.fail(scope, "%s is not available in region %s", what, region)
  end
  return arn
end

return M
