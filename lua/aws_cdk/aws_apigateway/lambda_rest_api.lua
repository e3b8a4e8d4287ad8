--- REST APIs that pass everything to a function.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display
local RestApi = apigateway.RestApi

local LambdaRestApi = engine.class("aws_cdk.aws_apigateway.LambdaRestApi", RestApi)

-- A stage variable needs a non-empty value.
local ALLOWED = "[%w._~:/?#&=,-]"

local function variable_faults(props)
  local variables = props.deploy_options and props.deploy_options.variables
  for _, name in ipairs(engine.keys(variables)) do
    local value = variables[name]
    if type(value) == "string" and not value:find(ALLOWED) then
      return { ("the stage variable %s must have letters, digits or -._~:/?#&=, got %s"):format(name, display(value)) }
    end
  end
  return {}
end

-- The proxy takes all there is.
local function close(root)
  for _, name in ipairs { "add_resource", "add_method", "add_proxy" } do
    rawset(root, name, function()
      fail(root, "%s() cannot be called on a LambdaRestApi that is a proxy: -> give proxy = false", name)
    end)
  end
end

--- Arguments: scope, id, LambdaRestApiProps: handler (required), proxy (true).
function LambdaRestApi:init(scope, id, props)
  if props.default_integration then
    fail(scope, "the integration of a LambdaRestApi is its handler: -> leave out default_integration")
  end
  local integration = apigateway.LambdaIntegration(props.handler, props.integration_options)
  RestApi.init(self, scope, id, l2.with({ default_integration = integration }, props))
  if props.proxy ~= false then
    self.root:add_proxy()
    close(self.root)
  end
  self.node:add_validation { validate = function() return variable_faults(props) end }
end

return { LambdaRestApi = LambdaRestApi }
