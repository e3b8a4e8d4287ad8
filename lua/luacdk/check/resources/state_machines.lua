--- Rules about the definitions of state machines.
local assembly = require "luacdk.assembly"
local values = require "luacdk.check.resources.values"

local text, object = values.text, values.object

local TYPES = { "Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map" }
local WAITS = { "Seconds", "Timestamp", "SecondsPath", "TimestampPath" }

local function has_one_of(state, names)
  for _, name in ipairs(names) do
    if state[name] ~= nil then return true end
  end
  return false
end

local function judge_start(machine, tell)
  local start, states = text(machine.StartAt), machine.States
  if start and type(states) == "table" and states[start] == nil then
    tell(("the state machine starts at '%s', which is no state of it"):format(start), nil)
  end
end

local function judge_state(name, state, tell)
  local type = state.Type
  if type == nil then
    tell(("the state '%s' has no Type"):format(name), ("it must be %s"):format(values.names(TYPES)))
  elseif text(type) and not values.is_one_of(type, TYPES) then
    tell(("the state '%s' has the type '%s'"):format(name, type), ("it must be %s"):format(values.names(TYPES)))
  elseif type == "Task" and state.Resource == nil then
    tell(("the task '%s' has no Resource"):format(name), nil)
  elseif type == "Wait" and not has_one_of(state, WAITS) then
    tell(("'%s' does not say how long it waits"):format(name), ("give %s"):format(values.names(WAITS)))
  end
  for _, branch in ipairs(values.list(state.Branches)) do judge_start(object(branch), tell) end
  judge_start(object(state.Iterator), tell)
end

local function judge(machine, tell)
  for _, name in ipairs { "StartAt", "States" } do
    if machine[name] == nil then tell(("the state machine has no %s"):format(name), nil) end
  end
  judge_start(machine, tell)
  local names = {}
  for name in pairs(object(machine.States)) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do judge_state(name, object(machine.States[name]), tell) end
end

-- A parsed document remembers the order of its keys, and its nulls.
local function plain(value)
  if type(value) ~= "table" then return type(value) ~= "userdata" and value or false end
  local copy = {}
  for key, inner in pairs(value) do copy[key] = plain(inner) end
  return copy
end

local function definition(props, tell)
  local given, property = props.Definition, "Definition"
  if given == nil and text(props.DefinitionString) then
    local ok, parsed = pcall(assembly.parse_json, props.DefinitionString)
    given, property = ok and plain(parsed) or nil, "DefinitionString"
  end
  local name = type(given) == "table" and next(given)
  if type(given) == "table" and (name == nil or type(name) == "string" and name ~= "Ref" and not name:find "^Fn::")
    and (name ~= nil or property == "DefinitionString") then
    judge(given, function(wrong, right) tell("E3601", property, wrong, right) end)
  end
end

return { each = { ["AWS::StepFunctions::StateMachine"] = { definition } } }
