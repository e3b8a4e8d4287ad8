local engine = require "luacdk.engine"
local dry_run = require "aws_cdk.private.dry_run"
local schema_version = require "aws_cdk.private.schema_version"

local M = {}

local ordered, is_unresolved = engine.ordered, engine.is_unresolved

-- Tags for the CLI, which cannot know values of the deployment.
local function stack_tags(stack)
  local literal, ignored, entries, any = ordered(), {}, {}, false
  -- CLIs read tags in the manifest in CloudFormation's spelling.
  local key_name, value_name = "Key", "Value"
  if schema_version.has_metadata_file() then key_name, value_name = "key", "value" end
  for key, value in pairs(stack.tags:tag_values()) do
    any = true
    literal[key] = value
    if is_unresolved(key) or is_unresolved(value) then
      ignored[#ignored + 1] = (is_unresolved(key) and "<TOKEN>" or key) .. "=" .. (is_unresolved(value) and "<TOKEN>"
        or value)
    else
      entries[#entries + 1] = ordered(key_name, key, value_name, value)
    end
  end
  if #ignored > 0 then
    stack.node:add_metadata("aws:cdk:warning",
      "these tags of the stack contain values known only at deployment and are ignored: "
      .. table.concat(ignored, ", ")
        .. "; keep them to resources with { exclude_resource_types = { 'aws:cdk:stack' } }")
  end
  if #entries > 0 then stack.node:add_metadata("aws:cdk:stack-tags", entries) end
  return any and literal or nil
end

local function lookup_role(role)
  if not role then return nil end
  return ordered(
    "arn", role.arn,
    "assumeRoleExternalId", role.assume_role_external_id,
    "assumeRoleAdditionalOptions", role.assume_role_additional_options,
    "requiresBootstrapStackVersion", role.requires_bootstrap_stack_version,
    "bootstrapStackVersionSsmParameter", role.bootstrap_stack_version_ssm_parameter)
end

-- Raises the manifest's version to what the properties need.
local function need_versions(builder, stack, options)
  local lookup = options.lookup_role
  if stack._notification_arns then builder:need_version(schema_version.NOTIFICATION_ARNS) end
  if options.assume_role_additional_options or lookup and lookup.assume_role_additional_options then
    builder:need_version(schema_version.ROLE_OPTIONS)
  end
end

-- The levels of the manifest around an artifact (manifest, artifacts) and around its metadata.
local ARTIFACT_DEPTH = 2
local METADATA_DEPTH = ARTIFACT_DEPTH + 1

-- The stack's metadata for the manifest, or the name of the file that it was written to.
local function metadata_of(session, stack)
  if dry_run.is_on() then return nil, nil end -- nobody would read it
  if not schema_version.has_metadata_file() then return engine.metadata(stack, METADATA_DEPTH), nil end
  local metadata = engine.metadata(stack)
  if not metadata then return nil, nil end
  local file = stack.artifact_id .. ".metadata.json"
  session.output:write(file, metadata)
  session.assembly:need_version(schema_version.METADATA_FILE)
  return nil, file
end

-- The artifact of a stack that must be deployed before. One of a product has none: whoever launches the product deploys
-- it.
local function artifact_before(stack, dependency)
  if not dependency._is_top_level_stack and not dependency.nested then
    engine.fail(stack, "the stack uses or awaits something of '%s', which is not deployed with the app, but by those "
      .. "who launch the product: -> make it in another stack", dependency.node.path)
  end
  return dependency.artifact_id
end

--- Writes the stack's metadata and adds its artifact to the manifest. Fails if the stack depends on one without an
--- artifact.
function M.add(session, stack, options)
  local tags = stack_tags(stack)
  local dependencies = {}
  for i, dependency in ipairs(stack.dependencies) do dependencies[i] = artifact_before(stack, dependency) end
  for _, id in ipairs(options.additional_dependencies or {}) do dependencies[#dependencies + 1] = id end
  local properties = ordered(
    "templateFile", stack.template_file,
    "terminationProtection", stack.termination_protection,
    "tags", tags,
    "validateOnSynth", session.validate_on_synth or false,
    "notificationArns", stack._notification_arns and engine.list(stack._notification_arns),
    "parameters", options.parameters,
    "assumeRoleExternalId", options.assume_role_external_id,
    "assumeRoleArn", options.assume_role_arn,
    "assumeRoleAdditionalOptions", options.assume_role_additional_options,
    "cloudFormationExecutionRoleArn", options.cloud_formation_execution_role_arn,
    "stackTemplateAssetObjectUrl", options.stack_template_asset_object_url,
    "requiresBootstrapStackVersion", options.requires_bootstrap_stack_version,
    "bootstrapStackVersionSsmParameter", options.bootstrap_stack_version_ssm_parameter,
    "additionalDependencies", options.additional_dependencies,
    "lookupRole", lookup_role(options.lookup_role),
    "stackName", stack.stack_name ~= stack.artifact_id and stack.stack_name or nil)
  need_versions(session.assembly, stack, options)
  local metadata, metadata_file = metadata_of(session, stack)
  -- As text: a table takes several times as much until the manifest is written.
  session.assembly:add_artifact(stack.artifact_id, engine.json_buffer(ordered(
    "type", "aws:cloudformation:stack",
    "environment", stack.environment,
    "properties", properties,
    "dependencies", #dependencies > 0 and dependencies or nil,
    "metadata", metadata,
    "additionalMetadataFile", metadata_file,
    "displayName", stack.node.path), 2, ARTIFACT_DEPTH))
  if metadata then metadata:release() end
end

return M
