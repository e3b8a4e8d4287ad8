--- `cdk.testing`: templates of a definition or an app as tables, for tests.
local Matrix = require "luacdk.template.matrix"
local Template = require "luacdk.template.template"
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local sandboxed = require "luacdk.template.sandboxed"
local engine = require "luacdk.engine"
local dry_run = require "aws_cdk.private.dry_run"
local json_value = require "aws_cdk.assertions.json_value"
local test_run = require "aws_cdk.private.test_run"

local testing = {}

local Result = { __name = "rendered templates" }
Result.__index = Result

-- Whether `value` contains everything in `expected`: maps may have more keys, lists are compared as a whole.
local function holds(value, expected)
  if type(expected) ~= "table" then return value == expected end
  if type(value) ~= "table" then return false end
  if #expected > 0 and #expected ~= #value then return false end
  for key, item in pairs(expected) do
    if not holds(value[key], item) then return false end
  end
  return true
end

--- The template of a stack; without a name, that of the only one.
function Result:template(name)
  if name == nil then
    if #self.names ~= 1 then
      engine.fail(nil, "there are %d stacks (%s): -> name one", #self.names, table.concat(self.names, ", "))
    end
    name = self.names[1]
  end
  local template = self.stacks[name]
  if not template then
    local near = engine.nearest(name, self.names)
    engine.fail(nil, "there is no stack '%s'%s", name, near and "; did you mean '" .. near .. "'?" or "")
  end
  return template
end

--- The resources of a type whose properties contain `props`, in all stacks or in one: a list of { id, stack, resource,
--- properties }.
function Result:resources(kind, props, stack)
  local found = {}
  for _, name in ipairs(stack and { stack } or self.names) do
    for id, resource in pairs(self:template(name).Resources or {}) do
      if resource.Type == kind and (props == nil or holds(resource.Properties or {}, props)) then
        found[#found + 1] = { id = id, stack = name, resource = resource, properties = resource.Properties or {} }
      end
    end
  end
  return found
end

--- The same if there must be exactly one.
function Result:resource(kind, props, stack)
  local found = self:resources(kind, props, stack)
  if #found == 1 then return found[1] end
  local kinds, seen = {}, {}
  for _, name in ipairs(stack and { stack } or self.names) do
    for _, resource in pairs(self:template(name).Resources or {}) do
      if not seen[resource.Type] then
        seen[resource.Type] = true
        kinds[#kinds + 1] = resource.Type
      end
    end
  end
  local of_type = self:resources(kind, nil, stack)
  if #found > 1 then
    engine.fail(nil, "%d resources of type %s match, not one; -> give more properties, or a stack", #found, kind)
  elseif #of_type > 0 then
    local texts = {}
    for i, one in ipairs(of_type) do texts[i] = ("  %s %s"):format(one.id, assembly.print_json(one.properties)) end
    engine.fail(nil, "no %s has the properties %s; there %s\n%s", kind, assembly.print_json(props),
      #of_type == 1 and "is" or "are", table.concat(texts, "\n"))
  end
  local near = engine.nearest(kind, kinds)
  engine.fail(nil, "there is no resource of type %s%s", kind, near and "; did you mean " .. near .. "?" or "")
end

local function is_definition(value) return Template.is_template(value) or Matrix.is_matrix(value) end

-- Runs a script: returns its definition, or else the list of the apps that it makes.
local function load(file)
  local before = #dry_run.apps()
  local folder = assets.path.dirname(assets.path.resolve(file))
  local result = test_run.call(sandboxed.load, file, folder)
  if is_definition(result) then return result end
  local apps = table.move(dry_run.apps(), before + 1, #dry_run.apps(), 1, {})
  if #apps > 0 then return nil, apps end
  engine.fail(nil, "%s returns neither a template nor a matrix, and makes no App", file)
end

-- The definition or the apps that `what` stands for.
local function subject_of(what)
  if is_definition(what) then return what end
  if engine.is_a(what, cdk.App) then return nil, { what } end
  if type(what) == "string" then return load(what) end
  engine.fail(nil, "cdk.testing.render needs a file, an App, a template or a matrix, got %s", engine.display(what))
end

local OPTIONS = { env = true, only = true, values = true }

local function read_json(path) return json_value.plain(assembly.parse_json(assert(assets.read_file(path)))) end

-- Adds a stack of an assembly; all have different names there.
local function add_stack(result, id, template)
  result.stacks[id] = template
  result.names[#result.names + 1] = id
end

local function add_app(result, app)
  for _, stack in ipairs(app:synth().stacks_recursively) do
    add_stack(result, stack.id, json_value.plain(stack.template))
  end
end

local function add_cells(result, definition, place, values, options)
  local only = type(options.only) == "string" and { options.only } or options.only
  local files = type(options.values) == "string" and { options.values } or options.values
  local cells = require "luacdk.template.cells"
  local list = cells.all(definition, {
    env = options.env, only = only, values = files,
    given = { tree = values or {}, layer = { name = place or "values", folder = assets.cwd(),
      where = function() return place or "values" end } },
  })
  local folder = assert(assets.mkdtemp(cdk.FileSystem.tmpdir .. "/luacdk-testing-"))
  local remover <close> = setmetatable({}, { __close = function() assets.remove_tree(folder) end }) -- luacheck: ignore
  for i, cell in ipairs(list) do
    if cell.failure then
      local failure = cell.failure:gsub("\n  [^\n]-:%d+: in [^\n]*", "") -- without the calls that led there
      error(("cell %s: %s"):format(cell.label, failure), 0)
    end
    local directory = cells.synth_into(cell, folder .. "/" .. i)
    local manifest = assembly.parse_json(assert(assets.read_file(directory .. "/manifest.json")))
    for id, artifact in pairs(manifest.artifacts) do
      if artifact.type == "aws:cloudformation:stack" then
        add_stack(result, id, read_json(directory .. "/" .. artifact.properties.templateFile))
      end
    end
  end
end

local function render(what, place, values, options)
  local result = setmetatable({ names = {}, stacks = {} }, Result)
  local definition, apps = subject_of(what)
  if definition then
    add_cells(result, definition, place, values, options)
  elseif next(values or {}) ~= nil or next(options) ~= nil then
    engine.fail(nil, "values and options are for definitions; an App takes none")
  else
    for _, app in ipairs(apps) do add_app(result, app) end
  end
  return result
end

--- Renders an App, a definition, or the file of one. A definition gets the values files beside it and `values` (a
--- table) on top, and options: env (as `--env`), only (as `--only`, a string or a list), values (files as for
--- `--values`). Wrong values and failing cells are errors. Everything it runs is trusted, as with `--trust`. Returns {
--- names, stacks (name → template) } with the methods template, resources, resource.
function testing.render(what, values, options)
  options = options or {}
  for key in pairs(options) do
    if not OPTIONS[key] then
      local near = engine.nearest(tostring(key), { "env", "only", "values" })
      engine.fail(nil, "unknown option '%s'%s", tostring(key), near and "; did you mean '" .. near .. "'?" or "")
    end
  end
  return sandboxed.trusting(render, what, engine.location(), values, options)
end

return testing
