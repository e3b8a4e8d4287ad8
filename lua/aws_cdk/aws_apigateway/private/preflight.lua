--- The answer to a browser's preflight request, of CORS options.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local ALL_METHODS = apigateway.Cors.ALL_METHODS
local NO_CONTENT = 204

local function quoted(value) return "'" .. value .. "'" end
local function listed(list) return engine.is_token(list) and list or l2.joined(list, ",") end

local function check_origins(self, origins)
  if #origins == 0 then fail(self, "allow_origins must have at least one origin") end
  if l2.includes(origins, "*") and #origins > 1 then
    fail(self, [[allow_origins has either "*" alone or origins by name, got %s]], l2.joined(origins, ","))
  end
end

local function allowed_methods(self, methods)
  if not methods then return ALL_METHODS end
  if not l2.includes(methods, "ANY") then return methods end
  if #methods > 1 then
    fail(self, "allow_methods has ANY alone or methods by name, got %s", l2.joined(methods, ","))
  end
  return ALL_METHODS
end

local function max_age(self, options)
  if options.max_age and options.disable_cache then fail(self, "max_age and disable_cache are mutually exclusive") end
  if options.disable_cache then return -1 end
  local seconds = options.max_age and options.max_age:to_seconds()
  return seconds ~= 0 and seconds or nil
end

local function headers_of(self, options)
  local headers = engine.ordered()
  local function set(name, value) headers["method.response.header." .. name] = quoted(value) end
  local origins = options.allow_origins
  local names = options.allow_headers or apigateway.Cors.DEFAULT_HEADERS
  check_origins(self, origins)
  set("Access-Control-Allow-Headers", listed(names))
  set("Access-Control-Allow-Origin", origins[1])
  if origins[1] ~= "*" then set("Vary", "Origin") end
  set("Access-Control-Allow-Methods", listed(allowed_methods(self, options.allow_methods)))
  if options.allow_credentials then set("Access-Control-Allow-Credentials", "true") end
  local age = max_age(self, options)
  if age then set("Access-Control-Max-Age", l2.number_text(age)) end
  if options.expose_headers then set("Access-Control-Expose-Headers", listed(options.expose_headers)) end
  return headers
end

-- API Gateway answers with the first origin; a template chooses among further ones by the request's own.
local function choice_of_origin(origins)
  if #origins < 2 then return nil end
  local conditions = {}
  for i = 2, #origins do conditions[i - 1] = ('$origin == "%s"'):format(origins[i]) end
  return { ["application/json"] = table.concat({
    '#set($origin = $input.params().header.get("Origin"))',
    '#if($origin == "")',
    '  #set($origin = $input.params().header.get("origin"))',
    "#end",
    ("#if(%s)"):format(table.concat(conditions, " || ")),
    "  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)",
    "#end",
  }, "\n") }
end

--- Gives the integration and the options of the method OPTIONS of a resource.
local function preflight(self, options)
  local headers = headers_of(self, options)
  local status = l2.number_text(options.status_code or NO_CONTENT)
  local declared = engine.ordered()
  for _, name in ipairs(engine.keys(headers)) do declared[name] = true end
  local integration = apigateway.MockIntegration {
    request_templates = { ["application/json"] = "{ statusCode: 200 }" },
    integration_responses = {
      engine.ordered("status_code", status, "response_parameters", headers,
        "response_templates", choice_of_origin(options.allow_origins)),
    },
  }
  return integration, {
    authorizer = { authorizer_id = "", authorization_type = "NONE" },
    api_key_required = false,
    authorization_type = "NONE",
    method_responses = { { status_code = status, response_parameters = declared } },
  }
end

return preflight
