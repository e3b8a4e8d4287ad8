--- Building blocks for constructs that represent one AWS resource. What is declared once about the resource serves its
--- own ARN and name as well as its imports. Members that follow from the model (constants, references, grants, metrics)
--- are in derive.lua.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local derive = require "aws_cdk.l2.derive"

local l2 = {}

-- The components of the ARN of `name`: a shape without `resource` has the name in its place.
local function components(shape, name)
  local all = { service = shape.service, region = shape.region, account = shape.account, arn_format = shape.format }
  if shape.resource then all.resource, all.resource_name = shape.resource, name else all.resource = name end
  return all
end

--- An attribute that `make(self)` gives when it is first asked for.
function l2.kept(class, field, make)
  local private = "_" .. field
  class.get[field] = function(self)
    local value = rawget(self, private)
    if value == nil then
      value = make(self)
      rawset(self, private, value)
    end
    return value
  end
end

--- Attributes that instances keep under their names with "_" before, so that nothing has to be hidden from assignment
--- whenever one is made.
function l2.held(class, ...)
  for _, field in ipairs { ... } do
    local private = "_" .. field
    class.get[field] = function(self) return self[private] end
  end
end

--- Attributes of the class that are those of the object in `part`.
function l2.delegated(class, part, fields)
  for _, field in ipairs(fields) do class.get[field] = function(self) return self[part][field] end end
end

--- A class of resources whose L1 resource is `_resource`. `row`: arn = { field, attribute, service =, resource =,
-- region =, account =, format =, named =, made = }, name = { field, attribute }, attributes = { field = attribute },
-- and interface = its name for a class that the model lacks. The ARN ends with the physical name, or with the result of
-- `named(self)`; in its own stack it is the attribute, or the result of `made(self)`.
function l2.resource(full_name, base, row)
  local class = engine.class(full_name, base, row.interface)
  local arn, name, plain = row.arn, row.name, row.attributes or {}
  if arn and not plain[arn[1]] then
    l2.kept(class, arn[1], function(self)
      local ending = arn.named and arn.named(self) or self.physical_name
      local attribute = arn.made and arn.made(self) or self._resource[arn[2] or "attr_arn"]
      return self:get_resource_arn_attribute(attribute, components(arn, ending))
    end)
  end
  if name and not plain[name[1]] then
    l2.kept(class, name[1], function(self)
      return self:get_resource_name_attribute(self._resource[name[2] or "ref"])
    end)
  end
  for field, attribute in pairs(plain) do
    class.get[field] = function(self) return self._resource[attribute] end
  end
  return class
end

-- Attributes that contain either the ARN or the name, completed with the ARN.
local function either(scope, noun, row, attrs)
  local arn, name = row.arn[1], row.name[1]
  if (attrs[arn] == nil) == (attrs[name] == nil) then
    engine.fail(scope, "a %s is imported by %s or %s, got %s", noun, arn, name, attrs[arn] and "both" or "neither")
  end
  if attrs[arn] then return attrs end
  local all = {}
  for key, value in pairs(attrs) do all[key] = value end
  all[arn] = engine.stack_of(scope):format_arn(components(row.arn, attrs[name]))
  return all
end

--- The class of imported resources of `class`: what the model says of the one holds for the other.
function l2.imported(class, base)
  local module, own = class.__name:match "^(.*)%.(%w+)$"
  local imported = engine.class(module .. ".Imported" .. own, base)
  imported.__interface = rawget(class, "__schema")
  return imported
end

--- Gives `class` its from_<field>(scope, id, value): resources of which nothing is known but that field, of `base` or
--- plain ones. Returns their class.
function l2.imported_by(class, field, base)
  base = base or cdk.Resource
  local imported = l2.imported(class, base)

  function imported:init(scope, id, value)
    base.init(self, scope, id)
    self[field] = value
  end

  class["from_" .. field] = function(scope, id, value) return imported(scope, id, value) end
  return imported
end

--- A reference to a resource with the fields of the table `known`. Whoever asks for one of `unknown`, { field = why },
--- is told why it is not there.
function l2.partial_reference(self, known, unknown)
  return setmetatable(known, {
    __index = function(_, name)
      if unknown[name] then engine.fail(self, unknown[name]) end
    end,
  })
end

--- Gives `class`, of imported resources, members that not all attributes say: `needs` maps each to the attributes that
--- it comes from. They are those of the table `_known`, and fail where they have no value.
function l2.known(class, noun, needs)
  for member, attributes in pairs(needs) do
    class.get[member] = function(self)
      local value = self._known[member]
      if value == nil then
        engine.fail(self, "the imported %s has no %s; -> import it with %s", noun, member, attributes)
      end
      return value
    end
  end
end

--- Gives `class` the imports that the model declares of from_<noun>_arn, _name and _attributes. The row provides ARN
-- and name; `init(self, attrs, scope, parts)` sets the rest, `parts` being those of the ARN. Further keys of the row:
-- `noun` if it does not follow from the class's name; `either`: the attributes contain the ARN or the
-- name; `strict`: the ARN must contain a name; `name_given`: by name, the name is the given one and not a part of the
-- ARN; `environment = false`: the resource counts as one in the scope's environment.
function l2.imports(class, base, row, init)
  local full_name = class.__name
  local noun = row.noun or derive.snake(full_name:match "(%w+)$")
  local said = noun:gsub("_", " ")
  local arn, name = row.arn, row.name
  local format = arn.format or (arn.resource and cdk.ArnFormat.SLASH_RESOURCE_NAME or cdk.ArnFormat.NO_RESOURCE_NAME)
  local imported = l2.imported(class, base)

  function imported:init(scope, id, attrs)
    local given = attrs[arn[1]]
    local parts = not attrs.here and engine.stack_of(scope):split_arn(given, format) or {}
    if row.check then row.check(scope, attrs, parts) end
    if row.strict and (parts.resource_name or "") == "" and not attrs.here then
      engine.fail(scope, "a %s ARN has the form arn:<partition>:%s:<region>:<account>:%s/<%s>, got %s", said,
        arn.service, arn.resource, name[1]:gsub("_", " "), engine.display(given))
    end
    base.init(self, scope, id, row.environment ~= false and not attrs.here and { environment_from_arn = given } or nil)
    self[arn[1]] = given
    if name then self[name[1]] = attrs[name[1]] or (arn.resource and parts.resource_name or parts.resource) end
    if init then init(self, attrs, scope, parts) end
  end

  local function from_attributes(scope, id, attrs)
    if row.either then attrs = either(scope, said, row, attrs) end
    return imported(scope, id, attrs)
  end

  local by = { arn = "from_" .. noun .. "_arn", name = "from_" .. noun .. "_name",
    attributes = "from_" .. noun .. "_attributes" }
  if engine.declares(full_name, by.arn) then
    class[by.arn] = function(scope, id, given) return imported(scope, id, { [arn[1]] = given }) end
  end
  if engine.declares(full_name, by.name) then
    class[by.name] = function(scope, id, given)
      if row.either then return from_attributes(scope, id, { [name[1]] = given }) end
      return imported(scope, id, {
        [arn[1]] = engine.stack_of(scope):format_arn(components(arn, given)),
        [name and name[1] or "name"] = row.name_given and given or nil,
      })
    end
  end
  if engine.declares(full_name, by.attributes) then
    class[by.attributes] = function(scope, id, attrs) return from_attributes(scope, id, attrs) end
  end
  return imported
end

--- The resource's own policy, made by `make(self)` with its first statement; imported resources have none. Its
-- statements are checked at synthesis, unless `options` has unchecked = true.
function l2.takes_policy(base, make, options)
  local unchecked = options and options.unchecked
  function base:_own_policy()
    local policy = self._policy
    if not policy and self.auto_create_policy then
      policy = make(self)
      self._policy = policy
      if not unchecked then
        self.node:add_validation { validate = function() return policy.document:validate_for_resource_policy() end }
      end
    end
    return policy
  end

  --- Adds a statement to the policy. For an imported resource does nothing.
  function base:add_to_resource_policy(statement)
    local policy = self:_own_policy()
    if not policy then return { statement_added = false } end
    policy.document:add_statements(statement)
    return { statement_added = true, policy_dependable = policy }
  end
end

--- Permissions on the resource's key, the one in `field`.
function l2.has_key(base, field)
  function base:grant_on_key(grantee, ...)
    local key = self[field]
    return { grant = key and key:grant(grantee, ...) or nil }
  end
end

--- The statement that denies `actions` on the resource, or on a list of resources, to everybody without TLS.
function l2.deny_without_tls(arn, actions, principal, sid)
  return require("aws_cdk.aws_iam").PolicyStatement {
    sid = sid, effect = "Deny", actions = actions, resources = type(arn) == "table" and arn or { arn },
    principals = { principal },
    conditions = { Bool = { ["aws:SecureTransport"] = "false" } },
  }
end

--- A class of grants whose actions are in the rows, for L2 and L1 resources of `cfn_type`. `view` is for L1 resources:
--- policy = function(resource, json) makes a policy, key = the property that names the key.
function l2.grants(full_name, cfn_type, view)
  local shared = require "aws_cdk.aws_iam.resource_policy_grants"
  local module, noun = full_name:match "^(.*)%.(%w+)Grants$"
  if view.policy then shared.keep_policy(cfn_type, module .. ".Cfn" .. noun .. "WithPolicy", view.policy) end
  if view.key then shared.find_key(cfn_type, module .. ".EncryptedCfn" .. noun, view.key) end
  local _, recipe = engine.recipes(full_name)
  return derive.class(full_name, recipe)
end

--- A rule for events of `pattern`, whose target is options.target if that is given.
-- @param options aws_events.OnEventOptions, or nil
function l2.event_rule(scope, id, options, pattern)
  local props = l2.with({}, options)
  local target = props.target
  props.target = nil
  local rule = require("aws_cdk.aws_events").Rule(scope, id, props)
  rule:add_event_pattern(pattern)
  if target then rule:add_target(target) end
  return rule
end

--- Methods of the class that make a rule for some events: `rows` has for each name the method that makes a rule for
--- more events, and the pattern that remains.
function l2.event_rules(class, rows)
  for name, row in pairs(rows) do
    local wider, pattern = row[1], row[2]
    class[name] = function(self, id, options)
      local rule = self[wider](self, id, options)
      rule:add_event_pattern(pattern)
      return rule
    end
  end
end

-- ---- properties -----------------------------------------------------------------------------------------------------

--- The camelCase spelling of a name.
function l2.camel(name) return (name:gsub("_(%w)", string.upper)) end

--- The kebab-case spelling of a name in PascalCase: "PublicReadWrite" → "public-read-write".
function l2.kebab(name) return (name:gsub("(%l)(%u)", "%1-%2"):lower()) end

--- The texts of a list with a separator between them; some of them may be tokens. Nil without a list.
function l2.joined(list, separator)
  if not list then return nil end
  local texts = {}
  for i, text in ipairs(list) do texts[i] = tostring(text) end
  return table.concat(texts, separator)
end

--- Puts the entries of `given`, which may be nil, into `defaults`, and gives that.
function l2.with(defaults, given)
  for name, value in pairs(given or {}) do defaults[name] = value end
  return defaults
end

--- A map as a list of { key =, value = }, sorted by key unless the map has an order; nil without one. Fails if the map
--- is known only at deployment.
function l2.entries(map)
  if not map then return nil end
  if engine.is_unresolved(map) then
    engine.fail(nil, "keys and values must be a table, got %s", engine.display(map))
  end
  local list = engine.list {}
  for i, key in ipairs(engine.keys(map)) do list[i] = { key = key, value = map[key] } end
  return list
end

--- A struct or list, or nil if it is nil or has nothing in it.
function l2.unless_empty(value) return value and next(value) ~= nil and value or nil end

--- "ENABLED" or "DISABLED"; nil if there is no value.
function l2.switch(value)
  if value == nil then return nil end
  return value and "ENABLED" or "DISABLED"
end

--- A method that adds all of its arguments to the list in `field`.
function l2.adds(field)
  return function(self, ...)
    for _, one in ipairs { ... } do table.insert(self[field], one) end
  end
end

--- The length of a text as JavaScript counts it: characters beyond U+FFFF are two.
function l2.length(text)
  local characters = utf8.len(text)
  return characters and characters + select(2, text:gsub("[\xF0-\xF4]", "")) or #text
end

--- Fails unless the text, which may be nil or known only at deployment, has between `shortest` and `longest`
--- characters.
-- @param self the construct, or nil
-- @param name what the text is, in the message
function l2.check_length(self, name, text, shortest, longest)
  if text == nil or engine.is_unresolved(text) then return end
  local length = l2.length(text)
  if length < shortest or length > longest then
    engine.fail(self, "%s must have %s%d characters, got %d", name, shortest > 0 and shortest .. " to " or "at most ",
      longest, length)
  end
end

--- A number as text, as JavaScript writes it; a token stays as it is.
function l2.number_text(value) return engine.is_unresolved(value) and value or engine.json(value) end

--- The first `count` characters of a text, counted in the same way. A value known only at deployment stays as it is.
function l2.start_of(text, count)
  if engine.is_unresolved(text) or l2.length(text) <= count then return text end
  if not utf8.len(text) then return text:sub(1, count) end
  local length = 0
  for at, code in utf8.codes(text) do
    length = length + (code > 0xFFFF and 2 or 1)
    if length > count then return text:sub(1, at - 1) end
  end
end

--- Whether JavaScript takes a value for true.
function l2.truthy(value)
  return value ~= nil and value ~= false and value ~= "" and value ~= 0 and value ~= engine.NULL
end

--- The items of a list as keys, each with the value true.
function l2.set_of(list)
  local set = {}
  for _, one in ipairs(list) do set[one] = true end
  return set
end

--- A list of the items of all lists.
function l2.concat(...)
  local all = {}
  for _, list in ipairs { ... } do table.move(list, 1, #list, #all + 1, all) end
  return all
end

--- A list of the strings of all lists, each once.
function l2.union(...)
  local all, seen = {}, {}
  for _, text in ipairs(l2.concat(...)) do
    if not seen[text] then seen[text], all[#all + 1] = true, text end
  end
  return all
end

--- Whether `wanted` is in the list, which may be nil.
function l2.includes(list, wanted)
  for _, one in ipairs(list or {}) do
    if one == wanted then return true end
  end
  return false
end

--- The values of `field`, which may be "queue_ref.queue_arn", of the objects of a list; nil without a list.
function l2.pluck(list, field)
  if not list then return nil end
  local values = engine.list {}
  for i, one in ipairs(list) do
    for name in field:gmatch "[^.]+" do one = one[name] end
    values[i] = one
  end
  return values
end

-- What is wrong with a value of an L1 property, or nil.
local function problem_of(struct, property, value, name, unit, upper_only)
  local amount, kind = value, type(value)
  local low, high, shortest, longest, fewest, most = engine.bounds(struct, property)
  if kind == "string" then
    amount, low, high, unit = utf8.len(value) or #value, shortest, longest, "characters"
  elseif kind == "table" then
    amount, low, high, unit = #value, fewest, most, "items"
  end
  if amount <= high and (upper_only or amount >= low) then return nil end
  local words = (upper_only or low == -math.huge) and ("at most %.14g"):format(high)
    or high == math.huge and ("at least %.14g"):format(low)
    or (kind == "number" and "between %.14g and %.14g" or "%.14g to %.14g"):format(low, high)
  return ("%s must %s %s%s, got %s"):format(name, kind == "number" and "be" or "have", words,
    unit and " " .. unit or "", engine.display(amount))
end

-- The value as a number of `unit`, and what is wrong with it.
local function limited(field, value, name, unit, upper_only)
  if value == nil then return nil end
  if unit and type(value) == "table" then value = value["to_" .. unit](value) end
  if engine.is_unresolved(value) then return value end
  local struct, property = field:match "^(.*)%.(.*)$"
  return value, problem_of("aws_cdk." .. struct, property, value, name or property, unit, upper_only)
end

--- The greatest number of items, length or number that CloudFormation accepts for a field, as for `within`.
function l2.limit(field)
  local struct, property = field:match "^(.*)%.(.*)$"
  local _, highest, _, longest, _, most = engine.bounds("aws_cdk." .. struct, property)
  local limit = most < math.huge and most or longest < math.huge and longest or highest
  return math.tointeger(limit) or limit
end

--- Fails unless a number, a string's length or a list's number of items is within the bounds that CloudFormation has
--- for a field: "aws_sqs.CfnQueueProps.delay_seconds". `name` is the user's name for it, if that differs. Durations and
--- sizes become numbers of `unit`. Returns the value; tokens and nil pass.
function l2.within(self, field, value, name, unit)
  local amount, problem = limited(field, value, name, unit)
  if problem then engine.fail(self, "%s", problem) end
  return amount
end

--- As `within`, but only the upper bound counts.
function l2.at_most(self, field, value, name, unit)
  local amount, problem = limited(field, value, name, unit, true)
  if problem then engine.fail(self, "%s", problem) end
  return amount
end

--- As `within`, but adds what is wrong to a list instead of failing.
function l2.note_unless_within(errors, field, value, name, unit)
  local _, problem = limited(field, value, name, unit)
  errors[#errors + 1] = problem
end

--- Values of L1 properties from `props`, by rows { from, unit }: durations become numbers in their unit. Numbers
-- outside CloudFormation's bounds for the L1 property are collected in `errors`.
function l2.numbers(struct, map, props, errors)
  local values = {}
  for property, row in pairs(map) do
    local value = props[row[1]]
    if type(value) == "table" then value = value["to_" .. row[2]](value) end
    values[property] = value
    if type(value) == "number" then
      errors[#errors + 1] = problem_of(struct, property, value, row[1], row[2])
    end
  end
  return values
end

return l2
