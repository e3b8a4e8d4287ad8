local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local stack_order = require "aws_cdk.private.stack_order"
local template_limits = require "aws_cdk.private.template_limits"
local tokens = require "aws_cdk.private.tokens"
local unique_resource_name = require "aws_cdk.private.unique_resource_name"

local Construct, is_unresolved = engine.Construct, engine.is_unresolved

--- The unit of deployment: one template.
local Stack = engine.class("aws_cdk.Stack", Construct)

local LIST_DELIMITER = "||"
local MAX_RESOURCES, MAX_TEMPLATE_SIZE = template_limits.resources, template_limits.bytes

-- Ids from below `container` (from the root if it is not an ancestor) down to the construct.
local function ids_below(construct, container)
  local scopes = construct.node.scopes
  local first = 1
  for i = #scopes - 1, 1, -1 do
    if rawequal(scopes[i], container) then first = i + 1 break end
  end
  local ids = {}
  for i = first, #scopes do ids[#ids + 1] = scopes[i].node.id end
  return ids
end

local function name_of_ids(ids, prefix)
  if #ids == 1 then
    local name = prefix .. ids[1]
    if #name <= 128 then return name end
  end
  return unique_resource_name(ids, { max_length = 128, prefix = prefix })
end

local function generate_name(self, stage)
  local prefix = stage and stage.stage_name ~= "" and stage.stage_name .. "-" or ""
  if cdk.FeatureFlags._is_enabled(self, "@aws-cdk/core:includePrefixInUniqueNameGeneration") then
    return name_of_ids(ids_below(self, stage), prefix)
  end
  return prefix .. name_of_ids(ids_below(self, stage), "")
end

local function check_literal_text(self, value, what)
  if value ~= nil and type(value) ~= "string" and not is_unresolved(value) then
    engine.fail(self, "the %s of a stack's env must be a string, got %s", what, engine.display(value))
  end
end

function Stack:init(scope, id, props)
  props = props or {}
  if scope == nil then
    scope = cdk.App { auto_synth = false }
    if id ~= nil then engine.register_loose(self) end
  end
  if id == nil then id = "Default" end
  Construct.init(self, scope, id)
  engine.mark(self, "stack")
  local node = self.node
  for _, injector in ipairs(props.property_injectors or {}) do cdk.PropertyInjectors.of(self):add(injector) end
  self._dependencies, self._dependency_on = {}, {}
  self._missing_context = {}
  self.template_options = engine.object "aws_cdk.ITemplateOptions"
  self._cross_region_references = props.cross_region_references and true or false
  local suppress = props.suppress_template_indentation
  if suppress == nil then suppress = node:try_get_context("@aws-cdk/core:suppressTemplateIndentation") end
  self._suppress_template_indentation = suppress and true or false

  local env = props.env or {}
  local stage = engine.stage_of(self)
  check_literal_text(self, env.account, "account")
  check_literal_text(self, env.region, "region")
  local account = env.account or stage and stage.account or cdk.Aws.ACCOUNT_ID
  local region = env.region or stage and stage.region or cdk.Aws.REGION
  self.account, self.region = account, region
  self.environment = ("aws://%s/%s"):format(is_unresolved(account) and "unknown-account" or account,
    is_unresolved(region) and "unknown-region" or region)
  self.termination_protection = props.termination_protection or false

  local description = props.description
  if description ~= nil then
    local length = not is_unresolved(description) and (utf8.len(description, 1, -1, true) or #description) or 0
    if length > 512 then
      engine.fail(self,
        "a stack's description can have at most 1024 bytes (512 characters), this one has %d characters",
        length)
    end
    self.template_options.description = description
  end

  local name = props.stack_name or generate_name(self, stage)
  self._stack_name = name
  if is_unresolved(name) then engine.fail(self, "a stack's name must be a literal string, not a token") end
  if #name > 128 then
    engine.fail(self, "a stack's name can have at most 128 characters, %s has %d", engine.display(name), #name)
  end
  self._tags = cdk.TagManager("KeyValue", "aws:cdk:stack", props.tags)
  for _, arn in ipairs(props.notification_arns or {}) do
    if is_unresolved(arn) then
      engine.fail(self, "the notification ARNs of a stack must be literal strings, but one is a token")
    end
  end
  self._notification_arns = props.notification_arns
  if not name:find("^[A-Za-z][A-Za-z0-9-]*$") then
    engine.fail(self, "a stack's name must start with a letter and contain only letters, digits and hyphens, got %s",
      engine.display(name))
  end

  local new_style = cdk.FeatureFlags._is_enabled(self, "@aws-cdk/core:newStyleStackSynthesis")
  self.artifact_id = name_of_ids(ids_below(self, node.root), ""):gsub("[^A-Za-z0-9_.-]", "_")
  self.template_file = self.artifact_id .. ".template.json"

  local synthesizer = props.synthesizer or node.root._default_stack_synthesizer
  if not synthesizer then
    synthesizer = new_style and cdk.DefaultStackSynthesizer() or cdk.LegacyStackSynthesizer()
  end
  if engine.has(synthesizer, "reusable_bind") then
    self.synthesizer = synthesizer:reusable_bind(self)
  else
    self.synthesizer = synthesizer
    synthesizer:bind(self)
  end
  if props.permissions_boundary then props.permissions_boundary:_bind(self) end
  self:_add_permissions_boundary_aspect()
end

function Stack.is_stack(x) return engine.is_a(x, Stack) end
function Stack.of(construct) return engine.stack_of(construct) end

-- Computed properties
-- ---------------------------------------------------------------------------------------------------

Stack.get.stack_name = function(self) return self._stack_name end
Stack.get.url_suffix = function() return cdk.Aws.URL_SUFFIX end
Stack.get.stack_id = function(self) return cdk.ScopedAws(self).stack_id end
Stack.get.notification_arns = function(self) return cdk.ScopedAws(self).notification_arns end
Stack.get.env = function(self) return { account = self.account, region = self.region } end
Stack.get.nested = function(self) return self.nested_stack_resource ~= nil end
Stack.get._is_top_level_stack = function() return true end

Stack.get.partition = function(self)
  if not is_unresolved(self.region) and cdk.FeatureFlags._is_enabled(self, "@aws-cdk/core:enablePartitionLiterals") then
    return require("aws_cdk.region_info").Fact.find(self.region, "partition") or cdk.Aws.PARTITION
  end
  return cdk.Aws.PARTITION
end

--- The stack that contains a nested stack; nil for others.
Stack.get.nested_stack_parent = function(self)
  local resource = self.nested_stack_resource
  return resource and engine.stack_of(resource) or nil
end

--- Stacks that must be deployed before this one, in the order in which they were found.
Stack.get.dependencies = function(self)
  local stacks = {}
  for i, dependency in ipairs(self._dependencies) do stacks[i] = dependency.stack end
  return stacks
end

local agnostic_zones

-- Zones that were looked up are meant to be literal in the template.
function Stack:_silence_zone_warning()
  if self._zone_warning_silenced then return end
  self._zone_warning_silenced = true
  cdk.Validations.of(self):acknowledge {
    id = "CloudFormation-Validate::W3010",
    reason = "availability zones were looked up with stack.availability_zones, so they are literals in the template",
  }
end

--- Availability zones: for an unknown environment the first two at deployment, otherwise from a context look-up.
Stack.get.availability_zones = function(self)
  self:_silence_zone_warning()
  if is_unresolved(self.account) or is_unresolved(self.region) then
    local fallback = self.node:try_get_context("aws:cdk:availability-zones:fallback")
    if fallback then return fallback end
    if not agnostic_zones then
      local Fn = cdk.Fn
      agnostic_zones = { Fn.select(0, Fn.get_azs()), Fn.select(1, Fn.get_azs()) }
    end
    return agnostic_zones
  end
  local zones = cdk.ContextProvider.get_value(self, {
    provider = "availability-zones",
    dummy_value = { "dummy1a", "dummy1b", "dummy1c" },
  }).value
  if type(zones) ~= "table" then
    engine.fail(self, "the context value of availability zones must be a list, got %s", engine.display(zones))
  end
  return zones
end

local function glob_pattern(glob)
  return "^" .. glob:gsub("[%^%$%(%)%%%.%[%]%+%-]", "%%%0"):gsub("%*%*", "\0"):gsub("%*", "[^/]*"):gsub("%?", "[^/]")
    :gsub("\0", ".*") .. "$"
end

--- Whether assets of this stack must be bundled: the CLI names the stacks it will need.
Stack.get.bundling_required = function(self)
  local stacks = self.node:try_get_context("aws:cdk:bundling-stacks")
  if stacks == nil then return true end
  for _, glob in ipairs(stacks) do
    if self.node.path:find(glob_pattern(glob)) then return true end
  end
  return false
end

-- Values
-- ----------------------------------------------------------------------------------------------------------------

--- Resolves a value as in this stack's template.
function Stack:resolve(value) return engine.resolve(self, value) end

engine.list_to_text(function(stack, list) return require("aws_cdk.private.cfn_utils").stringify(stack, list) end)

--- JSON text of a value, with tokens spliced in.
function Stack:to_json_string(value, space) return engine.to_json_string(self, value, space) end

--- The same; JSON is YAML.
function Stack:to_yaml_string(value) return engine.to_json_string(self, value) end

function Stack:format_arn(components)
  return cdk.Arn.format(engine.check_struct("aws_cdk.ArnComponents", components, "components"), self)
end

function Stack:split_arn(arn, arn_format) return cdk.Arn.split(arn, arn_format) end -- luacheck: no unused args

-- Elements
-- --------------------------------------------------------------------------------------------------------------

--- The logical id of an element of this stack, after renaming.
function Stack:get_logical_id(element) return engine.logical_id_text(element) end

--- Gives an element a logical id; subclasses may decide otherwise.
function Stack:_allocate_logical_id(element) return engine.allocate_logical_id(self, element) end

--- Renames a logical id. Call it before the element's id is used; unknown ids are an error at synthesis.
function Stack:rename_logical_id(old_id, new_id) engine.rename_logical_id(self, old_id, new_id) end

--- Names a macro that processes the template.
function Stack:add_transform(transform)
  local options = self.template_options
  options.transforms = options.transforms or {}
  table.insert(options.transforms, transform)
end

--- Adds to the Metadata section of the template.
function Stack:add_metadata(key, value)
  local options = self.template_options
  options.metadata = options.metadata or engine.ordered()
  options.metadata[key] = value
end

Stack.get.tags = function(self) return self._tags end

function Stack:add_stack_tag(name, value) self.tags:set_tag(name, value) end
function Stack:remove_stack_tag(name) self.tags:remove_tag(name, 0) end

--- Applies mixins to the stack and everything below it; returns the stack.
function Stack:with(...)
  return require "aws_cdk.private.with_mixins"(self, ...)
end

-- Dependencies
-- ----------------------------------------------------------------------------------------------------------

--- Makes sure that this stack is deployed after `target`.
function Stack:add_stack_dependency(target, reason)
  engine.add_dependency(self, target, reason and tostring(reason) or
    ("<%s>.add_stack_dependency(<%s>)"):format(self.node.path, target.node.path))
end

function Stack:add_dependency(target, reason)
  engine.deprecated("aws_cdk.Stack#add_dependency", "use add_stack_dependency")
  self:add_stack_dependency(target, reason)
end

-- The reasons why this stack depends on `other`, directly or indirectly; nil if it does not.
local function reasons_for(self, other, seen)
  if rawequal(self, other) then return {} end
  seen[self] = true
  for _, dependency in ipairs(self._dependencies) do
    local further = not seen[dependency.stack] and reasons_for(dependency.stack, other, seen)
    if further then
      local reasons = {}
      for _, entry in ipairs(dependency.reasons) do reasons[#reasons + 1] = entry.reason end
      table.move(further, 1, #further, #reasons + 1, reasons)
      return reasons
    end
  end
  return nil
end

-- The dependency on a stack: its reasons, and the targets by source.
local function dependency_on(self, target)
  local found = self._dependency_on[target]
  if not found then
    found = { stack = target, reasons = {}, targets = {} }
    table.insert(self._dependencies, found)
    self._dependency_on[target] = found
  end
  return found
end

--- Records a dependency between stacks of a stage. `entry`: reason (text), source and target (constructs).
function Stack:_add_stack_dependency(target, entry)
  if not stack_order.put_first(self, target) then
    engine.fail(self, "the stack '%s' already depends on '%s' (%s); adding this dependency (%s) would make a cycle",
      target.node.path, self.node.path, table.concat(reasons_for(target, self, {}), ", "), entry.reason)
  end
  local dependency = dependency_on(self, target)
  local targets = dependency.targets[entry.source]
  if not targets then
    targets = {}
    dependency.targets[entry.source] = targets
  end
  if targets[entry.target] then return end
  targets[entry.target] = true
  targets[#targets + 1] = entry.target
  table.insert(dependency.reasons, entry)
end

-- Removes the first element for which `is` is true.
local function remove_first(list, is)
  for i, element in ipairs(list) do
    if is(element) then return table.remove(list, i) end
  end
end

--- Removes a recorded dependency; the stacks stay dependent while there is another reason.
function Stack:_remove_stack_dependency(target, entry)
  local dependency = self._dependency_on[target]
  local targets = dependency and dependency.targets[entry.source]
  if not targets or not targets[entry.target] then return end
  targets[entry.target] = nil
  remove_first(targets, function(known) return rawequal(known, entry.target) end)
  remove_first(dependency.reasons, function(known)
    return rawequal(known.source, entry.source) and rawequal(known.target, entry.target)
  end)
  if #dependency.reasons == 0 then
    self._dependency_on[target] = nil
    remove_first(self._dependencies, function(known) return known == dependency end)
  end
end

--- Targets of the dependencies that `source` caused.
function Stack:_stack_dependencies_caused_by(source)
  local all = {}
  for _, dependency in ipairs(self._dependencies) do
    local targets = dependency.targets[source]
    if targets then table.move(targets, 1, #targets, #all + 1, all) end
  end
  return all
end

-- Exports
-- ---------------------------------------------------------------------------------------------------------------

-- Where the outputs for other stacks go, the output's id and export name, for a reference to this stack.
local function resolve_exported(self, value)
  local reference = tokens.reverse(value)
  if not tokens.reference_target(reference) then
    engine.fail(self,
      "export_value needs an attribute of a resource (like bucket.bucket_name), or a name in its options")
  end
  local exportable = require("aws_cdk.private.references").exportable(self, reference)
  local scope = self.node:try_find_child("Exports") or Construct(self, "Exports")
  local id = "Output" .. engine.json(engine.resolve(self, exportable))
  local name = self:_generate_export_name(scope, id)
  return exportable, scope, id, name
end

function Stack:_generate_export_name(scope, id)
  local relative = cdk.FeatureFlags._is_enabled(scope, "@aws-cdk/core:stackRelativeExports")
  local scopes = scope.node.scopes
  local ids = {}
  for i = (relative and #self.node.scopes or 2) + 1, #scopes do ids[#ids + 1] = scopes[i].node.id end
  ids[#ids + 1] = id
  local prefix = self.stack_name .. ":"
  local part = engine.unique_id(ids)
  return prefix .. part:sub(math.max(0, #part - 255 + #prefix) + 1)
end

--- Exports a value for other stacks; returns the import. With `options.name` any value, else an attribute of a
--- resource.
function Stack:export_value(value, options)
  options = options or {}
  if options.name then
    if type(value) == "number" or type(value) == "boolean" then value = engine.view(value, "string") end
    cdk.CfnOutput(self, "Export" .. options.name, {
      value = value, export_name = options.name, description = options.description,
    })
    return cdk.Fn.import_value(options.name)
  end
  local exportable, scope, id, name = resolve_exported(self, value)
  if not scope.node:try_find_child(id) then
    cdk.CfnOutput(scope, id, { value = exportable, export_name = name, description = options.description })
  end
  return cdk.Fn.import_value(name)
end

--- The same for a list of strings, which is exported as one string.
function Stack:export_string_list_value(value, options)
  options = options or {}
  local Fn = cdk.Fn
  local name = options.name
  if name then
    if not engine.is_unresolved(value) and (type(value) ~= "table" or #value == 0) then
      engine.fail(self, "export_string_list_value needs a list of strings, got %s", engine.display(value))
    end
    cdk.CfnOutput(self, "Export" .. name, {
      value = Fn.join(LIST_DELIMITER, value), export_name = name, description = options.description,
    })
  else
    local exportable, scope, id
    exportable, scope, id, name = resolve_exported(self, value)
    if not scope.node:try_find_child(id) then
      cdk.CfnOutput(scope, id, {
        value = Fn.join(LIST_DELIMITER, exportable), export_name = name, description = options.description,
      })
    end
  end
  return Fn.split(LIST_DELIMITER, Fn.import_value(name))
end

--- A reference to another stack that is used with its own strength (strong, weak or both).
function Stack.consume_reference(value, strength)
  return require("aws_cdk.private.references").consume(value, strength or "both")
end

Stack.consume_list_reference = Stack.consume_reference

-- Environment
-- -----------------------------------------------------------------------------------------------------------

--- A fact of the stack's region; for an unknown region a mapping is looked up at deployment.
function Stack:regional_fact(fact_name, default_value)
  local region_info = require "aws_cdk.region_info"
  if not is_unresolved(self.region) then
    local value = region_info.Fact.find(self.region, fact_name) or default_value
    if value == nil then
      engine.fail(self, "nothing is known about %s in the region %s; -> add it with region_info.Fact.register",
        engine.display(fact_name), engine.display(self.region))
    end
    return value
  end
  local partitions = self.node:try_get_context("@aws-cdk/core:target-partitions")
  local map
  if partitions == nil or partitions == "undefined" then
    map = region_info.RegionInfo.region_map(fact_name)
  else
    if type(partitions) ~= "table" then
      engine.fail(self, "the context value @aws-cdk/core:target-partitions must be a list of strings, got %s",
        engine.display(partitions))
    end
    map = region_info.RegionInfo.limited_region_map(fact_name, partitions)
  end
  return require "aws_cdk.private.region_lookup"(self, fact_name, map, default_value)
end

--- Asks the CLI for a context value: `{ key, provider, props }`.
function Stack:report_missing_context_key(report)
  table.insert(self._missing_context, report)
end

--- The ARN of the permissions boundary that context or props request; nil if none.
Stack.get.permissions_boundary_arn = function(self)
  local context = self.node:try_get_context("@aws-cdk/core:permissionsBoundary")
  if not context then return nil end
  local specializer = require "aws_cdk.private.string_specializer"
  local qualifier = engine.has(self.synthesizer, "bootstrap_qualifier") and self.synthesizer.bootstrap_qualifier
    or self.node:try_get_context("@aws-cdk/core:bootstrapQualifier") or cdk.DefaultStackSynthesizer.DEFAULT_QUALIFIER
  local arn
  if context.arn then
    arn = specializer.specialize(self, qualifier, context.arn)
  elseif context.name then
    -- The name may contain placeholders; the rest of the ARN consists of tokens, which are left alone.
    arn = self:format_arn { service = "iam", resource = "policy", region = "",
      resource_name = specializer.specialize(self, qualifier, context.name) }
  end
  local text = arn and tostring(arn)
  for _, placeholder in ipairs { "${Qualifier}", "${AWS::AccountId}", "${AWS::Region}", "${AWS::Partition}" } do
    if text and text:find(placeholder, 1, true) then
      engine.fail(self,
        "the permissions boundary %s contains the placeholder %s, whose value is not known for a stack without "
          .. "env; -> give the stack env = { account = …, region = … }", engine.display(arn), placeholder)
    end
  end
  return arn
end

local function boundary_aspect(arn)
  return {
    visit = function(_, node)
      if not engine.is_a(node, cdk.CfnResource) then return end
      local type = node.cfn_resource_type
      if type == "AWS::IAM::Role" or type == "AWS::IAM::User" then
        node:add_property_override("PermissionsBoundary", arn)
      end
    end,
  }
end

function Stack:_add_permissions_boundary_aspect()
  local arn = self.permissions_boundary_arn
  if arn then
    cdk.Aspects.of(self):add(boundary_aspect(arn), { priority = require "aws_cdk.private.mutating_priority"(self) })
  end
end

-- Synthesis
-- -------------------------------------------------------------------------------------------------------------

local function check_resource_count(self, types)
  local limit = self.node:try_get_context("@aws-cdk/core:stackResourceLimit")
  limit = limit ~= nil and math.tointeger(tonumber(limit) or MAX_RESOURCES) or MAX_RESOURCES
  if limit <= 0 then return end
  local total, names = 0, {}
  for name, count in pairs(types) do
    total = total + count
    names[#names + 1] = name
  end
  if total > limit then
    engine.sort(names)
    for i, name in ipairs(names) do names[i] = ("%s (%d)"):format(name, types[name]) end
    engine.fail(self, "the stack '%s' has %d resources, more than the allowed %d: %s", self.node.path, total, limit,
      table.concat(names, ", "))
  elseif total >= limit * 0.8 then
    cdk.Annotations.of(self):add_info(("the stack has %d of at most %d resources"):format(total, limit))
  end
end

--- Writes the template; returns its file name and the SHA-256 of its text. The lookup role is written with missing
--- context.
function Stack:_synthesize_template(session, lookup_role_arn, lookup_role_external_id, lookup_role_options)
  self.node:add_metadata("aws:cdk:templateFile", self.template_file)
  local text, types = engine.template(self)
  check_resource_count(self, types)
  -- Characters count; there are never more of them than bytes.
  local size = #text
  if size > MAX_TEMPLATE_SIZE * 0.8 then size = text:characters() end
  if size > MAX_TEMPLATE_SIZE * 0.8 then
    local advice = self._suppress_template_indentation and "" or " or set suppress_template_indentation"
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/core:Stack.templateSize",
      ("the template has %d of at most %d characters; spread its resources over several stacks%s"):format(size,
        MAX_TEMPLATE_SIZE, advice))
  end
  session.output:write(self.template_file, text)
  local hash = text:sha256()
  text:release()
  for _, missing in ipairs(self._missing_context) do
    local props = engine.ordered()
    for key, value in pairs(missing.props or {}) do props[key] = value end
    props.lookupRoleArn = lookup_role_arn
    props.lookupRoleExternalId = lookup_role_external_id
    props.assumeRoleAdditionalOptions = lookup_role_options
    session.assembly:add_missing(engine.ordered("key", missing.key, "provider", missing.provider, "props", props))
  end
  return self.template_file, hash
end

return { Stack = Stack }
