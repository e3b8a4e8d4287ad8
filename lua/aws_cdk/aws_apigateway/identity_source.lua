--- Where in a request an authorizer finds who sent it.
local engine = require "luacdk.engine"

local IdentitySource = engine.class "aws_cdk.aws_apigateway.IdentitySource"

local function source(prefix, name)
  if type(name) == "string" and not name:find "%S" then
    engine.fail(nil, "the name of an identity source must not be empty")
  end
  return prefix .. name
end

--- A header of the request.
function IdentitySource.header(header_name) return source("method.request.header.", header_name) end

--- A parameter of the query.
function IdentitySource.query_string(query_string) return source("method.request.querystring.", query_string) end

--- A variable of the stage.
function IdentitySource.stage_variable(stage_variable) return source("stageVariables.", stage_variable) end

--- A variable of the request's context.
function IdentitySource.context(context) return source("context.", context) end

return { IdentitySource = IdentitySource }
