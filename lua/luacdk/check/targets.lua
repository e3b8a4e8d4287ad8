--- References of a template to what it does not have, circles of resources (src/synth/targets.h), and properties that
--- do not have the form that CloudFormation expects (src/synth/provider_rules.h).
local engine = require "luacdk.engine"
local in_lua = require "luacdk.check.in_lua"

local targets = {}

local found = {}

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
  if property == "Properties" then property = "" end
  local about_properties = rule:find "^F30" or rule == "E3019" or rule:find "^E351"
  if about_properties and name_of then
    if rule == "F3002" then name_of = function() end end -- what the class does not know has no other name
  elseif about_properties and property ~= "" and not name then
    wrong = property:gsub("^Properties%.", "") .. ": " .. wrong
  end
  if not about_properties then name_of = nil end
  wrong, right = in_words(wrong, name_of), in_words(right, name_of)
  local text = (name and name .. ": " or "") .. wrong .. (right and "; " .. right or "")
  found[#found + 1] = { id = rule, text = text, path = construct.node.path, location = engine.location(construct),
    logical_id = logical_id, subject = subject, property = name or property ~= "" and property or nil, wrong = wrong,
    right = right }
end

--- Judges the templates that are made from now on, and forgets what was found before.
function targets.judge()
  found = {}
  engine.judge_references(judge)
end

--- What was found, in the order of the templates: rows like those of src/object/complaint.h, with `path`, `location`
--- and `logical_id`.
function targets.found() return found end

return targets
