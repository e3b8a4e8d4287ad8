--- Handles the definition that a script returns: `luacdk FILE`, `luacdk render FILE`, `luacdk params FILE`. Called with
--- the script's result and the options of the command line in `luacdk.settings`. `act` replaces the action that they
--- name.
local Matrix = require "luacdk.template.matrix"
local Template = require "luacdk.template.template"
local cells = require "luacdk.template.cells"
local settings = require "luacdk.settings"

local actions = {}

function actions.synth(definition, options) cells.synth(definition, options) end

function actions.explain(definition, options)
  local all = cells.all(definition, options)
  options.answer()
  io.write(require("luacdk.template.explain").cells(all))
end

function actions.describe(definition, options)
  local template = Matrix.is_matrix(definition) and definition._template or definition
  options.answer()
  io.write(require("luacdk.template.describe")[options.form](template))
end

function actions.check_values(definition, options)
  require "luacdk.template.check_values"(definition, options)
end

function actions.test(definition, options) require "luacdk.template.test"(definition, options) end

--- Notes the stacks that would be made, for luacdk.plan.
function actions.plan(definition, options)
  settings.planned = {}
  for i, cell in ipairs(cells.all(definition, options)) do
    if cell.failure then error(cell.failure, 0) end
    settings.planned[i] = cell.name
  end
end

--- Keeps the definition for luacdk.template.words.
function actions.complete(definition) settings.completed = definition end

-- What ordinary scripts do as well.
local FOR_SCRIPTS = { synth = true, plan = true, complete = true }

return function(result, act)
  local options = settings.definition
  if Template.is_template(result) or Matrix.is_matrix(result) then
    (act or actions[options.action])(result, options)
  elseif options.asked or not FOR_SCRIPTS[options.action] then
    error((options.file or "the script") .. " does not return a definition: values and parameters need `return "
      .. "cdk.template { … }` or `return cdk.matrix { … }`", 0)
  end
end
