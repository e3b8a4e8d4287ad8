--- How much of CloudFormation's limits a template uses.
local engine = require "luacdk.engine"
local MOST = require "aws_cdk.private.template_limits"

local limits = {}

local COUNTED = { { "resources", "Resources" }, { "parameters", "Parameters" }, { "outputs", "Outputs" },
  { "mappings", "Mappings" } }
local NEAR = 0.8

local function count(map)
  local number = 0
  if type(map) == "table" then
    for _ in pairs(map) do number = number + 1 end
  end
  return number
end

-- How many elements the sections of a template have, from its text: each key in a section has a line of its own with
-- an indentation of two. Nil if the text is not indented. Decoding a template takes ten times as long.
local function counts_in(text)
  if text:sub(1, 3) ~= "{\n " then return nil end
  local counts = {}
  for _, row in ipairs(COUNTED) do
    local _, at = text:find(('\n "%s": {\n'):format(row[2]), 1, true)
    counts[row[2]] = at and engine.count(text, '\n  "', at, text:find("\n }", at, true)) or 0
  end
  return counts
end

local function used(list, name, number)
  list[#list + 1] = { name = name, used = number, most = MOST[name], near = number >= NEAR * MOST[name],
    over = number > MOST[name] }
end

--- What a stack of a preview uses: { { name =, used =, most =, near =, over = }, … }.
function limits.of(stack)
  local list = {}
  local counts = counts_in(stack.text)
  local template = not counts and stack.template or {}
  for _, row in ipairs(COUNTED) do used(list, row[1], counts and counts[row[2]] or count(template[row[2]])) end
  used(list, "bytes", #stack.text)
  local description = stack.text:match '^{\n "Description": "([^\n]*)"'
  if description then used(list, "description", #description) end
  return list
end

local function size(bytes)
  if bytes < 1000 then return bytes .. " bytes" end
  return bytes < 1000000 and ("%.1f kB"):format(bytes / 1000) or ("%.1f MB"):format(bytes / 1000000)
end

--- A line about a stack: "3 of 500 resources, 1 of 200 parameters, 3.4 kB of 1.0 MB".
function limits.line(list)
  local parts = {}
  for _, one in ipairs(list) do
    if one.name == "bytes" then
      parts[#parts + 1] = size(one.used) .. " of " .. size(one.most)
        .. (one.used > MOST.direct and " (over 51,200 bytes it must come from a bucket)" or "")
    elseif one.used > 0 and (one.name ~= "description" or one.near) then
      parts[#parts + 1] = ("%d of %d %s"):format(one.used, one.most, one.name == "description"
        and "bytes of description" or one.name)
    end
  end
  return table.concat(parts, ", ")
end

--- Whether a limit is nearly reached or exceeded.
function limits.is_near(list)
  for _, one in ipairs(list) do
    if one.near then return true end
  end
  return false
end

--- A sentence about a limit that is exceeded or nearly reached, and its level, "error" or "warning"; nil about others.
function limits.complaint(one)
  if not one.near then return nil end
  local what = one.name == "description" and "bytes of description" or one.name
  if one.over then
    return ("the template has %d %s, but CloudFormation takes at most %d"):format(one.used, what, one.most), "error"
  end
  return ("the template has %d of the %d %s that CloudFormation takes"):format(one.used, one.most, what), "warning"
end

return limits
