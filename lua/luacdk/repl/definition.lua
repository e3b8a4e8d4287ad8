--- The definition that a session was opened with: puts its stacks into variables of the session.
local Matrix = require "luacdk.template.matrix"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local cells = require "luacdk.template.cells"
local sandboxed = require "luacdk.template.sandboxed"
local settings = require "luacdk.settings"
local source = require "luacdk.template.source"

local definition = {}

--- Whether the file of the session is a definition. A file that can be read only once, or has no end, is not.
function definition.is_definition(file) return assets.is_file(file) and source.is_definition(file) end

--- Runs the definition, in the sandbox unless it is trusted, and makes its stacks from the values on the command line:
--- `app` and `stack` are then variables; with a matrix `stacks`, by name, instead of `stack`.
function definition.make(file, ...)
  local made = sandboxed.load(file, assets.path.dirname(assets.path.resolve(file)), ...)
  local list = cells.all(made, settings.definition)
  local app, stacks = cdk.App(), {}
  rawset(_G, "app", app)
  for _, cell in ipairs(list) do
    if cell.failure then error(("cell %s: %s"):format(cell.label, cell.failure), 0) end
    local stack = cells.make(cell, app)
    stacks[cell.name] = stack
    if not Matrix.is_matrix(made) then rawset(_G, "stack", stack) end
  end
  if Matrix.is_matrix(made) then rawset(_G, "stacks", stacks) end
  sandboxed.rest()
end

return definition
