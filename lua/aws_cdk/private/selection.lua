--- Which stacks a run writes: all, or those that the command line names and those that they depend on. For the others
--- nothing is staged, bundled or written.
local engine = require "luacdk.engine"
local settings = require "luacdk.settings"

local selection = {}

local chosen

--- Whether some stacks are left out.
function selection.is_on() return settings.stacks ~= nil end

--- Whether a stack with that path is written.
function selection.has(path)
  if not settings.stacks then return true end
  if not chosen then
    chosen = {}
    for _, name in ipairs(settings.stacks) do chosen[name] = true end
  end
  return chosen[path] == true
end

--- Whether the stack that contains a construct is written; nested stacks and those of products follow their parent.
function selection.needs(construct)
  if not settings.stacks then return true end
  local stack = engine.stack_of(construct)
  while stack._parent_stack do stack = stack._parent_stack end
  return selection.has(stack.node.path)
end

return selection
