--- IAM actions that do not exist, wherever a policy statement reaches a template.
local actions = require "luacdk.check.actions"
local engine = require "luacdk.engine"
local overrides = require "luacdk.check.overrides"

local statements = {}

local RULE = "luacdk::iam-action"

local found = {}
local places = {} -- by action: the lines that give it to a statement, if they are watched

-- `property` is that of the resource: "PolicyDocument.Statement[1].Action".
local function judge(construct, logical_id, property, action)
  local wrong, right = actions.complaint(action)
  if not wrong then return false end
  local override = overrides.location(construct, "Properties." .. property)
  for _, location in ipairs(not override and places[action] or { override or engine.location(construct) or "" }) do
    found[#found + 1] = { id = RULE, text = wrong .. (right and "; " .. right or ""), path = construct.node.path,
      location = location ~= "" and location or nil, logical_id = logical_id, property = property, wrong = wrong,
      right = right, action = action }
  end
  return true
end

--- Judges the templates that are made from now on, and forgets what was found before.
function statements.judge()
  found = {}
  engine.judge_actions(judge)
end

--- From now on, remembers which lines of the script give which actions to statements.
function statements.watch()
  require("aws_cdk.aws_iam.util").watch_action = function(action)
    local location = actions.complaint(action) and engine.location()
    if not location then return false end
    local lines = places[action] or {}
    places[action] = lines
    if not lines[location] then -- once for all turns of a loop
      lines[location] = true
      lines[#lines + 1] = location
    end
    return true
  end
end

--- Notes the actions of the properties of a statement that was refused or not made: they are told if they do not
--- exist.
function statements.note_refused(properties)
  for _, name in ipairs { "actions", "not_actions" } do
    local list = type(properties) == "table" and rawget(properties, name)
    for _, action in ipairs(type(list) == "table" and list or {}) do
      if type(action) == "string" then require("aws_cdk.aws_iam.util").watch_action(action) end
    end
  end
end

--- The actions that were watched and have not reached a template, because a call was refused: rows as from found().
function statements.unreached()
  local reached, list = {}, {}
  for _, row in ipairs(found) do reached[row.action] = true end
  for action, lines in pairs(places) do
    local wrong, right = actions.complaint(action)
    for _, location in ipairs(reached[action] and {} or lines) do
      list[#list + 1] = { id = RULE, text = wrong .. (right and "; " .. right or ""), location = location,
        wrong = wrong, right = right }
    end
  end
  return list
end

--- What was found, in the order of the templates: rows like those of src/object/complaint.h, with `path`, `location`
--- and `logical_id`.
function statements.found() return found end

return statements
