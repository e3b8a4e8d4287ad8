--- The hash in the logical id of a function's current version: it changes when the function's version has to.
local engine = require "luacdk.engine"
local digest = require "aws_cdk.aws_lambda.digest"
local flags = require "aws_cdk.aws_lambda.flags"

-- Properties of AWS::Lambda::Function by whether they are part of a version; the others can change without a new one.
local VERSION_LOCKED = {
  Architectures = true,
  CapacityProviderConfig = true,
  Code = true,
  CodeSigningConfigArn = false,
  DeadLetterConfig = true,
  Description = true,
  DurableConfig = true,
  Environment = true,
  EphemeralStorage = true,
  FileSystemConfigs = true,
  FunctionName = true,
  FunctionScalingConfig = true,
  Handler = true,
  ImageConfig = true,
  KmsKeyArn = true,
  Layers = true,
  LoggingConfig = true,
  MemorySize = true,
  PackageType = true,
  PublishToLatestPublished = true,
  RecursiveLoop = true,
  ReservedConcurrentExecutions = false,
  Role = true,
  Runtime = true,
  RuntimeManagementConfig = true,
  SnapStart = true,
  Tags = false,
  TenancyConfig = false,
  Timeout = true,
  TracingConfig = true,
  VpcConfig = true,
}

-- The order in which properties are hashed; the rest follows sorted. Changing it changes every version.
local FUNCTION_ORDER = {
  "Code", "Handler", "Role", "Runtime", "Architectures", "CodeSigningConfigArn", "DeadLetterConfig", "Description",
  "Environment", "EphemeralStorage", "FileSystemConfigs", "FunctionName", "ImageConfig", "KmsKeyArn", "Layers",
  "MemorySize", "PackageType", "ReservedConcurrentExecutions", "RuntimeManagementConfig", "SnapStart", "Tags",
  "Timeout", "TracingConfig", "VpcConfig",
}

local LAYER_ORDER = {
  "Content", "CompatibleArchitectures", "CompatibleRuntimes", "Description", "LayerName", "LicenseInfo",
}

local md5 = digest.md5

-- A resource as it will be in the template, overrides included.
local function rendered(resource)
  local iterate, entries, first = pairs(engine.resolve_resource(resource).Resources)
  local _, entry = iterate(entries, first)
  return entry
end

local function final_properties(resource) return rendered(resource).Properties or {} end

local M = {}

M.rendered = rendered

-- Classifications made by the user.
local user_classified = {}

--- Says whether a property the library does not know is part of a version.
function M.classify(property_name, locked) user_classified[property_name] = locked end

local function is_locked(name)
  local locked = user_classified[name]
  if locked == nil then locked = VERSION_LOCKED[name] end
  return locked
end

-- An ordered copy of `properties`: names of `order` first, the others sorted.
local function sorted(properties, order)
  local result, done = engine.ordered(), {}
  for _, name in ipairs(order) do
    done[name] = true
    if properties[name] ~= nil then result[name] = properties[name] end
  end
  local rest = {}
  for name in pairs(properties) do
    if not done[name] then
      rest[#rest + 1] = name
    end
  end
  table.sort(rest)
  for _, name in ipairs(rest) do result[name] = properties[name] end
  return result
end

-- The properties that make a version, or an error naming those nobody classified.
local function version_properties(properties, fn)
  local result, unknown = {}, {}
  for name, value in pairs(properties) do
    local locked = is_locked(name)
    if locked == nil and value ~= nil and value ~= engine.NULL then
      unknown[#unknown + 1] = name
    elseif locked then
      result[name] = value
    end
  end
  if #unknown > 0 then
    table.sort(unknown)
    engine.fail(fn, "it is not known whether the properties [%s] make a new version of the function: -> call "
      .. "lambda.Function.classify_version_property(name, true or false) for each", table.concat(unknown, ", "))
  end
  return result
end

local function layers_hash(layers)
  local config = engine.ordered()
  for _, layer in ipairs(layers) do
    local resource = layer.node.default_child
    if resource then
      config[layer.node.id] = sorted(final_properties(resource), LAYER_ORDER)
    else
      local runtimes = layer.compatible_runtimes
      if engine.is_unresolved(layer.layer_version_arn) then
        local names
        if runtimes then
          names = {}
          for i, runtime in ipairs(runtimes) do names[i] = runtime.name end
        end
        config[layer.node.id] = engine.ordered("arn", engine.resolve(layer, layer.layer_version_arn), "runtimes", names)
      else
        config[layer.layer_version_arn] = M.runtime_rows(runtimes)
      end
    end
  end
  return md5(engine.json(config))
end

--- Runtimes as imported layers are hashed with them: all public fields, in the order of the reference.
function M.runtime_rows(runtimes)
  if not runtimes then return nil end
  local rows = {}
  for i, runtime in ipairs(runtimes) do
    local image = runtime.bundling_image:to_json()
    rows[i] = engine.ordered(
      "name", runtime.name,
      "supportsInlineCode", runtime.supports_inline_code,
      "supportsCodeGuruProfiling", runtime.supports_code_guru_profiling,
      "supportsSnapStart", runtime.supports_snap_start,
      "family", runtime.family,
      "bundlingDockerImage", image,
      "bundlingImage", image,
      "isVariable", runtime.is_variable)
  end
  return engine.list(rows)
end

--- Layers in the order of their paths, as the flag recognizeLayerVersion wants them.
function M.sorted_layers(layers)
  local copy = table.move(layers, 1, #layers, 1, {})
  table.sort(copy, function(a, b)
    return a.node.path < b.node.path
  end)
  return copy
end

--- The hash of a function's present configuration.
-- @param fn a Function
-- @param additional text appended before hashing ("" if left out)
function M.calculate(fn, additional)
  local resource = fn.node.default_child
  local properties = final_properties(resource)
  local text
  if flags.enabled(fn, flags.RECOGNIZE_VERSION_PROPS, true) then
    text = engine.json(sorted(version_properties(properties, fn), FUNCTION_ORDER))
  else
    text = engine.json(engine.resolve_resource(resource, sorted(properties, FUNCTION_ORDER)))
  end
  if flags.enabled(fn, flags.RECOGNIZE_LAYER_VERSION) then
    text = text .. layers_hash(M.sorted_layers(fn._layers or {}))
  end
  return md5(text .. (additional or ""))
end

return M
