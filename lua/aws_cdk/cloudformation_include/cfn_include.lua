local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local inputs = require "luacdk.inputs"
local cdk = require "aws_cdk"
local Parser = require "aws_cdk.cloudformation_include.parser"

local NULL, is_ordered, Construct = engine.NULL, engine.is_ordered, engine.Construct

--- A template whose entries are constructs: the construct of a resource can be read and changed.
local CfnInclude = engine.class("aws_cdk.cloudformation_include.CfnInclude", engine.CfnElement)

-- Templates
-- ------------------------------------------------------------------------------------------------------------------

-- The document in a file: JSON by JSON's rules, everything else as YAML.
local function read_template(self, file)
  local text, reason = assets.read_file(file)
  if not text then engine.fail(self, "the template cannot be read: %s", reason) end
  inputs.add(file)
  local template
  if text:find "^%s*{" then
    local ok, value = pcall(assembly.parse_json, text, { by_the_letter = true })
    template = ok and value or nil
  end
  if template == nil then
    template, reason = assembly.parse_yaml(text, { short_forms = true, by_the_letter = true, name = file })
    if template == nil then engine.fail(self, "the template is not YAML: %s", reason) end
  end
  if not is_ordered(template) then
    engine.fail(self, "%s is not a template: expected a map of sections, got %s", file, engine.display(template))
  end
  return template
end

-- A section of the template; empty if there is none.
local function section(self, name)
  local map = self._template[name]
  if map == nil or map == NULL then return engine.ordered() end
  if not is_ordered(map) then
    self._fail("the section %s must be a map, got %s", name, engine.display(map))
  end
  return map
end

local function entry_of(self, name, id)
  local entry = section(self, name)[id]
  if not is_ordered(entry) then
    self._fail("%s in %s must be a map, got %s", engine.display(id), name, engine.display(entry))
  end
  return entry
end

-- A part of an entry that must be a map, not a value known only later; nil if there is none.
local function map_in(self, value, what, id)
  if value ~= nil and not is_ordered(value) then
    self._fail("%s of %s must be a map, got %s", what, engine.display(id), engine.display(value))
  end
  return value
end

-- The values of an entry, which must also be a map.
local function values_of(self, values, name, id)
  return map_in(self, values:value(entry_of(self, name, id)), "the entry in " .. name, id)
end

local function name_element(self, element, id)
  if self._preserve_logical_ids then element:override_logical_id(id) end
  return element
end

-- Finders
-- ------------------------------------------------------------------------------------------------------------------

local get_or_create_resource

local function finder_of(self)
  return {
    find_resource = function(id) return self._resources[id] end,
    find_ref = function(id) return self._resources[id] or self._parameters[id] end,
    find_condition = function(name) return self._conditions[name] end,
    find_mapping = function(name) return self._mappings[name] end,
  }
end

-- Raises for every kind of reference that is not allowed in the section; `allowed` has the others.
local function strict_finder(self, section_name, allowed)
  local finder = {}
  for method, what in pairs {
    find_resource = "Fn::GetAtt", find_ref = "Ref", find_condition = "a condition", find_mapping = "Fn::FindInMap",
  } do
    finder[method] = allowed[method] or function()
      self._fail("%s is not allowed in %s", what, section_name)
    end
  end
  return finder
end

local function parser(self, finder, context)
  return Parser.new(finder, self._replaced, self._fail, context)
end

-- Entries
-- ------------------------------------------------------------------------------------------------------------------

local function create_mapping(self, scope, name)
  local values = values_of(self, Parser.new(strict_finder(self, "Mappings", {}), {}, self._fail), "Mappings", name)
  for key, row in pairs(values) do
    if not is_ordered(row) then
      self._fail("the mapping %s must have a map under %s, got %s", engine.display(name), engine.display(key),
        engine.display(row))
    end
  end
  self._mappings[name] = name_element(self, cdk.CfnMapping(scope, name, { mapping = values }), name)
end

local PARAMETER = {
  Default = "default", AllowedPattern = "allowed_pattern", AllowedValues = "allowed_values",
  ConstraintDescription = "constraint_description", Description = "description", MaxLength = "max_length",
  MaxValue = "max_value", MinLength = "min_length", MinValue = "min_value", NoEcho = "no_echo",
}

-- Templates also write numbers and booleans as strings: they stay unchanged.
local function create_parameter(self, name)
  local entry = values_of(self, Parser.new(strict_finder(self, "Parameters", {}), {}, self._fail), "Parameters", name)
  if entry.Type ~= nil and type(entry.Type) ~= "string" then
    self._fail("the type of the parameter %s must be a string, got %s", name, engine.display(entry.Type))
  end
  local parameter = cdk.CfnParameter(self, name, { type = entry.Type })
  for key, field in pairs(PARAMETER) do
    if entry[key] ~= nil then parameter[field] = entry[key] end
  end
  self._parameters[name] = name_element(self, parameter, name)
end

local function get_or_create_condition(self, name)
  if self._conditions[name] then return self._conditions[name] end
  if self._open_conditions[name] then self._fail("the condition %s depends on itself", engine.display(name)) end
  self._open_conditions[name] = true
  local finder = strict_finder(self, "Conditions", {
    find_ref = function(id) return self._parameters[id] end,
    find_mapping = function(id) return self._mappings[id] end,
    find_condition = function(id)
      return section(self, "Conditions")[id] ~= nil and get_or_create_condition(self, id) or nil
    end,
  })
  local expression = parser(self, finder, "conditions"):value(section(self, "Conditions")[name])
  local condition = cdk.CfnCondition(self._conditions_scope, name)
  condition.expression = expression
  self._conditions[name] = name_element(self, condition, name)
  return condition
end

local function create_rule(self, scope, name)
  local finder = strict_finder(self, "Rules", {
    find_ref = function(id) return self._parameters[id] end,
    find_condition = function(id) return self._conditions[id] end,
    find_mapping = function(id) return self._mappings[id] end,
  })
  local entry = values_of(self, parser(self, finder, "rules"), "Rules", name)
  local rule = cdk.CfnRule(scope, name)
  rule._condition = entry.RuleCondition
  if entry.Assertions then
    local assertions = {}
    if type(entry.Assertions) ~= "table" or is_ordered(entry.Assertions) then
      self._fail("Assertions of %s must be a list, got %s", engine.display(name), engine.display(entry.Assertions))
    end
    for i, assertion in ipairs(entry.Assertions) do
      map_in(self, assertion, "an assertion", name)
      assertions[i] = { assert = assertion.Assert, assert_description = assertion.AssertDescription }
    end
    rule._assertions = assertions
  end
  self._rules[name] = name_element(self, rule, name)
end

-- A map from CloudFormation's names to ours, for the fields that exist.
local function renamed(map, names)
  if not is_ordered(map) then return nil end
  local result = {}
  for cfn, name in pairs(names) do result[name] = map[cfn] end
  return result
end

local function blue_green_hook(self, scope, name, properties)
  map_in(self, properties, "Properties", name)
  local function logical_id(id)
    if id == nil then return nil end
    local resource = self._resources[id]
    if not resource then
      self._fail("the hook %s names the resource %s, which does not exist", engine.display(name), engine.display(id))
    end
    return resource.logical_id
  end
  local function logical_ids(list)
    local ids = {}
    if list ~= nil and type(list) ~= "table" then
      self._fail("the hook %s must have lists of resources, got %s", engine.display(name), engine.display(list))
    end
    for i, id in ipairs(list or {}) do ids[i] = logical_id(id) end
    return list and ids or nil
  end
  local function target(map)
    return map_in(self, map, "a target", name) and { type = map.Type, logical_id = logical_id(map.LogicalID) } or nil
  end
  local hook = cdk.CfnCodeDeployBlueGreenHook(scope, name, { service_role = "", applications = {} })
  local applications = {}
  local listed = properties.Applications or {}
  if type(listed) ~= "table" then self._fail("Applications of %s must be a list", engine.display(name)) end
  for i, app in ipairs(listed) do
    map_in(self, app, "an application", name)
    local ecs = map_in(self, app.ECSAttributes, "ECSAttributes", name) or {}
    local routing = map_in(self, ecs.TrafficRouting, "TrafficRouting", name) or {}
    applications[i] = {
      target = target(app.Target),
      ecs_attributes = {
        task_definitions = logical_ids(ecs.TaskDefinitions),
        task_sets = logical_ids(ecs.TaskSets),
        traffic_routing = {
          prod_traffic_route = target(routing.ProdTrafficRoute),
          test_traffic_route = target(routing.TestTrafficRoute),
          target_groups = logical_ids(routing.TargetGroups),
        },
      },
    }
  end
  local steps = { StepPercentage = "step_percentage", BakeTimeMins = "bake_time_mins" }
  local config = map_in(self, properties.TrafficRoutingConfig, "TrafficRoutingConfig", name)
  hook.service_role, hook.applications = properties.ServiceRole, applications
  hook.traffic_routing_config = config and {
    type = config.Type,
    time_based_canary = renamed(config.TimeBasedCanary, steps),
    time_based_linear = renamed(config.TimeBasedLinear, steps),
  }
  hook.additional_options = renamed(properties.AdditionalOptions,
    { TerminationWaitTimeInMinutes = "termination_wait_time_in_minutes" })
  hook.lifecycle_event_hooks = renamed(properties.LifecycleEventHooks, {
    BeforeInstall = "before_install", AfterInstall = "after_install",
    AfterAllowTestTraffic = "after_allow_test_traffic", BeforeAllowTraffic = "before_allow_traffic",
    AfterAllowTraffic = "after_allow_traffic",
  })
  return hook
end

local function create_hook(self, scope, name)
  local entry = entry_of(self, "Hooks", name)
  local properties = parser(self, finder_of(self)):value(entry.Properties) or engine.ordered()
  if type(entry.Type) ~= "string" then self._fail("the hook %s has no Type", engine.display(name)) end
  local hook
  if entry.Type == "AWS::CodeDeploy::BlueGreen" then
    hook = blue_green_hook(self, scope, name, properties)
  else
    hook = cdk.CfnHook(scope, name, { type = entry.Type, properties = properties })
  end
  self._hooks[name] = name_element(self, hook, name)
end

local function create_output(self, scope, name)
  local entry = values_of(self, parser(self, finder_of(self)), "Outputs", name)
  local export = map_in(self, entry.Export, "Export", name)
  local output = cdk.CfnOutput(scope, name, { value = type(entry.Value) == "table" and entry.Value or "-" })
  output.value, output.description = entry.Value, entry.Description
  output.export_name = export and export.Name
  if entry.Condition then
    output.condition = self._conditions[entry.Condition]
    if not output.condition then
      self._fail("the output %s has the condition %s, which does not exist", engine.display(name),
        engine.display(entry.Condition))
    end
  end
  self._outputs[name] = name_element(self, output, name)
end

-- Resources
-- ------------------------------------------------------------------------------------------------------------------

local KNOWN = {
  Condition = true, DependsOn = true, Description = true, Metadata = true, Properties = true, Type = true,
  Version = true, CreationPolicy = true, DeletionPolicy = true, UpdatePolicy = true, UpdateReplacePolicy = true,
}

local function add_attributes(self, resource, values, entry, id)
  local strict = cdk.FeatureFlags._is_enabled(self,
    "@aws-cdk/core:cfnIncludeRejectComplexResourceUpdateCreatePolicyIntrinsics")
  local targets, circle = values:attributes(resource, entry, id, strict), false
  for _, target in ipairs(targets) do
    if type(target) == "function" then
      circle = true -- not made yet: it needs this one
    else
      resource.node:add_dependency(target)
    end
  end
  if circle then
    -- The engine does not allow resources that wait for each other, but a macro may undo the circle.
    table.insert(self._late, function()
      local ids = {}
      for i, target in ipairs(targets) do
        ids[i] = (type(target) == "function" and target(nil, "construct") or target).logical_id
      end
      resource:add_override("DependsOn", ids)
    end)
  end
end

local function create_nested_stack(self, id, values, entry)
  local options = self._nested_to_load[id]
  if entry.Type ~= "AWS::CloudFormation::Stack" then
    self._fail("%s is not a nested stack, but of the type %s", engine.display(id), engine.display(entry.Type))
  end
  for _, key in ipairs { "CreationPolicy", "UpdatePolicy" } do
    if entry[key] ~= nil then
      self._fail("the nested stack %s cannot have the attribute %s", engine.display(id), key)
    end
  end
  local properties = map_in(self, values:value(entry.Properties), "Properties", id) or engine.ordered()
  local parameters
  if is_ordered(properties.Parameters) then
    parameters = engine.ordered()
    for name, value in pairs(properties.Parameters) do
      if not (options.parameters and options.parameters[name] ~= nil) then
        parameters[name] = type(value) == "number" and engine.json(value)
          or type(value) == "boolean" and tostring(value) or value
      end
    end
  end
  local minutes = properties.TimeoutInMinutes
  local stack = cdk.NestedStack(self, id, {
    parameters = parameters,
    notification_arns = properties.NotificationARNs,
    timeout = minutes and cdk.Duration.minutes(tonumber(minutes) or minutes) or nil,
  })
  self._nested_stacks[id] = { stack = stack, included_template = CfnInclude(stack, id, options) }
  local resource = stack.nested_stack_resource
  add_attributes(self, resource, values, entry, id)
  return resource
end

local RAW = {
  "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy", "Version", "Description", "Metadata",
  "Condition", "DependsOn",
}

-- Copied unchanged.
local function create_dehydrated(self, id, entry)
  local resource = cdk.CfnResource(self, id, { type = entry.Type, properties = entry.Properties })
  for _, key in ipairs(RAW) do
    if entry[key] ~= nil then resource:add_override(key, entry[key]) end
  end
  return resource
end

local function create_resource(self, id, entry, values)
  if type(entry.Type) ~= "string" then self._fail("the resource %s has no Type", engine.display(id)) end
  if self._nested_to_load[id] then return create_nested_stack(self, id, values, entry) end
  local properties = values:value(entry.Properties)
  local class, props, extras
  -- Properties that a macro provides as a whole fit no class.
  if entry.Type ~= "AWS::CloudFormation::CustomResource" and (properties == nil or is_ordered(properties)) then
    local ok
    ok, class, props, extras = pcall(engine.parse_properties, entry.Type, properties)
    if not ok then self._fail("resource %s: %s", engine.display(id), class) end
  end
  local resource
  if class then
    resource = class(self, id, props)
    for _, extra in ipairs(extras) do resource:add_property_override(extra[1], extra[2]) end
  else
    resource = cdk.CfnResource(self, id, { type = entry.Type, properties = properties })
  end
  add_attributes(self, resource, values, entry, id)
  return resource
end

-- Represents a resource that is being made while something that it names needs it: its Ref, attribute, logical id.
local function placeholder(self, id)
  return function(attribute, what)
    local resource = self._resources[id]
    if what == "construct" then return resource end
    return engine.lazy(function()
      resource = self._resources[id]
      if what == "id" then return resource.logical_id end
      if not attribute then return resource.ref end
      return what and engine.get_att_text(resource, attribute) or engine.get_att(resource, attribute)
    end)
  end
end

local function cycle_text(chain, id)
  return table.concat(chain, " depends on ") .. " depends on " .. id
end

-- `chain`: the resources being made, each because the one before needs it.
function get_or_create_resource(self, id, chain)
  local known = self._resources[id]
  if known then return known end
  if self._open_resources[id] then
    if not self._allow_cycles then
      self._fail("circular references between resources: %s; -> allow_cyclical_references allows them",
        cycle_text(chain, id))
    end
    return placeholder(self, id)
  end
  local entry = entry_of(self, "Resources", id)
  local dehydrated = self._dehydrated[id]
  if dehydrated and self._nested_to_load[id] then
    self._fail("%s cannot be both a nested stack to load and dehydrated", engine.display(id))
  end
  self._open_resources[id] = true
  chain[#chain + 1] = id
  local finder = finder_of(self)
  function finder.find_resource(other)
    if self._template.Resources[other] == nil then return nil end
    return get_or_create_resource(self, other, chain)
  end
  function finder.find_ref(other) return self._parameters[other] or finder.find_resource(other) end
  local values = parser(self, finder)
  local resource = dehydrated and create_dehydrated(self, id, entry) or create_resource(self, id, entry, values)
  chain[#chain] = nil
  self._open_resources[id] = nil
  self._resources[id] = name_element(self, resource, id)
  for key, value in pairs(entry) do
    if not KNOWN[key] then
      local name = (key:gsub("%.", "\\."))
      resource:add_override(name, dehydrated and value or values:value(value))
    end
  end
  return resource
end

-- The construct
-- ------------------------------------------------------------------------------------------------------------------

function CfnInclude:init(scope, id, props)
  engine.CfnElement.init(self, scope, id)
  local file = props.template_file
  local name = assets.path.basename(file)
  self._fail = function(text, ...) engine.fail(self, "in the template %s: " .. text, name, ...) end
  self._template = read_template(self, file)
  self._replaced = props.parameters or {}
  self._preserve_logical_ids = props.preserve_logical_ids ~= false
  self._allow_cycles = props.allow_cyclical_references or false
  self._nested_to_load = engine.ordered()
  for _, key in ipairs(engine.keys(props.load_nested_stacks)) do
    self._nested_to_load[key] = props.load_nested_stacks[key]
  end
  for _, field in ipairs { "conditions", "resources", "parameters", "mappings", "rules", "hooks", "outputs",
    "nested_stacks", "open_resources", "open_conditions", "dehydrated", "late" } do
    self["_" .. field] = {}
  end

  local function must_have(section_name, key, given)
    local map = section(self, section_name)
    if map[key] == nil then
      local nearest = engine.nearest(key, engine.keys(map))
      self._fail("%s names %s, which %s does not have-> %s", given, engine.display(key), section_name,
        nearest and "; did you mean '" .. nearest .. "'?" or "")
    end
  end
  for _, key in ipairs(props.dehydrated_resources or {}) do
    must_have("Resources", key, "dehydrated_resources")
    self._dehydrated[key] = true
  end
  for _, key in ipairs(engine.keys(self._replaced)) do must_have("Parameters", key, "parameters") end
  for key in pairs(self._nested_to_load) do must_have("Resources", key, "load_nested_stacks") end

  local mappings = Construct(self, "$Mappings")
  for key in pairs(section(self, "Mappings")) do create_mapping(self, mappings, key) end
  for key in pairs(section(self, "Parameters")) do
    if self._replaced[key] == nil then create_parameter(self, key) end
  end
  self._conditions_scope = Construct(self, "$Conditions")
  for key in pairs(section(self, "Conditions")) do get_or_create_condition(self, key) end
  local rules = Construct(self, "$Rules")
  for key in pairs(section(self, "Rules")) do create_rule(self, rules, key) end
  for key in pairs(section(self, "Resources")) do get_or_create_resource(self, key, {}) end
  for _, finish in ipairs(self._late) do finish() end
  self._late = {}
  local hooks = Construct(self, "$Hooks")
  for key in pairs(section(self, "Hooks")) do create_hook(self, hooks, key) end
  local outputs = Construct(self, "$Outputs")
  for key in pairs(section(self, "Outputs")) do create_output(self, outputs, key) end
end

local function getter(field, section_name)
  return function(self, id)
    local element = self[field][id]
    if not element then
      local nearest = engine.nearest(id, engine.keys(self[field]))
      self._fail("%s has no %s-> %s", section_name, engine.display(id),
        nearest and "; did you mean '" .. nearest .. "'?" or "")
    end
    return element
  end
end

CfnInclude.get_resource = getter("_resources", "Resources")
CfnInclude.get_condition = getter("_conditions", "Conditions")
CfnInclude.get_parameter = getter("_parameters", "Parameters")
CfnInclude.get_mapping = getter("_mappings", "Mappings")
CfnInclude.get_output = getter("_outputs", "Outputs")
CfnInclude.get_rule = getter("_rules", "Rules")
CfnInclude.get_hook = getter("_hooks", "Hooks")

--- { stack, included_template } of a nested stack that was loaded.
function CfnInclude:get_nested_stack(id)
  local nested = self._nested_stacks[id]
  if nested then return nested end
  local resource = self:get_resource(id)
  if resource.cfn_resource_type ~= "AWS::CloudFormation::Stack" then
    self._fail("%s is not a nested stack, but of the type %s", engine.display(id), resource.cfn_resource_type)
  end
  self._fail("the nested stack %s was not loaded: -> name its template in load_nested_stacks, or call "
    .. "load_nested_stack",
    engine.display(id))
end

--- Loads the template of a nested stack that so far was an ordinary resource in this one.
function CfnInclude:load_nested_stack(id, props)
  if self._nested_stacks[id] then self._fail("the nested stack %s is already loaded", engine.display(id)) end
  local resource = self:get_resource(id)
  if resource.cfn_resource_type ~= "AWS::CloudFormation::Stack" then
    self._fail("%s is not a nested stack, but of the type %s", engine.display(id), resource.cfn_resource_type)
  end
  self.node:try_remove_child(id)
  self._resources[id] = nil
  self._nested_to_load[id] = props
  get_or_create_resource(self, id, {})
  return self._nested_stacks[id]
end

local OWN_SECTIONS = {
  Conditions = true, Mappings = true, Resources = true, Parameters = true, Rules = true, Hooks = true, Outputs = true,
}

--- The parts of the template besides its entries: Description, Transform, Metadata, …
function CfnInclude:_render()
  local rest = engine.ordered()
  local values = parser(self, finder_of(self))
  for key, value in pairs(self._template) do
    if not OWN_SECTIONS[key] then rest[key] = values:value(value) end
  end
  return rest
end

return { CfnInclude = CfnInclude }
