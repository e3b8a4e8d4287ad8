--- References of a template to what it does not have, circles of resources (src/synth/targets.h), and properties that
--- do not have the form that CloudFormation expects (src/synth/provider_rules.h).
local engine = require "luacdk.engine"
local in_lua = require "luacdk.check.in_lua"
local overrides = require "luacdk.check.overrides"

local targets = {}

local found = {}

-- Values of L1 classes are judged at the call, too: keys of what was told there, of `count` warnings.
local told, count = {}, 0

local function keys(path, rule, wrong, name)
  local about = path .. "\0" .. rule .. "\0"
  return about .. wrong, name and about .. name
end

local function remember(path, row)
  local by_words, by_name = keys(path, row.id, row.wrong, row.property)
  told[by_words] = true
  if by_name then told[by_name] = true end
end

local function was_told_at_call(path, rule, name, wrong)
  local warnings = engine.warnings_told()
  for i = count + 1, #warnings do
    local row = warnings[i]
    local id = row.subject and row.subject:match " '([^'\n]*)'$"
    if row.path and row.wrong then
      remember(row.path, row)
      if id then remember(row.path .. "/" .. id, row) end -- a constructor: the path is that of the scope
    end
  end
  count = #warnings
  local by_words, by_name = keys(path, rule, wrong, name)
  return told[by_words] or by_name and told[by_name]
end

-- What is said about properties names them; users know them by their names in Lua. What else is quoted, such as values,
-- is marked (src/synth/provider_rules.h).
local function in_words(text, name_of)
  if not text then return nil end
  local said = not name_of and text or text:gsub("'(%u%w*)'", function(name)
    local in_script = name_of(name)
    return in_script and "'" .. in_script .. "'"
  end)
  return (said:gsub("'\1", "'"))
end

local function judge(construct, logical_id, property, rule, wrong, right)
  local name, subject, name_of = in_lua(construct, property)
  local override = overrides.location(construct, property, wrong)
  if property == "Properties" then property = "" end
  local about_value = rule == "W3030" or rule:find "^F303[1-4]" or rule:find "^E11"
  if about_value and was_told_at_call(construct.node.path, rule, name, wrong) then return end
  local about_properties = about_value or rule:find "^F30" or rule == "E3019" or rule:find "^E351"
  if about_properties and name_of then
    if rule == "F3002" then name_of = function() end end -- what the class does not know has no other name
  elseif about_properties and property ~= "" and not name then
    wrong = property:gsub("^Properties%.", "") .. ": " .. wrong
  end
  if about_value or not about_properties then name_of = nil end
  wrong, right = in_words(wrong, name_of), in_words(right, name_of)
  local text = (name and name .. ": " or "") .. wrong .. (right and "; " .. right or "")
  found[#found + 1] = { id = rule, text = text, path = construct.node.path,
    location = override or engine.location(construct),
    logical_id = logical_id, subject = subject, property = name or property ~= "" and property or nil, wrong = wrong,
    right = right }
end

--- Judges the templates that are made from now on, and forgets what was found before.
function targets.judge()
  found, told, count = {}, {}, 0
  engine.judge_references(judge)
end

--- What was found, in the order of the templates: rows like those of src/object/complaint.h, with `path`, `location`
--- and `logical_id`.
function targets.found() return found end

return targets
