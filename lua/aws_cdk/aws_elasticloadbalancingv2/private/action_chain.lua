--- Actions of listeners that are done one after the other; application and network load balancers have a class each.
local engine = require "luacdk.engine"

local function numbered(actions)
  if #actions < 2 then return actions end
  local list = {}
  for i, action in ipairs(actions) do
    list[i] = { order = i }
    for key, value in pairs(action) do list[i][key] = value end
  end
  return list
end

-- An action and those after it, as their method `render` gives them.
local function chain(first, next_action, render)
  local actions = { first }
  for _, action in ipairs(next_action and next_action[render](next_action) or {}) do actions[#actions + 1] = action end
  return actions
end

--- The class of this name.
return function(full_name)
  local Action = engine.class(full_name)

  --- Arguments: the L1 action, the action after it.
  function Action:init(default_action_json, next_action)
    self._default_action_json, self._next = default_action_json, next_action
  end

  --- The actions as rules take them.
  function Action:render_rule_actions()
    return self:_renumber(chain(self._rule_action_json or self._default_action_json, self._next, "render_rule_actions"))
  end

  --- The actions as listeners take them.
  function Action:render_actions()
    return self:_renumber(chain(self._default_action_json, self._next, "render_actions"))
  end

  --- The actions with their order, if there are several.
  function Action._renumber(_, actions) return numbered(actions) end

  return Action
end
