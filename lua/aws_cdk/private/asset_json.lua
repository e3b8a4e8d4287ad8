--- JSON of option tables, which is part of the hashes of bundled assets and of images.
--
-- The reference uses JSON.stringify of the user's object, with keys in the order in which they were written. Lua keeps
-- no order, so the order is that of the Python structs: required members first, then alphabetical; free maps are
-- sorted, unless they remember an order of their own.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"

local asset_json = {}

local function list(values)
  return engine.list { table.unpack(values) }
end

local function map(values)
  if engine.is_ordered(values) then return values end
  local copy = {}
  for key, value in pairs(values) do copy[key] = value end
  return engine.map(copy)
end

-- rows: { name here, name in JSON, conversion or nil }
local function render(rows, options)
  local result = engine.ordered()
  for _, row in ipairs(rows) do
    local name, key, convert = row[1], row[2], row[3]
    local value = options[name]
    if value ~= nil then
      if convert then value = convert(value) end
      result[key] = value
    end
  end
  return result
end

local function structs(rows)
  return function(values)
    local result = {}
    for i, value in ipairs(values) do result[i] = render(rows, value) end
    return engine.list(result)
  end
end

local CACHE_OPTION = { { "type", "type" }, { "params", "params", map } }

local BUILD_OPTIONS = {
  { "image_path", "imagePath" },
  { "output_path", "outputPath" },
  { "build_args", "buildArgs", map },
  { "build_contexts", "buildContexts", map },
  { "cache_disabled", "cacheDisabled" },
  { "cache_from", "cacheFrom", structs(CACHE_OPTION) },
  { "cache_to", "cacheTo", function(option) return render(CACHE_OPTION, option) end },
  { "file", "file" },
  { "network", "network" },
  { "platform", "platform" },
  { "target_stage", "targetStage" },
}

local VOLUME = {
  { "container_path", "containerPath" },
  { "host_path", "hostPath" },
  { "consistency", "consistency" },
}

local DEFAULT_PORTS = { http = "80", https = "443", ftp = "21", ws = "80", wss = "443" }

-- An index URL without its password, which may change without changing the result. Others stay unchanged.
local function without_password(name, value)
  local scheme, rest = tostring(value):match "^%s*(%a[%w+.-]*)://([^%s].*)$"
  local authority, path = (rest or ""):match "^([^/?#]*)(.*)$"
  local user, host = authority:match "^(.*)@([^@]*)$"
  host = host or authority
  if not scheme or host == "" or host:find "[%s<>\\^|]" then
    engine.fail(nil, "%s must be a URL such as https://host/simple, got %s", name, engine.display(value))
  end
  local account, password = (user or ""):match "^([^:]*):(.*)$"
  if not password or password == "" then return value end
  scheme, host = scheme:lower(), host:lower()
  host = host:gsub(":(%d*)$", function(port)
    return (port == "" or port == DEFAULT_PORTS[scheme]) and "" or ":" .. port
  end)
  if not path:find "^/" then path = "/" .. path end
  return ("%s://%s%s%s"):format(scheme, account == "" and "" or account .. "@", host, path)
end

local function environment(variables)
  local result = map(variables)
  for _, name in ipairs { "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL" } do
    if result[name] ~= nil then
      if result == variables then -- remembers its order; the user's own must not change
        local copy = engine.ordered()
        for key, value in pairs(result) do copy[key] = value end
        result = copy
      end
      result[name] = without_password(name, result[name])
    end
  end
  return result
end

-- Of the user's own bundler only its data counts: methods, private fields and values without a JSON form are left out.
local function data_of(value, depth)
  local result = {}
  for key, member in next, value do
    local kind = type(member)
    if type(key) == "string" and key:sub(1, 1) ~= "_" then
      if kind == "string" or kind == "number" or kind == "boolean" then
        result[key] = member
      elseif kind == "table" and depth < 8 and not getmetatable(member) then
        result[key] = #member > 0 and list(member) or data_of(member, depth + 1)
      end
    end
  end
  return engine.map(result)
end

local function bundler(value)
  return type(value) == "table" and data_of(value, 1) or engine.map {}
end

local BUNDLING_OPTIONS = {
  { "image", "image", function(image) return image:to_json() end },
  { "bundling_file_access", "bundlingFileAccess" },
  { "command", "command", list },
  { "entrypoint", "entrypoint", list },
  { "environment", "environment", environment },
  { "local", "local", bundler },
  { "network", "network" },
  { "output_type", "outputType" },
  { "platform", "platform" },
  { "security_opt", "securityOpt" },
  { "user", "user" },
  { "volumes", "volumes", structs(VOLUME) },
  { "volumes_from", "volumesFrom", list },
  { "working_directory", "workingDirectory" },
}

--- JSON of DockerBuildOptions, or of the DockerBuildAssetOptions of lambda.Code.
function asset_json.build_options(options)
  return assembly.print_json(render(BUILD_OPTIONS, options))
end

--- JSON of BundlingOptions. An image that bundles for one of our classes knows the JSON of the reference's class.
function asset_json.bundling_options(options)
  local own = rawget(options.image, "_bundling_json")
  if own then return own() end
  return assembly.print_json(render(BUNDLING_OPTIONS, options))
end

asset_json.list = list
asset_json.map = map
asset_json.environment = environment
asset_json.volumes = structs(VOLUME)

return asset_json
