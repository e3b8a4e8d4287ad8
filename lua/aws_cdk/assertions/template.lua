local assembly = require "luacdk.assembly"
local assertions = require "aws_cdk.assertions"
local cycles = require "aws_cdk.assertions.cycles"
local engine = require "luacdk.engine"
local failure = require "aws_cdk.assertions.failure"
local json_value = require "aws_cdk.assertions.json_value"
local sections = require "aws_cdk.assertions.sections"
local synthesised = require "aws_cdk.assertions.synthesised"

--- A template under test. Patterns are plain tables with CloudFormation's names, which may leave keys out, or matchers.
local Template = engine.class("aws_cdk.assertions.Template")

local function template_of(value, options)
  if type(value) ~= "table" or not json_value.is_map(value) then
    engine.fail(nil, "a template is a map, got %s", engine.display(value))
  end
  if not (options and options.skip_cyclical_dependencies_check) then
    local circle = cycles.find(value)
    if circle then
      local resources = engine.ordered()
      for _, name in ipairs(circle) do resources[name] = value.Resources[name] end
      failure.raise("these resources need each other, so the template cannot be deployed: %s\n%s",
        table.concat(circle, " -> "), json_value.text(resources, 2))
    end
  end
  local template = Template()
  template._template = value
  return template
end

--- The template of a stack, after synthesising its app (or stage). Options: skip_cyclical_dependencies_check.
function Template.from_stack(stack, options)
  local made = synthesised(stack)
  if stack.nested_stack_parent then return template_of(made:_read_json(stack.template_file), options) end
  return template_of(made:get_stack_artifact(stack.artifact_id).template, options)
end

--- A template given as a table.
function Template.from_json(template, options) return template_of(template, options) end

--- A template given as a JSON string.
function Template.from_string(template, options)
  local parsed, value = pcall(assembly.parse_json, template, { by_the_letter = true })
  if not parsed then engine.fail(nil, "the template is not JSON: %s", tostring(value)) end
  return template_of(value, options)
end

--- The template as a table.
function Template:to_json() return json_value.plain(self._template) end

-- ---- resources ------------------------------------------------------------------------------------------------------

local function of_type(self, type)
  local found = engine.ordered()
  for name, resource in pairs(self._template.Resources or {}) do
    if resource.Type == type then found[name] = resource end
  end
  return found
end

-- The same, but resources without properties have empty ones, unless the pattern expects none.
local function with_properties(self, type, pattern)
  local found = of_type(self, type)
  if assertions.Matcher.is_matcher(pattern) and pattern.name == "absent" then return found end
  for name, resource in pairs(found) do
    if resource.Properties == nil then
      local copy = engine.ordered()
      for key, value in pairs(resource) do copy[key] = value end
      copy.Properties = engine.map {}
      found[name] = copy
    end
  end
  return found
end

local function properties_pattern(pattern) return assertions.Match.object_like { Properties = pattern } end

-- " of type X", and the nearest type that the template has if there are none.
local function of_that_type(self, type)
  local types = {}
  for _, resource in pairs(self._template.Resources or {}) do
    if resource.Type == type then return " of type " .. type end
    if not types[resource.Type] then
      types[resource.Type] = true
      types[#types + 1] = resource.Type
    end
  end
  local near = engine.nearest(type, types)
  return " of type " .. type .. (near and "; did you mean " .. near .. "?" or "")
end

local function names(map)
  local list = json_value.keys(map)
  return #list == 0 and "" or ": " .. table.concat(list, ", ")
end

local function fails_to_match(self, type, found)
  failure.raise("%s", sections.mismatch(found, "the template", "resource", of_that_type(self, type)))
end

local function must_match(self, type, section, pattern)
  local found = sections.compare(section, pattern)
  if found.count == 0 then fails_to_match(self, type, found) end
end

local function must_all_match(self, type, section, pattern)
  local found = sections.compare(section, pattern)
  if found.count == 0 then fails_to_match(self, type, found) end
  if #found.others > 0 then
    failure.raise("%d of %d resources of type %s do not match: %s\n%s", #found.others, found.total, type,
      table.concat(found.others, ", "), sections.renderings(found))
  end
end

local function must_count(section, count, which)
  local found = json_value.keys(section)
  if #found ~= count then
    failure.raise("expected %d resource%s%s, got %d%s", count, count == 1 and "" or "s", which, #found, names(section))
  end
end

--- Expects exactly that many resources of the type.
function Template:resource_count_is(type, count) must_count(of_type(self, type), count, of_that_type(self, type)) end

--- Expects exactly that many resources of the type whose properties match.
function Template:resource_properties_count_is(type, props, count)
  local found = sections.compare(with_properties(self, type, props), properties_pattern(props))
  must_count(found.matches, count, " of type " .. type .. " with these properties")
end

--- Expects a resource of the type with properties that match.
function Template:has_resource_properties(type, props)
  must_match(self, type, with_properties(self, type, props), properties_pattern(props))
end

--- Expects a resource of the type that matches as a whole: { Properties, DependsOn, DeletionPolicy, … }.
function Template:has_resource(type, props) must_match(self, type, of_type(self, type), props) end

--- Expects all resources of the type, and at least one, to match as a whole.
function Template:all_resources(type, props) must_all_match(self, type, of_type(self, type), props) end

--- Expects the properties of all resources of the type, and at least one, to match.
function Template:all_resources_properties(type, props)
  must_all_match(self, type, with_properties(self, type, props), properties_pattern(props))
end

--- The resources of the type that match as a whole, by logical id.
function Template:find_resources(type, props)
  return json_value.plain(sections.compare(of_type(self, type), props or {}).matches)
end

--- The logical id of the only resource of the type that matches as a whole.
function Template:get_resource_id(type, props)
  local found = sections.compare(of_type(self, type), props or {})
  if found.count == 0 then fails_to_match(self, type, found) end
  if found.count > 1 then
    failure.raise("%d resources of type %s match, not one%s", found.count, type, names(found.matches))
  end
  return json_value.keys(found.matches)[1]
end

-- ---- other sections -------------------------------------------------------------------------------------------------

local function section_methods(section, noun)
  --- The entries that match, by name; "*" looks at all.
  local function find(self, logical_id, props)
    return json_value.plain(sections.compare(sections.named(self._template[section], logical_id), props or {}).matches)
  end
  --- Expects an entry of that name ("*": any) that matches.
  local function has(self, logical_id, props)
    local found = sections.compare(sections.named(self._template[section], logical_id), props)
    if found.count > 0 then return end
    local near = found.total == 0 and engine.nearest(logical_id, json_value.keys(self._template[section] or {}))
    local which = logical_id == "*" and "" or " named " .. logical_id
    failure.raise("%s", sections.mismatch(found, "the template", noun,
      near and ("%s; did you mean %s?"):format(which, near) or which))
  end
  return find, has
end

Template.find_outputs, Template.has_output = section_methods("Outputs", "output")
Template.find_parameters, Template.has_parameter = section_methods("Parameters", "parameter")
Template.find_mappings, Template.has_mapping = section_methods("Mappings", "mapping")
Template.find_conditions, Template.has_condition = section_methods("Conditions", "condition")

--- Expects the template as a whole to match.
function Template:template_matches(expected)
  local result = sections.matcher_of(expected):test(self._template):finished()
  if result:has_failed() then failure.raise("the template does not match:\n%s", result:render_mismatch()) end
end

return { Template = Template }
