--- What constructs add to the tree when all aspects have been applied and before anything is rendered.
local engine = require "luacdk.engine"

local M = {}

--- Has `add(construct)` called then.
function M.add(construct, add)
  local root = construct.node.root
  local waiting = rawget(root, "_before_render") or {}
  rawset(root, "_before_render", waiting)
  waiting[#waiting + 1] = { construct, add }
end

--- Calls what waits in a stage, or in a tree without one.
function M.run(stage)
  for _, one in ipairs(stage.node.root._before_render) do
    local construct, add = one[1], one[2]
    if (engine.stage_of(construct) or construct.node.root) == stage then add(construct) end
  end
end

return M
