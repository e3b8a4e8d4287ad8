--- `cdk.template { … }`: a definition that makes a stack from values.
local Values = require "luacdk.template.values"
local assets = require "luacdk.assets"
local sandboxed = require "luacdk.template.sandboxed"
local engine = require "luacdk.engine"
local layers = require "luacdk.template.layers"
local params = require "luacdk.template.params"
local snapshot = require "luacdk.template.snapshot"
local source = require "luacdk.template.source"
local types = require "luacdk.template.types"

local Template = { __name = "template" }
Template.__index = Template

local KEYS = { name = "text", doc = "text", params = "table", build = "function", check = "function", stack = "any",
  extends = "any", defaults = "table", facts = "table", snapshots = "table" }

--- The position of a definition's table: file, folder, line of the call, lines and order of its keys.
function Template.place_of_call(name, given)
  local file, line = source.of_caller(name, given)
  local where = { file = file, line = line, lines = {}, order = {} }
  if file then
    where.lines, where.order = source.of_call(file, line, name)
    where.folder = assets.path.dirname(assets.path.resolve(file))
    local relative = assets.path.relative(assets.cwd(), assets.path.resolve(file))
    where.file = relative:sub(1, 3) == "../" and file or relative
  else
    where.folder, where.line = assets.cwd(), nil
  end
  sandboxed.announce(where.folder)
  return where
end

local TESTS = { text = "string", table = "table", ["function"] = "function" }

--- Checks the keys of a definition and their values.
function Template.check_definition(where, given, keys, what)
  if type(given) ~= "table" then
    params.fail(where, "", "%s needs a table, got %s", what, engine.display(given))
  end
  if #given > 0 then params.fail(where, "1", "%s takes names, such as %s", what, what == "cdk.template"
    and "params = { … }" or "env = { … }") end
  params.check_keys(where, "", given, keys, "key")
  for key, wanted in pairs(keys) do
    local expected = TESTS[wanted]
    if expected and given[key] ~= nil and type(given[key]) ~= expected then
      params.fail(where, key, "%s of %s must be %s, got %s", key, what,
        expected == "string" and "text" or "a " .. expected, engine.display(given[key]))
    end
  end
end

--- The position of a definition that may extend another, which must be made by `what` as well.
function Template.place_of_heir(where, given, is_one, what)
  local base = given.extends
  if base == nil then return where end
  if is_one(base) then return params.inherit(where, base._where, given) end
  params.fail(where, "extends", "%s extends what %s has returned, such as include \"base.lua\"; got %s", what, what,
    engine.display(base))
end

--- A new definition: name, doc, params, build(stack, p), check(p) → message, stack (properties of the stack, or a
--- function of p that returns them). extends: a template whose parameters, checks, properties of the stack and build it
--- inherits; defaults: other defaults for them. Its build gets the inherited one as a third argument. facts: functions
--- of p by what they claim, for `luacdk params --check`. snapshots: values by names, for `luacdk test`.
function Template.new(given)
  local where = Template.place_of_call("template", given)
  Template.check_definition(where, given, KEYS, "cdk.template")
  local base = given.extends
  where = Template.place_of_heir(where, given, Template.is_template, "cdk.template")
  if given.defaults and not base then
    params.fail(where, "defaults", "defaults are for parameters that are inherited with extends; give each parameter "
      .. "its own default")
  end
  if given.build == nil and not base then
    params.fail(where, "", "cdk.template needs build = function(scope, p) … end")
  end
  if given.stack ~= nil and type(given.stack) ~= "table" and type(given.stack) ~= "function" then
    params.fail(where, "stack", "stack of cdk.template must be a table or a function, got %s",
      engine.display(given.stack))
  end
  local self = setmetatable({ name = given.name, doc = given.doc or base and base.doc, _where = where,
    _build = given.build, _check = given.check, _stack = given.stack, _base = base,
    _facts = given.facts or {}, _snapshots = given.snapshots or {} }, Template)
  for name, fact in pairs(self._facts) do
    if type(name) ~= "string" or type(fact) ~= "function" then
      params.fail(where, "facts." .. tostring(name), "facts are functions by what they claim, such as "
        .. "[\"prod has two zones\"] = function(p) … end; got %s", engine.display(fact))
    end
  end
  for name, values in pairs(self._snapshots) do
    if not snapshot.is_name(name) or type(values) ~= "table" then
      params.fail(where, "snapshots." .. tostring(name), "snapshots are values by names of letters, digits, blanks and "
        .. "any of _ , + = -, such as [\"two zones\"] = { zones = 2 }; got %s", engine.display(name))
    end
  end
  self._declared = base and params.amend(where, base._declared, given.params or {}, given.defaults or {})
    or given.params or {}
  self._specs, self._order = params.compile(where, "params", self._declared, "")
  self:_check_defaults()
  return self
end

function Template.is_template(x) return getmetatable(x) == Template end

--- The parameters with their defaults, the lowest layer.
function Template:_new_values(root)
  local values = Values.new(self._specs, self._order, root)
  values:add_defaults()
  return values
end

-- Defaults must be valid whether or not they are used. Files are looked for only when needed.
function Template:_check_defaults()
  local values = self:_new_values()
  local function check(specs, path)
    for _, name in ipairs(specs.order or engine.keys(specs)) do
      local spec = (specs.fields or specs)[name]
      local at = path .. name
      if spec.default ~= nil and spec.type ~= "code" then
        local node = values:_default(spec, at)
        if node then values:_value(node) end
      elseif spec.fields then
        check(spec, at .. ".")
      end
      for _, kind in ipairs(spec.kinds and spec.order or {}) do check(spec.kinds[kind], at .. ".") end
    end
  end
  check({ fields = self._specs, order = self._order }, "")
  local told, seen = {}, {}
  for _, text in ipairs(values.errors) do -- a union's default is merged once to find its kind, and once for its value
    if not seen[text] then told[#told + 1] = text:gsub("^(%S+:%d+: )", "%1the default of ", 1) end
    seen[text] = true
  end
  if #told > 0 then error(table.concat(told, "\n"), 0) end
end

-- ---- values ---------------------------------------------------------------------------------------------------------

-- Errors in words, several as a list.
local function report(errors, what)
  if #errors == 1 then return errors[1] end
  return ("%d errors in the values%s:\n  %s"):format(#errors, what or "", table.concat(errors, "\n  "))
end

--- The values of a run, merged but not yet checked. `run` as for layers.add.
function Template:_layered(run)
  local values = self:_new_values(sandboxed.root(run.folder))
  layers.add(values, run)
  return values
end

--- Resolves the values of a run; raises all mistakes in one message.
function Template:_resolve(run) return self:_finish(self:_layered(run)) end

--- The template and those that it extends, the outermost one first.
function Template:_lineage()
  local list, template = {}, self
  while template do
    table.insert(list, 1, template)
    template = template._base
  end
  return list
end

-- A message on the line where the definition has its function `name`.
function Template:_about(name, message, ...)
  local file, line = self._where.file, self._where.lines[name] or self._where.line
  return (file and line and file .. ":" .. line .. ": " or "") .. message:format(...)
end

-- Raises such a message: the function returned something else.
function Template:_refuse(...) error(self:_about(...), 0) end

--- Checks merged values: what `check` and `name` see, code as declared, everything else as `build` gets it; or nil and
--- a list of mistakes.
function Template:_checked(values)
  local resolved = values:resolve()
  if not resolved then return nil, values.errors end
  local mistakes = {}
  for _, template in ipairs(self:_lineage()) do
    local message
    if template._check then
      message = sandboxed.call(self._where.folder, template._check, self:_guard(resolved))
    end
    if type(message) == "string" then
      mistakes[#mistakes + 1] = template:_about("check", "%s", message)
    elseif message ~= nil then
      template:_refuse("check", "check must return what is wrong, as a string, or nothing; got %s",
        engine.display(message))
    end
  end
  if #mistakes > 0 then return nil, mistakes end
  return resolved
end

-- Asks one fact; returns what is wrong, or nil.
function Template:_ask(template, name, values, resolved)
  local read = {}
  local p = self:_guard(resolved, function(parameter, _, value)
    read[parameter] = true
    return value
  end)
  local ok, answer = pcall(sandboxed.call, self._where.folder, template._facts[name], p)
  if ok and answer == true then return nil end
  if type(answer) == "userdata" and not ok then error(answer, 0) end -- an interruption
  local why = (not ok or type(answer) == "string") and tostring(answer)
    or require("luacdk.template.explain").briefly(values, read)
  return ("%s: the fact '%s' is false%s"):format(params.place(template._where, "facts." .. name) or "facts", name,
    why ~= "" and ": " .. why or "")
end

--- Asks the facts of the template, and those that it inherits, about checked values; returns a list of what is wrong.
function Template:_false_facts(values, resolved)
  local mistakes = {}
  for _, template in ipairs(self:_lineage()) do
    for _, name in ipairs(params.sort(template._where, "facts", engine.keys(template._facts))) do
      mistakes[#mistakes + 1] = self:_ask(template, name, values, resolved)
    end
  end
  return mistakes
end

function Template:_finish(values)
  local resolved, mistakes = self:_checked(values)
  if not resolved then error(report(mistakes), 0) end
  for _, warning in ipairs(values.warnings) do io.stderr:write("[WARNING] ", warning, "\n") end
  return values, resolved
end

-- A table of parameters that knows their names.
function Template:_guard(resolved, fetch)
  local order, specs = self._order, self._specs
  return setmetatable({}, {
    __name = "parameters",
    __index = function(_, name)
      local spec = specs[name]
      if not spec then
        local near = engine.nearest(tostring(name), order)
        engine.fail(nil, "there is no parameter '%s'%s", tostring(name),
          near and "; did you mean '" .. near .. "'?" or "")
      end
      if fetch then return fetch(name, spec, resolved[name]) end
      return resolved[name]
    end,
    __newindex = function(_, name)
      engine.fail(nil, "the parameter '%s' cannot be set in build: values come from outside", tostring(name))
    end,
    __pairs = function(guard)
      local i = 0
      return function()
        local value
        repeat
          i = i + 1
          value = order[i] and guard[order[i]]
        until value ~= nil or not order[i]
        return order[i], value
      end
    end,
  })
end

-- ---- names ----------------------------------------------------------------------------------------------------------

--- The name of a definition's file without `.lua`; nil if it has none.
function Template.base_name(where) return where.file and (assets.path.basename(where.file):gsub("%.lua$", "")) end

--- The default name of a stack of the definition: its `name`, else that of its file.
function Template:default_name()
  local base = Template.base_name(self._where) or "stack"
  return self.name or (base:gsub("[^%w]+", "-"):gsub("^[-%d]+", ""):gsub("-+$", ""))
end

--- The same in an environment: followed by its name.
function Template:stack_name(env)
  return env and self:default_name() .. "-" .. env or self:default_name()
end

-- ---- stacks ---------------------------------------------------------------------------------------------------------

local function pascal(name)
  return (("_" .. name):gsub("_+(%w)", string.upper):gsub("_", ""))
end

local function deployed_type(spec)
  if spec.type ~= "list" then return spec.row.deploy(spec) end
  local item = spec.of.row.deploy(spec.of)
  return { type = item.type == "Number" and "List<Number>" or "CommaDelimitedList",
    allowed_pattern = item.allowed_pattern }
end

-- A default in CloudFormation's form.
local function deployed_default(spec, value)
  if spec.type ~= "list" or engine.is_unresolved(value) then return value end
  local words = {}
  for i, item in ipairs(value) do words[i] = type(item) == "number" and engine.display(item) or tostring(item) end
  return table.concat(words, ",")
end

-- The parameter of the stack for a value that the deployment decides, and its reference.
local function deploy(stack, name, spec, value)
  local cdk = require "aws_cdk"
  local props = deployed_type(spec)
  props.description = spec.doc
  local one_of = spec.one_of or (spec.of and spec.of.one_of)
  if one_of then
    props.allowed_values = {}
    for i, item in ipairs(one_of) do props.allowed_values[i] = tostring(item) end
  end
  if not spec.row.masked then props.default = deployed_default(spec, value) end
  local parameter = cdk.CfnParameter(stack, pascal(name), props)
  if spec.row.masked then return cdk.SecretValue.cfn_parameter(parameter) end
  return parameter.value
end

-- What `build` gets: CloudFormation parameters are made at once, in written order; code on first use, because what it
-- needs is made in the stack.
function Template:_prepare(stack, resolved)
  local made = {}
  for _, name in ipairs(self._order) do
    local spec = self._specs[name]
    if spec.deploy then made[name] = deploy(stack, name, spec, resolved[name]) end
  end
  local function realise(spec, value, id)
    if value == nil then return nil end
    if spec.type == "code" then return types.code.realise(value, stack, id) end
    if spec.type == "union" then spec = spec.kinds[value[spec.key]] end
    if spec.type == "list" and spec.of.type == "code" then
      local list = {}
      for i, item in ipairs(value) do list[i] = realise(spec.of, item, id .. i) end
      return list
    end
    if spec.type == "map" then
      local map = engine.ordered()
      for key, item in pairs(value) do
        local child = spec.of or spec.fields[key]
        map[key] = realise(child, item, id .. pascal(key))
      end
      return map
    end
    return value
  end
  return self:_guard(resolved, function(name, spec, value)
    if made[name] == nil and value ~= nil then
      made[name] = spec.deploy and value or realise(spec, value, pascal(name))
    end
    return made[name]
  end)
end

local function merged(...)
  local result = {}
  for _, props in pairs { ... } do
    for key, value in pairs(props) do result[key] = value end
  end
  return result
end

-- The properties of the stack that the definition gives for the values `p`.
function Template:_stack_props(p)
  local props = self._stack
  if type(props) ~= "function" then return props or {} end
  props = props(p)
  if props ~= nil and (type(props) ~= "table" or #props > 0) then
    self:_refuse("stack", "stack must return a table of the stack's properties, or nothing; got %s",
      engine.display(props))
  end
  return props or {}
end

-- Calls `build`, or that of the definition that it extends.
function Template:_call_build(scope, p)
  local base = self._base
  if not self._build then return base:_call_build(scope, p) end
  return self._build(scope, p, base and function(other_scope, other_p)
    return base:_call_build(other_scope or scope, other_p or p)
  end or nil)
end

--- Makes the stack from checked values. `extra`: properties of the stack that take precedence.
function Template:_make(scope, id, resolved, extra)
  local cdk = require "aws_cdk"
  local props = self.doc and { description = self.doc } or {}
  for _, template in ipairs(self:_lineage()) do
    props = merged(props, template:_stack_props(self:_guard(resolved)))
  end
  props = merged(props, extra or {})
  local ok, stack = pcall(cdk.Stack, scope, id, props)
  if not ok then -- no line of the definition calls the class
    if type(stack) == "string" and not stack:find "^[^\n]*:%d+: " then self:_refuse("stack", "%s", stack) end
    error(stack, 0)
  end
  local made = self:_call_build(stack, self:_prepare(stack, resolved))
  if made ~= nil and not engine.is_construct(made) then
    self:_refuse("build", "build must return nothing: what it makes is part of the scope that it is given; got %s",
      engine.display(made))
  end
  return stack
end

--- In an ordinary app: makes a stack `id` below `scope` from `values` (a table) over the defaults only. `props` are
--- properties of the stack. Returns the stack.
function Template:build(scope, id, values, props)
  local where = source.caller()
  local place = engine.location()
  local all = self:_new_values()
  all:add_tree({
    name = place or "values", folder = where and assets.path.dirname(assets.path.resolve(where)) or assets.cwd(),
    where = function() return place or "values" end,
  }, values or {})
  local _, resolved = self:_finish(all)
  return sandboxed.call(self._where.folder, self._make, self, scope, id, resolved, props)
end

return Template
