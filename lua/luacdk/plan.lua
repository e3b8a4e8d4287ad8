--- The stacks that a run would write: `luacdk synth FILE STACK…` asks a dry run in another process. Returns JSON: [{
--- path =, dependencies = { path … } } …], stacks of nested stages after those of their parent.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local dry_run = require "aws_cdk.private.dry_run"
local settings = require "luacdk.settings"

local function stacks_of(app)
  dry_run.preview(app)
  app:synth { force = true, skip_validation = true } -- dependencies follow from references
  local list = {}
  for _, stack in ipairs(engine.find(app, "stack")) do
    if stack._is_top_level_stack then
      local needs = engine.list {}
      for i, other in ipairs(stack.dependencies) do needs[i] = other.node.path end
      list[#list + 1] = engine.ordered("path", stack.node.path, "dependencies", needs)
    end
  end
  return list
end

return function()
  local all = engine.list {}
  for _, name in ipairs(settings.planned or {}) do all[#all + 1] = engine.ordered("path", name) end
  for _, app in ipairs(dry_run.apps()) do
    for _, stack in ipairs(stacks_of(app)) do all[#all + 1] = stack end
  end
  return assembly.print_json(all)
end
