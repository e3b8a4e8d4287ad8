-- How EventBridge signs in at HTTP endpoints.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local l2 = require "aws_cdk.l2"

local Resource = cdk.Resource

--------------------------------------------------------------------------------------------------------------------

local HttpParameter = engine.class "aws_cdk.aws_events.HttpParameter"

function HttpParameter:init() end

local Parameter = engine.class("aws_cdk.aws_events.HttpParameterValue", HttpParameter)

function Parameter:init(value, is_secret) self._value, self._is_secret = value, is_secret end
function Parameter:_render(name) return { key = name, value = self._value, is_value_secret = self._is_secret } end

--- A parameter that may be read by everyone, or one that is kept as a secret.
function HttpParameter.from_string(value) return Parameter(value, false) end
function HttpParameter.from_secret(value) return Parameter(value:unsafe_unwrap(), true) end

local function parameters(map)
  if not map or next(map) == nil then return nil end
  local list = {}
  for i, name in ipairs(engine.keys(map)) do list[i] = map[name]:_render(name) end
  return list
end

local function http_parameters(props)
  return {
    body_parameters = parameters(props.body_parameters),
    header_parameters = parameters(props.header_parameters),
    query_string_parameters = parameters(props.query_string_parameters),
  }
end

--------------------------------------------------------------------------------------------------------------------

local Authorization = engine.class "aws_cdk.aws_events.Authorization"

function Authorization:init() end

local Method = engine.class("aws_cdk.aws_events.AuthorizationMethod", Authorization)

function Method:init(kind, auth_parameters) self._kind, self._parameters = kind, auth_parameters end

--- By a key in a header.
function Authorization.api_key(api_key_name, api_key_value)
  return Method("API_KEY", {
    api_key_auth_parameters = { api_key_name = api_key_name, api_key_value = api_key_value:unsafe_unwrap() },
  })
end

--- By user name and password.
function Authorization.basic(username, password)
  return Method("BASIC", { basic_auth_parameters = { username = username, password = password:unsafe_unwrap() } })
end

local OAUTH_METHODS = { POST = true, GET = true, PUT = true }

--- By OAuth. Options: authorization_endpoint, client_id, client_secret, http_method (required), body_parameters,
--  header_parameters, query_string_parameters.
function Authorization.oauth(props)
  if not OAUTH_METHODS[props.http_method] then
    engine.fail(nil, "http_method of OAuth must be one of GET, POST and PUT, got %s", engine.display(props.http_method))
  end
  return Method("OAUTH_CLIENT_CREDENTIALS", {
    o_auth_parameters = {
      authorization_endpoint = props.authorization_endpoint,
      client_parameters = { client_id = props.client_id, client_secret = props.client_secret:unsafe_unwrap() },
      http_method = props.http_method,
      o_auth_http_parameters = http_parameters(props),
    },
  })
end

--------------------------------------------------------------------------------------------------------------------

local ROW = {
  arn = { "connection_arn", service = "events", resource = "connection" },
  name = { "connection_name" },
  attributes = { connection_arn = "attr_arn", connection_secret_arn = "attr_secret_arn" },
}

local Connection = l2.resource("aws_cdk.aws_events.Connection", Resource, ROW)

--- Arguments: scope, id, ConnectionProps: authorization (required), body_parameters, connection_name, description,
--  header_parameters, query_string_parameters.
function Connection:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.connection_name })
  local authorization, auth_parameters = props.authorization, {}
  for key, value in pairs(authorization._parameters) do auth_parameters[key] = value end
  if props.header_parameters or props.query_string_parameters or props.body_parameters then
    auth_parameters.invocation_http_parameters = http_parameters(props)
  end
  self._resource = events.CfnConnection(self, "Connection", {
    authorization_type = authorization._kind,
    auth_parameters = auth_parameters,
    description = props.description,
    name = self.physical_name,
  })
end

local Imported = l2.imports(Connection, Resource, ROW, function(self, attrs)
  self.connection_name = self.connection_name or ""
  self.connection_secret_arn = attrs.connection_secret_arn
end)

--- A connection by its ARN and that of its secret.
function Connection.from_event_bus_arn(scope, id, connection_arn, connection_secret_arn)
  return Imported(scope, id, { connection_arn = connection_arn, connection_secret_arn = connection_secret_arn })
end

return { Authorization = Authorization, Connection = Connection, HttpParameter = HttpParameter }
