--- Stages: a deployment under a name, with its logs, cache and limits.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local http_methods = require "aws_cdk.aws_apigateway.private.http_methods"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local CACHE_SIZE = "0.5"

local StageBase = engine.class("aws_cdk.aws_apigateway.StageBase", cdk.Resource)

--- Arguments: scope, id, ResourceProps.
function StageBase:init(scope, id, props) cdk.Resource.init(self, scope, id, props) end

StageBase.get.stage_ref = function(self)
  return { stage_name = self.stage_name, rest_api_id = self.rest_api.rest_api_id }
end

StageBase.get.stage_arn = function(self)
  return engine.stack_of(self):format_arn {
    service = "apigateway", account = "", resource = "restapis",
    resource_name = self.rest_api.rest_api_id .. "/stages/" .. self.stage_name,
    arn_format = cdk.ArnFormat.SLASH_RESOURCE_SLASH_RESOURCE_NAME,
  }
end

--- Adds a key for the stage.
function StageBase:add_api_key(id, options)
  return apigateway.ApiKey(self, id, l2.with({ stages = { self } }, options))
end

--- The address of a path ("/").
function StageBase:url_for_path(path)
  path = path or "/"
  if type(path) ~= "string" or path:sub(1, 1) ~= "/" then
    fail(self, "path must begin with /, got %s", display(path))
  end
  local stack = engine.stack_of(self)
  return "https://" .. self.rest_api.rest_api_id .. ".execute-api." .. stack.region .. "." .. stack.url_suffix .. "/"
    .. self.stage_name .. path
end

--------------------------------------------------------------------------------------------------------------------

local Stage = engine.class("aws_cdk.aws_apigateway.Stage", StageBase)

Stage._DEFAULT_NAME = "prod"

-- The resource path and the method of a key of method_options: "/foo/bar/GET", "/foo/*", "//GET" for the root.
local function split_path(self, path)
  if path:sub(1, 1) ~= "/" then fail(self, "a key of method_options must begin with /, got %s", display(path)) end
  local parts = {}
  for part in path:gmatch "/([^/]*)" do parts[#parts + 1] = part end
  if #parts < 2 then
    fail(self, "a key of method_options has the form /RESOURCE/METHOD, as in /foo/bar/GET, got %s", display(path))
  end
  local method = table.remove(parts):upper()
  if method ~= "*" then http_methods.check(self, method, path .. ": ") end
  if #parts == 1 and parts[1] == "*" then return method, "/*" end
  if #parts == 1 and parts[1] == "" then return method, "/" end
  return method, "/~1" .. table.concat(parts, "~1")
end

local function use_cache(self, failure, ...)
  if self._cache_enabled == false then fail(self, failure, ...) end
  self._cache_enabled = true
end

local function method_setting(self, path, options)
  if options.caching_enabled then
    use_cache(self, "%s: caching_enabled needs a cache cluster, which cache_cluster_enabled = false turns off", path)
  end
  local http_method, resource_path = split_path(self, path)
  return {
    http_method = http_method,
    resource_path = resource_path,
    cache_data_encrypted = options.cache_data_encrypted,
    cache_ttl_in_seconds = options.cache_ttl and options.cache_ttl:to_seconds(),
    caching_enabled = options.caching_enabled,
    data_trace_enabled = options.data_trace_enabled or false,
    logging_level = options.logging_level,
    metrics_enabled = options.metrics_enabled,
    throttling_burst_limit = options.throttling_burst_limit,
    throttling_rate_limit = options.throttling_rate_limit,
  }
end

local COMMON = {}
for _, field in ipairs(engine.schema.type("aws_cdk.aws_apigateway.MethodDeploymentOptions").fields) do
  COMMON[#COMMON + 1] = field.name
end

local function method_settings(self, props)
  local settings = {}
  for _, name in ipairs(COMMON) do
    if props[name] ~= nil then
      settings[1] = method_setting(self, "/*/*", props)
      break
    end
  end
  for _, path in ipairs(engine.keys(props.method_options)) do
    settings[#settings + 1] = method_setting(self, path, props.method_options[path])
  end
  return #settings > 0 and settings or nil
end

-- A log without the id of the request cannot be followed.
local function has_request_id(format)
  return format:find "%$context.requestId%f[^%w_]" or format:find "%$context.extendedRequestId%f[^%w_]"
end

local function access_log_setting(self, destination, format)
  if not destination and not format then return nil end
  local text = format and format:to_string()
  if type(text) == "string" and not engine.is_unresolved(text) and not has_request_id(text) then
    fail(self, "access_log_format must contain AccessLogField.context_request_id() or "
      .. "AccessLogField.context_extended_request_id()")
  end
  if not destination then fail(self, "access_log_format needs access_log_destination") end
  local bound = engine.ask(self, "aws_cdk.aws_apigateway.IAccessLogDestination", "bind", destination, self)
  if text == "" then text = nil end
  return { destination_arn = bound.destination_arn, format = text or apigateway.AccessLogFormat.clf():to_string() }
end

local function cache_size(self, size)
  if size then
    use_cache(self, "cache_cluster_size %s needs cache_cluster_enabled = true, got false", display(size))
  end
  if not self._cache_enabled then return nil end
  return size and size ~= "" and size or CACHE_SIZE
end

--- Arguments: scope, id, StageProps: deployment (required).
function Stage:init(scope, id, props)
  StageBase.init(self, scope, id)
  self._cache_enabled = props.cache_cluster_enabled
  local settings = method_settings(self, props)
  local logs = access_log_setting(self, props.access_log_destination, props.access_log_format)
  local size = cache_size(self, props.cache_cluster_size)
  local api, name = props.deployment.api, props.stage_name
  local resource = apigateway.CfnStage(self, "Resource", {
    stage_name = name ~= "" and name or Stage._DEFAULT_NAME,
    access_log_setting = logs,
    cache_cluster_enabled = self._cache_enabled,
    cache_cluster_size = size,
    client_certificate_id = props.client_certificate_id,
    deployment_id = props.deployment.deployment_id,
    rest_api_id = api.rest_api_id,
    description = props.description,
    documentation_version = props.documentation_version,
    variables = props.variables,
    tracing_enabled = props.tracing_enabled,
    method_settings = settings,
  })
  self.stage_name, self.rest_api = resource.ref, api
  if engine.has(api, "_attach_stage") then api:_attach_stage(self) end
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedStage", StageBase)
Imported.__model = rawget(Stage, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, attrs)
  StageBase.init(self, scope, id)
  self.stage_name, self.rest_api = attrs.stage_name, attrs.rest_api
end

--- A stage that exists, by its name and API.
function Stage.from_stage_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

return { Stage = Stage, StageBase = StageBase }
