-- What the manifests of a cloud assembly say about a stack besides its template: its synthesizer and its assets.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local source = require "luacdk.import.source"

local is_ordered = engine.is_ordered

local published = {}

local function map_of(value) return is_ordered(value) and value or engine.ordered() end

-- A map of maps without what is none.
local function maps_of(value)
  local maps = engine.ordered()
  for key, entry in pairs(map_of(value)) do
    if is_ordered(entry) then maps[key] = entry end
  end
  return maps
end

-- The only destination of an asset; nil if there is none or more than one.
local function destination_of(asset)
  local destinations = maps_of(asset.destinations)
  local keys = engine.keys(destinations)
  return #keys == 1 and destinations[keys[1]] or nil
end

-- The synthesizer
-- ------------------------------------------------------------------------------------------------------------------

--- The qualifier of the bootstrap stack, from the artifact's properties.
function published.qualifier(properties)
  local parameter = tostring(properties.bootstrapStackVersionSsmParameter or "")
  return parameter:match "^/cdk%-bootstrap/([^/]+)/version$"
    or tostring(properties.assumeRoleArn or ""):match ":role/cdk%-(.-)%-deploy%-role%-"
    or cdk.DefaultStackSynthesizer.DEFAULT_QUALIFIER
end

-- The text with its placeholders filled in, as the synthesizer does it.
local function specialised(text, details)
  local env = details.env or {}
  local values = { Qualifier = details.qualifier, ["AWS::AccountId"] = env.account, ["AWS::Region"] = env.region }
  return (text:gsub("%${([%w:]+)}", values))
end

-- The bucket, prefix and role with which the stack's own template is published, and the repository and role of an
-- image.
local function destinations(details)
  local file, image, prefix
  for hash, entry in pairs(maps_of(details.files)) do
    if map_of(entry.source).path == details.template_file then
      file = destination_of(entry)
      local key = file and tostring(file.objectKey)
      local start = key and key:find(hash, 1, true)
      prefix = start and key:sub(1, start - 1) or ""
    end
  end
  for _, entry in pairs(maps_of(details.images)) do image = image or destination_of(entry) end
  return file, image, prefix
end

--- The source of the stack's synthesizer; nil for the default one. `bootstrapped`: the template has the default one's
--- rule.
function published.synthesizer(details, bootstrapped)
  local properties = details.properties
  local items = {}
  local function option(name, actual, default)
    if type(actual) == "string" and actual ~= specialised(default, details) then
      items[#items + 1] = { key = source.key(name), value = source.string(actual) }
    end
  end
  local Default = cdk.DefaultStackSynthesizer
  local file, image, prefix = destinations(details)
  if properties.stackTemplateAssetObjectUrl == nil then
    if properties.assumeRoleArn == nil and properties.cloudFormationExecutionRoleArn == nil then
      return { text = "cdk.LegacyStackSynthesizer()" }
    end
    option("deploy_role_arn", properties.assumeRoleArn, "")
    option("cloud_formation_execution_role_arn", properties.cloudFormationExecutionRoleArn, "")
    return { call = "cdk.BootstraplessSynthesizer", arguments = { { items = items } } }
  end
  local is_default = properties.assumeRoleArn ~= nil
  local class = is_default and "cdk.DefaultStackSynthesizer" or "cdk.CliCredentialsStackSynthesizer"
  if details.qualifier ~= Default.DEFAULT_QUALIFIER then
    items[1] = { key = source.key "qualifier", value = source.string(details.qualifier) }
  end
  if file then
    option("file_assets_bucket_name", file.bucketName, Default.DEFAULT_FILE_ASSETS_BUCKET_NAME)
    option("bucket_prefix", prefix, "")
  end
  if image then
    option("image_assets_repository_name", image.repositoryName, Default.DEFAULT_IMAGE_ASSETS_REPOSITORY_NAME)
  end
  if is_default then
    if file then
      option("file_asset_publishing_role_arn", file.assumeRoleArn or "", Default.DEFAULT_FILE_ASSET_PUBLISHING_ROLE_ARN)
    end
    if image then
      option("image_asset_publishing_role_arn", image.assumeRoleArn or "",
        Default.DEFAULT_IMAGE_ASSET_PUBLISHING_ROLE_ARN)
    end
    option("deploy_role_arn", properties.assumeRoleArn, Default.DEFAULT_DEPLOY_ROLE_ARN)
    option("deploy_role_external_id", properties.assumeRoleExternalId, "")
    option("cloud_formation_execution_role", properties.cloudFormationExecutionRoleArn,
      Default.DEFAULT_CLOUDFORMATION_ROLE_ARN)
    local lookup = map_of(properties.lookupRole)
    option("lookup_role_arn", lookup.arn, Default.DEFAULT_LOOKUP_ROLE_ARN)
    option("lookup_role_external_id", lookup.assumeRoleExternalId, "")
    option("bootstrap_stack_version_ssm_parameter", properties.bootstrapStackVersionSsmParameter,
      Default.DEFAULT_BOOTSTRAP_STACK_VERSION_SSM_PARAMETER)
    if properties.lookupRole == nil then
      items[#items + 1] = { key = source.key "use_lookup_role_for_stack_operations", value = { text = "false" } }
    end
    if not bootstrapped then
      items[#items + 1] = { key = source.key "generate_bootstrap_version_rule", value = { text = "false" } }
    end
    if #items == 0 then return nil end
  end
  if #items == 0 then return { text = class .. "()" } end
  return { call = class, arguments = { { items = items } } }
end

-- Assets
-- ------------------------------------------------------------------------------------------------------------------

local IMAGE = {
  dockerBuildArgs = "docker_build_args", dockerBuildContexts = "docker_build_contexts",
  dockerBuildSecrets = "docker_build_secrets", dockerBuildSsh = "docker_build_ssh",
  dockerBuildTarget = "docker_build_target", dockerFile = "docker_file", networkMode = "network_mode",
  platform = "platform", dockerOutputs = "docker_outputs", cacheDisabled = "docker_cache_disabled",
  cacheFrom = "docker_cache_from", cacheTo = "docker_cache_to", executable = "executable",
}

local function plain(value)
  if type(value) == "string" then return source.string(value) end
  if type(value) ~= "table" then return { text = tostring(value) } end
  local items = {}
  if is_ordered(value) then
    for key, entry in pairs(value) do items[#items + 1] = { key = source.key(key), value = plain(entry) } end
  else
    for i, entry in ipairs(value) do items[i] = { value = plain(entry) } end
  end
  return { items = items }
end

-- The file in the new assembly, staged there from its present place. `taken`: ids of the stack's constructs.
local function staged(folder, path, taken)
  if path:sub(1, 1) == "/" then return source.string(path) end
  path = folder .. path
  while path:find "[^/]+/%.%./" do path = path:gsub("[^/]+/%.%./", "", 1) end
  local number = 1
  while taken["Asset" .. number] do number = number + 1 end
  local id = "Asset" .. number
  taken[id] = true
  return { call = "staged", arguments = { { text = "stack" }, source.string(id), source.string(path) } }
end

-- Without an asset manifest, metadata tell the CLI what to publish and which parameters give the location.
local function legacy_assets(details, taken, calls)
  for _, entries in pairs(map_of(details.metadata)) do
    for _, entry in ipairs(type(entries) == "table" and entries or {}) do
      local data = is_ordered(entry) and entry.type == "aws:cdk:asset" and map_of(entry.data) or engine.ordered()
      local items = {}
      for name, value in pairs(data) do
        local piece = name == "path" and staged(details.folder, tostring(value), taken) or plain(value)
        items[#items + 1] = { key = source.key(name), value = piece }
      end
      if #items > 0 then
        local arguments = { source.string "aws:cdk:asset", { items = items } }
        calls[#calls + 1] = { call = "stack.node:add_metadata", arguments = arguments }
      end
    end
  end
end

--- Calls that publish the stack's assets, except its template, as they were: a list of sources.
function published.assets(details, taken)
  local calls = {}
  local function add(method, items)
    calls[#calls + 1] = { call = "stack.synthesizer:" .. method, arguments = { { items = items } } }
  end
  for hash, entry in pairs(maps_of(details.files)) do
    local from = map_of(entry.source)
    if from.path ~= details.template_file then
      local items = { { key = "source_hash = ", value = source.string(hash) } }
      local function item(key, piece) items[#items + 1] = { key = key .. " = ", value = piece } end
      if from.path then
        item("file_name", staged(details.folder, tostring(from.path), taken))
        item("packaging", source.string(tostring(from.packaging or "file")))
      end
      if from.executable then item("executable", plain(from.executable)) end
      if entry.displayName then item("display_name", source.string(tostring(entry.displayName))) end
      add("add_file_asset", items)
    end
  end
  for key, entry in pairs(maps_of(details.images)) do
    local target = destination_of(entry)
    local tag = target and tostring(target.imageTag) or key
    local hash = tag:match "%x+$"
    if not hash or #hash ~= 64 then hash = key end
    local items = { { key = "source_hash = ", value = source.string(hash) } }
    if #key > #hash + 1 and key:sub(-#hash - 1) == "-" .. hash then
      items[2] = { key = "asset_name = ", value = source.string(key:sub(1, -#hash - 2)) }
    end
    for name, value in pairs(map_of(entry.source)) do
      if name == "directory" then
        items[#items + 1] = { key = "directory_name = ", value = staged(details.folder, tostring(value), taken) }
      elseif IMAGE[name] then
        items[#items + 1] = { key = IMAGE[name] .. " = ", value = plain(value) }
      end
    end
    if entry.displayName then
      items[#items + 1] = { key = "display_name = ", value = source.string(tostring(entry.displayName)) }
    end
    add("add_docker_image_asset", items)
  end
  if details.properties.stackTemplateAssetObjectUrl == nil then legacy_assets(details, taken, calls) end
  return calls
end

--- The function that these calls use, for assets of the assembly in `folder`.
function published.staged_function(folder)
  return ([[
-- Puts a file or folder of the assembly that this script comes from into the new one; returns its path there. That
-- assembly must stay where it is (relative to the folder in which luacdk runs), or its files must be replaced by
-- others.
local function staged(stack, id, path)
  return cdk.AssetStaging(stack, id, { source_path = %s .. path }):relative_staged_path(stack)
end]]):format(source.literal(folder .. "/"))
end

return published
