-- Statements in Lua that make the same template in the stack `stack`.
local engine = require "luacdk.engine"
local Trial = require "luacdk.import.trial"
local Values = require "luacdk.import.value"
local names = require "luacdk.import.names"
local source = require "luacdk.import.source"
local split_attributes = require "luacdk.template_attributes"

local NULL, is_ordered = engine.NULL, engine.is_ordered

local Template = {}
Template.__index = Template

-- With more locals than this (Lua allows 200 in a function), entries become fields of one table.
local MOST_LOCALS = 120

--- `modules`: set of the service modules needed so far, shared by all templates of a file.
function Template.new(document, modules, trial)
  local self = setmetatable({
    document = split_attributes(document), modules = modules, trial = trial, statements = {}, ids = {}, late = {},
    transform_uses = 0,
  }, Template)
  self.scope = {
    declared = {}, conditions = {}, mappings = {},
    use = function(entry) entry.used = true end,
    extensions = false,
  }
  self.values = Values.new(self.scope)
  return self
end

local function section(self, name)
  local map = self.document[name]
  return is_ordered(map) and map or engine.ordered()
end

-- Statements
-- ------------------------------------------------------------------------------------------------------------------

-- A statement: { entry = the thing declared or nil, piece = source, after = pieces of calls on it, note = comment }
local function add(self, statement)
  self.statements[#self.statements + 1] = statement
  return statement
end

local function heading(self, text) add(self, { heading = text }) end

local function call(name, ...) return { call = name, arguments = { ... } } end

local function pairs_piece(list)
  local items = {}
  for i = 1, #list, 2 do
    if list[i + 1] then items[#items + 1] = { key = source.key(list[i]), value = list[i + 1] } end
  end
  return { items = items }
end

-- A unique id for the construct; and whether its logical id follows from it.
local function construct_id(self, id, suffix)
  local plain = id:find "^[A-Za-z0-9]+$" and #id <= 200 and id ~= "Default"
  local base = plain and id or id:gsub("[^A-Za-z0-9]", "")
  if base == "" or base == "Default" then base = suffix .. base end
  base = base:sub(1, 200)
  local unique, number = base, 1
  if self.ids[unique] then unique = base .. suffix end
  while self.ids[unique] do
    number = number + 1
    unique = base .. suffix .. number
  end
  self.ids[unique] = true
  return unique, unique == id
end

-- Declares the entry: `piece(id)` returns its source.
local function declare(self, entry, id, suffix, piece)
  local own, same = construct_id(self, id, suffix)
  local statement = add(self, { entry = entry, piece = piece(Values.text(own)), after = {} })
  if not same then
    statement.after[1] = { method = "override_logical_id", arguments = { Values.text(id) } }
  end
  return statement
end

-- A part of the template that no construct represents, kept as it is.
local function add_raw(self, section_name, id, value, note)
  local items = value == nil and {} or { { key = source.key(id), value = self.values:value(value) } }
  local own = construct_id(self, id or section_name, "Raw")
  add(self, {
    note = note,
    piece = call("cdk.CfnInclude", { text = "stack" }, Values.text(own), pairs_piece {
      "template", pairs_piece { section_name, { items = items } },
    }),
  })
end

local function add_raw_section(self, name, value, note)
  add(self, {
    note = note,
    piece = call("cdk.CfnInclude", { text = "stack" }, Values.text((construct_id(self, name, "Section"))), pairs_piece {
      "template", pairs_piece { name, self.values:value(value) },
    }),
  })
end

local function new_entry(self, kind, id, suffix)
  return { kind = kind, id = id, name = self.prefix .. names.take(self.taken, id, suffix) }
end

-- Whether the construct returned by `make(stack, id)` renders to exactly the value.
local function renders(self, make, value)
  local result = self.trial:rendered(make)
  return result ~= nil and Trial.same(result, engine.resolve(self.trial.stack, Trial.opaque(value, {})))
end

-- Sections
-- ------------------------------------------------------------------------------------------------------------------

local cdk = require "aws_cdk"

local PARAMETER = {
  Type = "type", Default = "default", AllowedPattern = "allowed_pattern", AllowedValues = "allowed_values",
  ConstraintDescription = "constraint_description", Description = "description", MaxLength = "max_length",
  MaxValue = "max_value", MinLength = "min_length", MinValue = "min_value", NoEcho = "no_echo",
}

local LOOSE = {
  MaxLength = "max_length", MaxValue = "max_value", MinLength = "min_length", MinValue = "min_value",
  NoEcho = "no_echo",
}

-- The fields of a map under our names, opaque; nil if it has other fields.
local function fields_of(value, known)
  if not is_ordered(value) then return nil end
  local fields = {}
  for key, entry in pairs(value) do
    if not known[key] or entry == NULL then return nil end
    fields[known[key]] = Trial.opaque(entry, {})
  end
  return fields
end

-- The source of those fields, in the order of the template; those in `loose` have another type than the class takes.
local function fields_piece(self, value, known, loose)
  local items = {}
  for key, entry in pairs(value) do
    local piece = self.values:value(entry)
    if loose and loose[key] then piece = call("cdk.Token.as_any", piece) end
    items[#items + 1] = { key = source.key(known[key]), value = piece }
  end
  return { items = items }
end

local function parameters(self)
  heading(self, "Parameters")
  for id, value in pairs(section(self, "Parameters")) do
    local fields = fields_of(value, PARAMETER)
    local loose = {} -- keys whose type the class does not accept, but CloudFormation does
    for key, name in pairs(LOOSE) do
      if fields and type(fields[name]) == "string" then
        loose[key], fields[name] = true, cdk.Token.as_any(fields[name])
      end
    end
    local fits = fields and type(fields.type) == "string" and renders(self, function(stack, own)
      return cdk.CfnParameter(stack, own, fields)
    end, value)
    if fits then
      local kind = value.Type
      local entry = new_entry(self, "parameter", id, "parameter")
      entry.list = (kind:find("List<", 1, true) or kind:find("CommaDelimitedList", 1, true)) and true or nil
      entry.ref = entry.list and ".value_as_list" or kind == "Number" and ".value_as_number" or ".value_as_string"
      declare(self, entry, id, "Parameter", function(own)
        return call("cdk.CfnParameter", { text = "stack" }, own, fields_piece(self, value, PARAMETER, loose))
      end)
      self.scope.declared[id] = entry
    else
      add_raw(self, "Parameters", id, value)
    end
  end
end

local function mappings(self)
  heading(self, "Mappings")
  for id, value in pairs(section(self, "Mappings")) do
    if is_ordered(value) and renders(self, function(stack, own)
      return cdk.CfnMapping(stack, own, { mapping = Trial.opaque(value, {}), lazy = false })
    end, value) then
      local entry = new_entry(self, "mapping", id, "mapping")
      entry.rows = value
      declare(self, entry, id, "Mapping", function(own)
        return call("cdk.CfnMapping", { text = "stack" }, own, pairs_piece { "mapping", self.values:value(value) })
      end)
      self.scope.mappings[id] = entry
    else
      add_raw(self, "Mappings", id, value)
    end
  end
end

-- The ids named in the value, in the order of the text; `visit(id)`.
local function each_reference(value, visit)
  if type(value) ~= "table" then return end
  if not is_ordered(value) then
    for _, entry in ipairs(value) do each_reference(entry, visit) end
    return
  end
  for key, entry in pairs(value) do
    if (key == "Ref" or key == "Condition") and type(entry) == "string" then
      visit(entry)
    elseif key == "Fn::GetAtt" and type(entry) == "table" and type(entry[1]) == "string" then
      visit(entry[1])
    end
    each_reference(entry, visit)
  end
end

-- The keys of the map, sorted after those that `references(key, visit)` names, unless there is a circle.
local function in_order(map, references)
  local order, state = {}, {}
  local function visit(key)
    if state[key] or map[key] == nil then return end
    state[key] = true
    references(key, visit)
    order[#order + 1] = key
  end
  for key in pairs(map) do visit(key) end
  return order
end

local function conditions(self)
  heading(self, "Conditions")
  local map = section(self, "Conditions")
  local order = in_order(map, function(key, visit) each_reference(map[key], visit) end)
  for _, id in ipairs(order) do
    local value = map[id]
    local is_call = is_ordered(value) and Values.function_of(value, true)
    local piece = is_call and self.values:value(value, true)
    if piece and piece.token then
      local entry = new_entry(self, "condition", id, "condition")
      declare(self, entry, id, "Condition", function(own)
        return call("cdk.CfnCondition", { text = "stack" }, own, pairs_piece { "expression", piece })
      end)
      self.scope.conditions[id] = entry
    else
      add_raw(self, "Conditions", id, value)
    end
  end
end

local RULE = { RuleCondition = "rule_condition", Assertions = "assertions" }
local ASSERTION = { Assert = "assert", AssertDescription = "assert_description" }

local function rule_piece(self, own, value)
  local items = {}
  for key, entry in pairs(value) do
    local piece
    if key == "Assertions" then
      local list = {}
      for i, assertion in ipairs(entry) do list[i] = { value = fields_piece(self, assertion, ASSERTION) } end
      piece = { items = list }
    else
      piece = self.values:value(entry)
    end
    items[#items + 1] = { key = source.key(RULE[key]), value = piece }
  end
  return call("cdk.CfnRule", { text = "stack" }, own, { items = items })
end

local function rules(self)
  heading(self, "Rules")
  for id, value in pairs(section(self, "Rules")) do
    local fields = fields_of(value, RULE)
    if fields and fields.assertions ~= nil then
      local assertions = {}
      local fits = type(value.Assertions) == "table" and not is_ordered(value.Assertions) and #value.Assertions > 0
      for i, assertion in ipairs(fits and value.Assertions or {}) do
        assertions[i] = fields_of(assertion, ASSERTION)
        fits = fits and assertions[i] ~= nil
      end
      fields.assertions = assertions
      fields = fits and fields or nil
    end
    if fields and renders(self, function(stack, own) return cdk.CfnRule(stack, own, fields) end, value) then
      declare(self, nil, id, "Rule", function(own) return rule_piece(self, own, value) end)
    else
      add_raw(self, "Rules", id, value)
    end
  end
end

local function hooks(self)
  heading(self, "Hooks")
  for id, value in pairs(section(self, "Hooks")) do
    local known = { Type = "type", Properties = "properties" }
    local fields = fields_of(value, known)
    if fields and renders(self, function(stack, own) return cdk.CfnHook(stack, own, fields) end, value) then
      declare(self, nil, id, "Hook", function(own)
        return call("cdk.CfnHook", { text = "stack" }, own, fields_piece(self, value, known))
      end)
    else
      add_raw(self, "Hooks", id, value)
    end
  end
end

local OUTPUT = { Description = "description", Value = "value", Export = "export_name", Condition = "condition" }

local function can_export(name)
  if type(name) == "table" then return is_ordered(name) and Values.function_of(name) ~= nil end
  return type(name) == "string" and #name <= 255 and name:find "^[A-Za-z0-9:-]+$" ~= nil
end

local function outputs(self)
  heading(self, "Outputs")
  for id, value in pairs(section(self, "Outputs")) do
    local fields = fields_of(value, OUTPUT)
    local export = is_ordered(value) and value.Export
    local exact = fields and fields.value ~= nil
      and (export == nil or (is_ordered(export) and export.Name ~= nil and export.Name ~= NULL
        and #engine.keys(export) == 1 and can_export(export.Name)))
    local condition = exact and value.Condition
    local known_condition = condition ~= nil and self.scope.conditions[condition]
    exact = exact and (condition == nil or known_condition)
    if exact then
      if export then fields.export_name = Trial.opaque(export.Name, {}) end
      fields.condition = nil
      local plain = engine.ordered()
      for key, entry in pairs(value) do
        if key ~= "Condition" then plain[key] = entry end
      end
      exact = renders(self, function(stack, own) return cdk.CfnOutput(stack, own, fields) end, plain)
    end
    if exact then
      declare(self, nil, id, "Output", function(own)
        local items = {}
        for key, entry in pairs(value) do
          local piece
          if key == "Condition" then
            known_condition.used = true
            piece = { text = known_condition.name }
          else
            piece = self.values:value(key == "Export" and entry.Name or entry)
          end
          items[#items + 1] = { key = source.key(OUTPUT[key]), value = piece }
        end
        return call("cdk.CfnOutput", { text = "stack" }, own, { items = items })
      end)
    else
      add_raw(self, "Outputs", id, value)
    end
  end
end

-- Resources
-- ------------------------------------------------------------------------------------------------------------------

local function method(name, ...) return { method = name, arguments = { ... } } end
local function option(name, value) return { set = "cfn_options." .. name, value = value } end

local function override(self, key, value)
  return method("add_override", Values.text((key:gsub("%.", "\\."))), self.values:value(value))
end

-- "AutoScalingRollingUpdate" → "auto_scaling_rolling_update" if that converts back.
local function snake_exactly(key)
  local snake = key:gsub("(%l)(%u)", "%1_%2"):lower()
  local back = snake:gsub("^%l", string.upper):gsub("_(%l)", string.upper)
  return back == key and snake or nil
end

-- The parts of a policy under our names; nil if one has none.
local function policy_piece(self, value)
  if not is_ordered(value) or Values.function_of(value) then return self.values:value(value) end
  local items = {}
  for key, entry in pairs(value) do
    local name = snake_exactly(key)
    local piece = name and entry ~= NULL and policy_piece(self, entry)
    if not piece then return nil end
    items[#items + 1] = { key = source.key(name), value = piece }
  end
  return #items > 0 and { items = items } or nil
end

-- A policy under our names, opaque.
local function policy_fields(value)
  if not is_ordered(value) then return Trial.opaque(value, {}) end
  local fields = {}
  for key, entry in pairs(value) do fields[snake_exactly(key)] = policy_fields(entry) end
  return fields
end

-- Maps below lists and functions would get capitalised keys.
local function is_plain_policy(value)
  if type(value) ~= "table" then return true end
  if not is_ordered(value) then
    for _, entry in ipairs(value) do
      if type(entry) == "table" then return false end
    end
    return true
  end
  if Values.function_of(value) then return false end
  for _, entry in pairs(value) do
    if not is_plain_policy(entry) then return false end
  end
  return true
end

local DELETION = { Delete = "DELETE", Retain = "RETAIN", Snapshot = "SNAPSHOT",
  RetainExceptOnCreate = "RETAIN_EXCEPT_ON_CREATE" }
local REMOVAL = { Delete = "DESTROY", Retain = "RETAIN" }

local function deletion_policies(self, entry, after)
  local deletion, update = entry.DeletionPolicy, entry.UpdateReplacePolicy
  if deletion ~= nil and deletion == update and REMOVAL[deletion] then
    after[#after + 1] = method("apply_removal_policy", { text = "cdk.RemovalPolicy." .. REMOVAL[deletion] })
    return
  end
  for key, name in pairs { DeletionPolicy = "deletion_policy", UpdateReplacePolicy = "update_replace_policy" } do
    if DELETION[entry[key]] then
      after[#after + 1] = option(name, { text = "cdk.CfnDeletionPolicy." .. DELETION[entry[key]] })
    elseif entry[key] ~= nil then
      after[#after + 1] = override(self, key, entry[key])
    end
  end
end

-- DependsOn as calls; kept as it is: a single name without a list, names in another order than ours, and (`circle`)
-- resources that wait for each other.
local function dependencies(self, value, circle)
  local list = type(value) == "table" and not is_ordered(value) and value or nil
  local ids, targets = list or { value }, {}
  for i, id in ipairs(ids) do
    targets[i] = type(id) == "string" and self.scope.declared[id] or nil
    if not targets[i] or targets[i].kind ~= "resource" then return { override(self, "DependsOn", value) } end
    targets[i].used = true
  end
  local sorted = list ~= nil and #list > 0 and not circle
  for i = 2, #ids do sorted = sorted and ids[i - 1] < ids[i] and ids[i - 1]:lower() < ids[i]:lower() end
  for _, id in ipairs(ids) do sorted = sorted and id:find "^[A-Za-z0-9]+$" ~= nil end
  local calls = {}
  if sorted then
    for i, target in ipairs(targets) do calls[i] = method("add_dependency", { text = target.name }) end
    return calls
  end
  local pieces = {}
  for i, target in ipairs(targets) do pieces[i] = { value = { text = target.name .. ".logical_id" } } end
  if list and #list == 0 then return { override(self, "DependsOn", value) } end
  return { method("add_override", Values.text "DependsOn", list and { items = pieces } or pieces[1].value) }
end

local TAKEN_CARE_OF = {
  Type = true, Properties = true, DeletionPolicy = true, UpdateReplacePolicy = true, CreationPolicy = true,
  UpdatePolicy = true, Metadata = true, Version = true, Description = true, Condition = true, DependsOn = true,
}

-- Statements about a resource after it is made.
local function attributes(self, entry, after)
  deletion_policies(self, entry, after)
  for _, row in ipairs { { "CreationPolicy", "creation_policy" }, { "UpdatePolicy", "update_policy" } } do
    local value = entry[row[1]]
    if value ~= nil then
      local piece = is_ordered(value) and is_plain_policy(value) and policy_piece(self, value)
      local fits = piece and pcall(engine.check_struct, "aws_cdk.Cfn" .. row[1], policy_fields(value), row[2])
      after[#after + 1] = fits and option(row[2], piece) or override(self, row[1], value)
    end
  end
  for _, row in ipairs { { "Version", "version" }, { "Description", "description" }, { "Metadata", "metadata" } } do
    local value = entry[row[1]]
    if value ~= nil and value ~= NULL and (row[1] ~= "Metadata" or is_ordered(value)) then
      after[#after + 1] = option(row[2], self.values:value(value))
    elseif value ~= nil then
      after[#after + 1] = override(self, row[1], value)
    end
  end
  if entry.Condition ~= nil then
    local condition = self.scope.conditions[entry.Condition]
    if condition then
      condition.used = true
      after[#after + 1] = option("condition", { text = condition.name })
    else
      after[#after + 1] = override(self, "Condition", entry.Condition)
    end
  end
  for key, value in pairs(entry) do
    if not TAKEN_CARE_OF[key] then after[#after + 1] = override(self, key, value) end
  end
end

-- Attributes of the class by CloudFormation's name.
local function known_attributes(row)
  local known = {}
  for _, attribute in ipairs(row and row.resource.attributes or {}) do
    known[attribute.cfn_name] = { name = attribute.name, list = attribute.type == "list" }
  end
  return known
end

local function alias_of(self, row)
  local module, name = row.module, row.name
  if module == "aws_cdk" then return "cdk." .. name end
  local alias = row.short_name:match "^([^.]*)%."
  self.modules[module] = alias
  return alias .. "." .. name
end

local function resource_piece(self, own, entry, known)
  if known then
    local name = alias_of(self, known.row)
    local props = self.values:map(known.props)
    if #props.items == 0 then return call(name, { text = "stack" }, own) end
    return call(name, { text = "stack" }, own, props)
  end
  local properties = entry.Properties
  return call("cdk.CfnResource", { text = "stack" }, own, pairs_piece {
    "type", Values.text(entry.Type),
    "properties", properties ~= nil and properties ~= NULL and self.values:value(properties) or nil,
  })
end

-- Overrides drop empty maps and cannot express null: such attributes need the entry as it is.
local function is_writable(entry)
  if not is_ordered(entry) or type(entry.Type) ~= "string" or entry.Type == "" or entry.Type:find("${Token[", 1, true)
    or (entry.Properties ~= nil and not is_ordered(entry.Properties)) then
    return false
  end
  for key, value in pairs(entry) do
    if key:find("${Token[", 1, true) then return false end
    local harmless = key == "Properties" or (key == "Metadata" and is_ordered(value) and #engine.keys(value) > 0)
    if not harmless and Trial.has_empty_map(value) then return false end
  end
  return true
end

local function resource(self, id, entry)
  if id:sub(1, 4) == "Fn::" or not is_writable(entry) then
    add_raw(self, "Resources", id, entry)
    return
  end
  local known = self.trial:resource(entry, self.transforms)
  if known and known.row.resource.transform then self.transform_uses = self.transform_uses + 1 end
  local variable = new_entry(self, "resource", id, "resource")
  variable.attributes = known_attributes(known and known.row)
  local statement = declare(self, variable, id, "Resource", function(own)
    return resource_piece(self, own, entry, known)
  end)
  for i, extra in ipairs(known and known.extras or {}) do
    local added = method("add_property_override", Values.text(extra[1]), self.values:value(extra[2]))
    if i == 1 then added.note = "As in the template, which differs from the class." end
    table.insert(statement.after, added)
  end
  attributes(self, entry, statement.after)
  self.scope.declared[id] = variable
  if entry.DependsOn ~= nil then
    local ready = true
    for _, target in ipairs(type(entry.DependsOn) == "table" and entry.DependsOn or { entry.DependsOn }) do
      ready = ready and self.scope.declared[target] ~= nil
    end
    if ready then
      table.move(dependencies(self, entry.DependsOn), 1, 1000, #statement.after + 1, statement.after)
    else
      self.late[#self.late + 1] = { statement = statement, value = entry.DependsOn, variable = variable }
    end
  end
end

local function resources(self)
  heading(self, "Resources")
  local map = section(self, "Resources")
  local order = in_order(map, function(id, visit)
    local entry = map[id]
    each_reference(entry, visit)
    local depends = is_ordered(entry) and entry.DependsOn
    for _, target in ipairs(type(depends) == "table" and depends or { depends or nil }) do
      if type(target) == "string" then visit(target) end
    end
  end)
  for _, id in ipairs(order) do resource(self, id, map[id]) end
  for _, late in ipairs(self.late) do
    late.variable.used = true
    add(self, { target = late.variable, after = dependencies(self, late.value, true) })
  end
end

-- The template
-- ------------------------------------------------------------------------------------------------------------------

local ORDERLY = { "Parameters", "Mappings", "Conditions", "Rules", "Resources", "Hooks", "Outputs" }
local MAKERS = {
  Parameters = parameters, Mappings = mappings, Conditions = conditions, Rules = rules, Resources = resources,
  Hooks = hooks, Outputs = outputs,
}

local function statement_call(name, ...) return { piece = call(name, ...) } end

-- Transforms that are plain names; nil if one is not, or there is none.
local function transform_names(value)
  local list = type(value) == "table" and value or { value }
  if is_ordered(list) or #list == 0 then return nil end
  local seen = {}
  for _, name in ipairs(list) do
    if type(name) ~= "string" or seen[name] then return nil end
    seen[name] = true
  end
  return list, seen
end

-- Whether the transform is a single name that the class of some resource adds by itself: given twice, it would become a
-- list.
local function is_named_by_classes(self)
  if type(self.document.Transform) ~= "string" then return false end
  for _, entry in pairs(section(self, "Resources")) do
    local row = is_ordered(entry) and type(entry.Type) == "string" and Trial.row(entry.Type)
    if row and row.resource and row.resource.transform then return true end
  end
  return false
end

-- CloudFormation refuses what is no text there, and so does the option.
local function add_text_option(self, key, name)
  local value = self.document[key]
  if type(value) == "string" then
    add(self, { code = ("stack.template_options.%s = "):format(name)
      .. source.layout(self.values:value(value), "", 24 + #name) })
  elseif value ~= nil then
    add_raw_section(self, key, value)
  end
end

local function head(self)
  local document = self.document
  add_text_option(self, "AWSTemplateFormatVersion", "template_format_version")
  add_text_option(self, "Description", "description")
  local transforms, set = transform_names(document.Transform)
  self.transforms = set or {}
  self.scope.extensions = self.transforms["AWS::LanguageExtensions"] or false
  for _, name in ipairs(transforms or {}) do
    if not is_named_by_classes(self) then add(self, statement_call("stack:add_transform", Values.text(name))) end
  end
  if document.Transform ~= nil and not transforms then
    add_raw_section(self, "Transform", document.Transform)
  end
  local metadata = document.Metadata
  local plain = is_ordered(metadata) and not Values.function_of(metadata) and #engine.keys(metadata) > 0
  for key in pairs(plain and metadata or {}) do plain = plain and not key:find("${Token[", 1, true) end
  if plain then
    for key, value in pairs(metadata) do
      add(self, statement_call("stack:add_metadata", Values.text(key), self.values:value(value)))
    end
  elseif metadata ~= nil then
    add_raw_section(self, "Metadata", metadata)
  end
end

local KNOWN = { AWSTemplateFormatVersion = true, Description = true, Transform = true, Metadata = true }

-- The most entries that can need a variable.
local function count_variables(self)
  local needed = {}
  for id in pairs(section(self, "Mappings")) do needed[id] = true end
  each_reference(self.document, function(id) needed[id] = true end)
  for id, entry in pairs(section(self, "Resources")) do
    local depends = is_ordered(entry) and entry.DependsOn
    for _, target in ipairs(type(depends) == "table" and depends or { depends or nil }) do
      if type(target) == "string" then needed[target] = true end
    end
    for key in pairs(is_ordered(entry) and entry or {}) do
      if key ~= "Type" and key ~= "Properties" then needed[id] = true end
    end
  end
  local count = 0
  for _ in pairs(needed) do count = count + 1 end
  return count
end

-- No construct can have an empty logical id: such an entry stays as it is, and nothing is taken for a reference to it.
local function put_aside_nameless(self)
  local document, nameless = engine.ordered(), {}
  for name, value in pairs(self.document) do
    if MAKERS[name] and is_ordered(value) and value[""] ~= nil then
      local rest = engine.ordered()
      for id, entry in pairs(value) do
        if id ~= "" then rest[id] = entry end
      end
      nameless[name] = value[""]
      value = #engine.keys(rest) > 0 and rest or nil
    end
    document[name] = value
  end
  self.document = document
  return nameless
end

-- Sets the transform once if no class did, or more than one.
local function lone_transform(self)
  if not is_named_by_classes(self) or self.transform_uses == 1 then return end
  heading(self, "Transform")
  local name = source.layout(Values.text(self.document.Transform), "", 50)
  add(self, { code = "stack.template_options.transforms = { " .. name .. " }" })
end

--- Makes the statements; `taken`: names that variables must not have.
function Template:build(taken)
  self.taken = names.new(taken)
  local nameless = put_aside_nameless(self)
  self.prefix = count_variables(self) > MOST_LOCALS and "it." or ""
  head(self)
  for _, name in ipairs(ORDERLY) do
    local value = self.document[name]
    if value ~= nil and not is_ordered(value) then
      add_raw_section(self, name, value)
    elseif value ~= nil and #engine.keys(value) == 0 then
      add_raw(self, name, nil, nil, "An empty section.")
    elseif value ~= nil then
      MAKERS[name](self)
    end
    if nameless[name] ~= nil then add_raw(self, name, "", nameless[name], "Without a logical id.") end
  end
  local others = false
  for name, value in pairs(self.document) do
    if not KNOWN[name] and not MAKERS[name] then
      if not others then heading(self, "Other sections, verbatim") end
      others = true
      add_raw_section(self, name, value)
    end
  end
  lone_transform(self)
end

-- Writing
-- ------------------------------------------------------------------------------------------------------------------

local function write_call(target, step, indent)
  if step.set then
    local left = target .. "." .. step.set .. " = "
    return left .. source.layout(step.value, indent, #left)
  end
  return source.layout({ call = target .. ":" .. step.method, arguments = step.arguments }, indent, 0)
end

--- The source of the statements, each line indented by `indent`.
function Template:write(indent)
  local lines = {}
  local function line(text) lines[#lines + 1] = indent .. text end
  local declaration = self.prefix == "" and "local " or ""
  if self.prefix ~= "" then line("local it = {} -- what is made here; Lua has no more than 200 local variables") end
  local pending
  for _, statement in ipairs(self.statements) do
    if statement.heading then
      pending = statement.heading
    else
      if pending then
        lines[#lines + 1] = ""
        line("-- " .. pending)
        pending = nil
      end
      if statement.note then line("-- " .. statement.note) end
      local entry, after = statement.entry, statement.after or {}
      if statement.code then
        line(statement.code)
      elseif statement.target then
        for _, step in ipairs(after) do line(write_call(statement.target.name, step, indent)) end
      elseif entry and (entry.used or #after > 1 or (after[1] and (after[1].set or after[1].note))) then
        local left = declaration .. entry.name .. " = "
        line(left .. source.layout(statement.piece, indent, #left))
        for _, step in ipairs(after) do
          if step.note then line("-- " .. step.note) end
          line(write_call(entry.name, step, indent))
        end
      else
        local text = source.layout(statement.piece, indent, 0)
        if after[1] then
          text = text .. source.layout({ call = ":" .. after[1].method, arguments = after[1].arguments }, indent, 0)
        end
        line(text)
      end
    end
  end
  return table.concat(lines, "\n")
end

return Template
