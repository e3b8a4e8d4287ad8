--- References of a template to what it does not have, and circles of resources (src/synth/targets.h).
local engine = require "luacdk.engine"
local in_lua = require "luacdk.check.in_lua"

local targets = {}

local found = {}

local function judge(construct, logical_id, property, rule, wrong, right)
  local name, subject = in_lua(construct, property)
  found[#found + 1] = { id = rule, text = wrong .. (right and "; " .. right or ""), path = construct.node.path,
    location = engine.location(construct), logical_id = logical_id, subject = subject,
    property = name or property ~= "" and property or nil, wrong = wrong, right = right }
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
