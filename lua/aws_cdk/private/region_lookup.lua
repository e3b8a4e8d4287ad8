local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local function url_suffix(region)
  return require("aws_cdk.region_info").Fact.find(region, "domainSuffix") or "amazonaws.com"
end

-- Whether all values are the same.
local function same(list)
  for i = 2, #list do
    if list[i] ~= list[1] then return false end
  end
  return true
end

-- Replaces `what` in all values if all of them contain it; `what` is a function of the region.
local function generalise(regions, values, what, by)
  for i, region in ipairs(regions) do
    if not values[i]:find(what(region), 1, true) then return end
  end
  for i, region in ipairs(regions) do
    local text = what(region):gsub("%p", "%%%0")
    values[i] = values[i]:gsub(text, by)
  end
end

--- Looks a fact up at deployment: as one string with pseudo parameters if the values follow a pattern, else with a
--- mapping.
return function(stack, fact_name, map, default_value)
  local regions, values, suffixes = {}, {}, {}
  for region, value in pairs(map) do
    regions[#regions + 1], values[#values + 1], suffixes[#suffixes + 1] = region, value, url_suffix(region)
  end
  if #regions == 0 then
    if default_value == nil then
      engine.fail(stack,
        "nothing is known about %s; -> add it with region_info.Fact.register, or add partitions to the context "
          .. "value @aws-cdk/core:target-partitions", engine.display(fact_name))
    end
    return default_value
  end
  if not same(suffixes) then generalise(regions, values, url_suffix, tostring(cdk.Aws.URL_SUFFIX)) end
  generalise(regions, values, function(region) return region end, tostring(cdk.Aws.REGION))
  if same(values) then return values[1] end
  local class, parameter = fact_name:match("^([^:]*):([^:]*)")
  class, parameter = class or fact_name, parameter or "value"
  local id = class:gsub("^%l", string.upper) .. "Map"
  local key = parameter:gsub("[^a-zA-Z0-9]", "x")
  local mapping = stack.node:try_find_child(id) or cdk.CfnMapping(stack, id)
  for region, value in pairs(map) do mapping:set_value(region, key, value) end
  return mapping:find_in_map(cdk.Aws.REGION, key)
end
