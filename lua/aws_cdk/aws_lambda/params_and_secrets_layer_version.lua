--- The extension that caches parameters and secrets.
local engine = require "luacdk.engine"
local layer_arns = require "aws_cdk.aws_lambda.layer_arns"

local ParamsAndSecretsLayerVersion = engine.class("aws_cdk.aws_lambda.ParamsAndSecretsLayerVersion")

local function make(version, arn, options)
  local layer = ParamsAndSecretsLayerVersion()
  layer._version = version
  layer._arn = arn
  layer._options = options or {}
  return layer
end

--- The layer by its ARN.
function ParamsAndSecretsLayerVersion.from_version_arn(arn, options)
  return make(nil, arn, options)
end

--- The layer by version, the ARN being that of the function's region and architecture.
function ParamsAndSecretsLayerVersion.from_version(version, options)
  return make(version, nil, options)
end

local function literal(value) return value ~= nil and not engine.is_unresolved(value) end

local function check(options, fn)
  local size, port, connections = options.cache_size, options.http_port, options.max_connections
  if literal(size) and (size < 0 or size > 1000) then
    engine.fail(fn, "cache_size must be 0 to 1000; it is %s", engine.display(size))
  end
  if literal(port) and (port < 1 or port > 65535) then
    engine.fail(fn, "http_port must be 1 to 65535; it is %s", engine.display(port))
  end
  if literal(connections) and connections < 1 then
    engine.fail(fn, "max_connections must be at least 1; it is %s", engine.display(connections))
  end
  for _, name in ipairs { "secrets_manager_ttl", "parameter_store_ttl" } do
    local ttl = options[name]
    if ttl and ttl:to_seconds() > 300 then
      engine.fail(fn, "%s must be at most 300 seconds; it is %s", name, engine.display(ttl:to_seconds()))
    end
  end
end

-- A value as JavaScript prints it.
local function text(value)
  if type(value) == "string" or engine.is_unresolved(value) then return value end
  return engine.json(value)
end

local function variables(options, fn)
  check(options, fn)
  local timeout, ttl = options.secrets_manager_timeout, options.secrets_manager_ttl
  local ssm_timeout, ssm_ttl = options.parameter_store_timeout, options.parameter_store_ttl
  local cache = options.cache_enabled
  if cache == nil then cache = true end
  return engine.ordered(
    "PARAMETERS_SECRETS_EXTENSION_CACHE_ENABLED", text(cache),
    "PARAMETERS_SECRETS_EXTENSION_CACHE_SIZE", text(options.cache_size or 1000),
    "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", text(options.http_port or 2773),
    "PARAMETERS_SECRETS_EXTENSION_LOG_LEVEL", options.log_level or "info",
    "PARAMETERS_SECRETS_EXTENSION_MAX_CONNECTIONS", text(options.max_connections or 3),
    "SECRETS_MANAGER_TIMEOUT_MILLIS", text(timeout and timeout:to_milliseconds() or 0),
    "SECRETS_MANAGER_TTL", text(ttl and ttl:to_seconds() or 300),
    "SSM_PARAMETER_STORE_TIMEOUT_MILLIS", text(ssm_timeout and ssm_timeout:to_milliseconds() or 0),
    "SSM_PARAMETER_STORE_TTL", text(ssm_ttl and ssm_ttl:to_seconds() or 300))
end

function ParamsAndSecretsLayerVersion:_bind(scope, fn)
  local arn = self._arn
  if not arn then
    local architecture = fn.architecture.name
    local fact = ("params-and-secrets-layer:%s_%s"):format(self._version:gsub("%.", "_"), architecture)
    arn = layer_arns.find(scope, fact,
      ("the parameters and secrets extension %s for %s"):format(self._version, architecture))
  end
  return { arn = arn, environment_vars = variables(self._options, fn) }
end

return { ParamsAndSecretsLayerVersion = ParamsAndSecretsLayerVersion }
