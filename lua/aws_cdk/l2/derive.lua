--- Members and classes that follow from the schema's rows, made on first use. tools/schema/rows.md explains the
--- recipes.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local derive = {}

local function class_of(full_name)
  local module, name = full_name:match "^(.*)%.(%w+)$"
  return require(module)[name]
end

--- The name of a class as part of members' names: "EventBus" → "event_bus".
function derive.snake(name) return (name:gsub("(%l)(%u)", "%1_%2"):lower()) end

-- ---- values ---------------------------------------------------------------------------------------------------------

-- A string with `$1`, `$2`, … replaced by the arguments; if it is just one of these, the argument itself.
local function filled(text, arguments)
  if not arguments then return text end
  local whole = text:match "^%$(%d)$"
  if whole then return arguments[tonumber(whole)] end
  return (text:gsub("%$(%d)", function(place) return tostring(arguments[tonumber(place)]) end))
end

local value

--- Whether an object is being made of which a row says that it exists.
derive.making = false

-- The object of a recipe { "@": class, "new": arguments }, of the class `own` if it names none.
local function object(recipe, own, arguments)
  local name = recipe["@"]
  local class = own
  if name then
    class = name:find("%.") and class_of(name) or class_of(own.__name:match "^(.*%.)%w+$" .. name)
  end
  local given = {}
  for i, one in ipairs(recipe.new) do
    if one ~= engine.NULL then given[i] = value(one, own, arguments) end
  end
  derive.making = true
  local made = class(table.unpack(given, 1, #recipe.new))
  derive.making = false
  return made
end

-- A JSON value, with recipes replaced by their objects.
function value(recipe, own, arguments)
  if type(recipe) == "string" then return filled(recipe, arguments) end
  if type(recipe) ~= "table" then return recipe end
  if recipe.is then return own[recipe.is] end
  if recipe.new then return object(recipe, own, arguments) end
  local copy = {}
  for key, one in pairs(recipe) do copy[key] = value(one, own, arguments) end
  return copy
end

-- ---- metrics and permissions ----------------------------------------------------------------------------------------

-- The value of "queue_name" or "rest_api.rest_api_id"; "=Global" is literal text.
local function field_of(self, path)
  if path:sub(1, 1) == "=" then return path:sub(2) end
  local found = self
  for name in path:gmatch "[^.]+" do found = found[name] end
  return found
end

local function metric(self, recipe, name, statistic, props)
  local namespace, fields = recipe.metric[1], recipe.metric[4]
  local dimensions = {}
  for dimension, path in pairs(fields) do dimensions[dimension] = field_of(self, path) end
  local all = { namespace = namespace, metric_name = name, dimensions_map = dimensions, statistic = statistic }
  if statistic and recipe.period then all.period = require("aws_cdk").Duration.seconds(recipe.period) end
  if statistic then all.region = recipe.region end
  for key, one in pairs(props or {}) do all[key] = one end
  return require("aws_cdk.aws_cloudwatch").Metric(all):attach_to(self)
end

-- Whether the construct's class has a `metric` of its own: not one that follows from rows.
local function has_own_metric(self)
  local class = engine.class_of(self)
  while class and not rawget(class, "metric") do class = rawget(class, "super") end
  return class and not rawget(class, "_metric_follows")
end

-- metric_x(props) goes through the class's own `metric`: it knows its dimensions.
local function own_metric(self, recipe, props)
  local _, name, statistic = table.unpack(recipe.metric)
  if not has_own_metric(self) then return metric(self, recipe, name, statistic, props) end
  local all = { statistic = statistic }
  if recipe.period then all.period = require("aws_cdk").Duration.seconds(recipe.period) end
  all.region = recipe.region
  for key, one in pairs(props or {}) do all[key] = one end
  return self:metric(name, all)
end

-- The recipes that the class of this name declares, and the names of those of metrics among them.
local function metrics_of(full_name)
  local recipes, names = engine.recipes(full_name), {}
  for name, text in pairs(recipes) do
    if text:find('^{"metric"') then names[#names + 1] = name end
  end
  return names, recipes
end

-- metric(name, props) returns any metric of the resource: with the namespace and dimensions of its other metrics.
-- Imported resources have those of the class that declares the method.
local function any_metric(class, declaring)
  local names, recipes = metrics_of(class.__name)
  while #names == 0 and rawget(class, "super") do
    class = rawget(class, "super")
    names, recipes = metrics_of(class.__name)
  end
  if #names == 0 then names, recipes = metrics_of(declaring) end
  if #names == 0 then return nil end
  table.sort(names)
  local recipe = assembly.parse_json(recipes[names[1]])
  return function(self, name, props) return metric(self, recipe, name, nil, props) end
end

local function substituted(self, arns)
  local all = {}
  for i, arn in ipairs(arns) do
    all[i] = arn == "*" and arn or nil
    if not all[i] then
      local field, rest = arn:match "^%${([%w_]+)}(.*)$"
      all[i] = rest == "" and self[field] or self[field] .. rest
    end
  end
  return all
end

-- A verb of a class of grants.
local function verb(recipe)
  return function(self, grantee)
    local arns = recipe.arns and substituted(self.resource[self._reference], recipe.arns)
    return self:_grant(grantee, recipe.actions, { resource_arns = arns, key_actions = recipe.key_actions })
  end
end

-- A method of the resource itself.
local function grant(recipe)
  return function(self, grantee)
    local Grant = require("aws_cdk.aws_iam").Grant
    local options = { grantee = grantee, actions = recipe.actions, resource_arns = substituted(self, recipe.arns) }
    if not recipe.on then return Grant.add_to_principal(options) end
    options.resource = self
    return Grant["add_to_principal_" .. recipe.on](options)
  end
end

-- ---- members --------------------------------------------------------------------------------------------------------

-- queue.queue_ref → { queue_arn, queue_url }: the fields of the same names.
local function reference(class, name, fields)
  class.get[name] = function(self)
    local all = {}
    for _, field in ipairs(fields) do all[field] = self[field] end
    return all
  end
  return true
end

-- queue.grants → QueueGrants.from_queue(queue), cached.
local function grants(class, name, full_name)
  local factory = "from_" .. derive.snake(full_name:match "(%w+)Grants$")
  class.get[name] = function(self)
    local made = rawget(self, "_grants") or class_of(full_name)[factory](self)
    rawset(self, "_grants", made)
    return made
  end
  return true
end

-- queue:grant_purge(grantee) → queue.grants:purge(grantee)
local function grant_by_verb(class, name)
  local own = name:sub(#"grant_" + 1)
  class[name] = function(self, ...)
    local all = self.grants
    return all[own](all, ...)
  end
  return true
end

-- A constant. One of its own class that the package has as a plain object is an object of the class with these fields.
local function constant(recipe, owner, type_name)
  local made = value(recipe, owner)
  if type_name ~= owner.__name or type(made) ~= "table" or engine.is_a(made, owner) then return made end
  local object_of_class = owner()
  for field, one in pairs(made) do object_of_class[field] = one end
  return object_of_class
end

local function by_recipe(class, name, recipe, owner, type_name)
  local kind = type(recipe) == "table" and recipe or {}
  if kind.metric then
    class[name] = function(self, props) return own_metric(self, recipe, props) end
  elseif kind.actions then
    class[name] = name:find "^grant" and grant(recipe) or verb(recipe)
  else
    rawset(class, name, constant(recipe, owner, type_name))
  end
  return true
end

--- Defines the member of `class` that a row describes. Arguments: the class, the member's name, its recipe (JSON) or
--- nil, the full name of the class that declares it, the full name of its type and the names of its fields, or nil.
--- Returns whether it did.
function derive.member(class, name, recipe, declaring, type_name, fields)
  if recipe then
    local parsed = assembly.parse_json(recipe)
    local owner = class.__name == declaring and class or class_of(declaring)
    if type(parsed) == "table" and parsed.new and recipe:find "%$%d" then
      rawset(class, name, function(...) return object(parsed, owner, { ... }) end)
      return true
    end
    return by_recipe(class, name, parsed, owner, type_name)
  end
  if name:find "^is_" then
    if name ~= "is_" .. derive.snake(declaring:match "%w+$") then return false end
    rawset(class, name, function(x) return engine.is_a(x, class) end)
    return true
  end
  if name:find "_ref$" then return fields ~= nil and reference(class, name, fields) end
  if name == "grants" then
    return type_name ~= nil and type_name:find "Grants$" ~= nil and grants(class, name, type_name)
  end
  if name == "metric" then
    class.metric = any_metric(class, declaring)
    rawset(class, "_metric_follows", true)
    return rawget(class, "metric") ~= nil
  end
  return engine.declares(declaring, "grants") and grant_by_verb(class, name)
end

-- ---- classes --------------------------------------------------------------------------------------------------------

-- A class of grants declared by the package: from_<noun>(resource), actions(…) and its verbs.
local function grants_class(full_name, recipe)
  local base = require("aws_cdk.aws_iam.resource_policy_grants").EncryptedResourceGrants
  local class = engine.class(full_name, base)
  local noun = recipe.grants
  local reference_name, arn = noun .. "_ref", noun .. "_arn"
  class._reference = reference_name
  class["from_" .. noun] = function(resource)
    local all = base._props_of(resource)
    if not recipe.policy then all.policy_resource = nil end
    if not recipe.key then all.encrypted_resource = nil end
    return class(all)
  end
  -- References without an ARN are made one of by the L1 class.
  local l1, of = full_name:gsub("%.(%w+)Grants$", ".Cfn%1"), "arn_for_" .. noun
  function class:_own_arn() return self.resource[reference_name][arn] or class_of(l1)[of](self.resource) end
  return class
end

--- The class of this name if its recipe describes it completely: a class whose constructor only stores its arguments as
--- fields, or one of grants.
--- Without a recipe: a class that is nothing but constants.
function derive.class(full_name, recipe)
  if not recipe then return engine.class(full_name) end
  local fields = assembly.parse_json(recipe)
  if fields.grants then return grants_class(full_name, fields) end
  local class = engine.class(full_name)
  function class:init(...)
    for field, place in pairs(fields) do self[field] = (select(tonumber(place:sub(2)), ...)) end
  end
  return class
end

return derive
