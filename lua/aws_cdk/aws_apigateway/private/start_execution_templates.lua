--- Mapping templates for executing a state machine. They are part of stacks' templates, so their text is the library's.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local l2 = require "aws_cdk.l2"

local templates = {}

local HEAD = [[
## Velocity Template used for API Gateway request mapping template
##
## This template forwards the request body, header, path, and querystring
## to the execution input of the state machine.
##
## "@@" is used here as a placeholder for '"' to avoid using escape characters.

#set($inputString = '')
#set($includeHeaders = %s)
#set($includeQueryString = %s)
#set($includePath = %s)
#set($includeAuthorizer = %s)
#set($allParams = $input.params())
{
    "stateMachineArn": "]]

local BODY = [[
",

    #set($inputString = "$inputString,@@body@@: $input.body")

]]

-- A part of the input: whether it is there, its name and its values.
local PART = [[
    #if (FLAG)
        #set($inputString = "$inputString, @@NAME@@:{")
        #foreach($paramName in VALUES.keySet())
            #set($inputString = "$inputString @@$paramName@@: @@$util.escapeJavaScript(VALUES.get($paramName))@@")
            #if($foreach.hasNext)
                #set($inputString = "$inputString,")
            #end
        #end
        #set($inputString = "$inputString }")
]]

local CONTEXT = [[
    #set($requestContext = "]]

local TAIL = [[
")
    ## Check if the request context should be included as part of the execution input
    #if($requestContext && !$requestContext.empty)
        #set($inputString = "$inputString,")
        #set($inputString = "$inputString @@requestContext@@: $requestContext")
    #end

    #set($inputString = "$inputString}")
    #set($inputString = $inputString.replaceAll("@@",'"'))
    #set($len = $inputString.length() - 1)
    "input": "{$util.escapeJavaScript($inputString.substring(1,$len)).replaceAll("\\'","'")}"
}
]]

local END, BLANK = "    #end\n", (" "):rep(4)

local function part(flag, name, values)
  return (PART:gsub("%u%u%u%u+", { FLAG = flag, NAME = name, VALUES = values }))
end

local PARTS = table.concat {
  part("$includeHeaders", "header", "$allParams.header"), BLANK, BLANK, "\n", END, "\n",
  part("$includeQueryString", "querystring", "$allParams.querystring"), END, "\n",
  part("$includePath", "path", "$allParams.path"), END, BLANK, "\n",
  part("$includeAuthorizer", "authorizer", "$context.authorizer"), END, "\n",
}

-- Fields of the request's context: the option and the variable, in the order in which they are written.
local FIELDS = {
  { "account_id", "identity.accountId" }, { "api_id", "apiId" }, { "api_key", "identity.apiKey" },
  { "authorizer_principal_id", "authorizer.principalId" }, { "caller", "identity.caller" },
  { "cognito_authentication_provider", "identity.cognitoAuthenticationProvider" },
  { "cognito_authentication_type", "identity.cognitoAuthenticationType" },
  { "cognito_identity_id", "identity.cognitoIdentityId" },
  { "cognito_identity_pool_id", "identity.cognitoIdentityPoolId" }, { "http_method", "httpMethod" },
  { "stage", "stage" }, { "source_ip", "identity.sourceIp" }, { "user", "identity.user" },
  { "user_agent", "identity.userAgent" }, { "user_arn", "identity.userArn" }, { "request_id", "requestId" },
  { "resource_id", "resourceId" }, { "resource_path", "resourcePath" },
}

local function request_context(wanted)
  if not wanted or next(wanted) == nil then return "" end
  local object = engine.ordered()
  for _, row in ipairs(FIELDS) do
    if wanted[row[1]] then object[l2.camel(row[1])] = "$context." .. row[2] end
  end
  return (engine.json(object):gsub('"', "@@"))
end

--- The request to the service: what of the API's request becomes the input of the state machine.
function templates.request(state_machine, options)
  local head = HEAD:format(options.headers or false, options.querystring ~= false, options.path ~= false,
    options.authorizer or false)
  return head .. state_machine.state_machine_arn .. BODY .. PARTS .. CONTEXT .. request_context(options.request_context)
    .. TAIL
end

local function response(status_code, selection_pattern, template)
  return {
    selection_pattern = selection_pattern, status_code = status_code,
    response_templates = { ["application/json"] = template },
  }
end

--- The answers of the service.
function templates.integration_responses()
  return {
    response("200", nil, [=[
#set($inputRoot = $input.path('$'))
#if($input.path('$.status').toString().equals("FAILED"))
#set($context.responseOverride.status = 500)
{
"error": "$input.path('$.error')",
"cause": "$input.path('$.cause')"
}
#else
$input.path('$.output')
#end]=]),
    response("400", "4\\d{2}", '{\n            "error": "Bad request!"\n          }'),
    response("500", "5\\d{2}", "{\n          \"error\": \"$input.path('$.error')\"\n        }"),
  }
end

--- The answers of the API.
function templates.method_responses()
  local Model = apigateway.Model
  local function declared(status_code, model)
    return { status_code = status_code, response_models = { ["application/json"] = model } }
  end
  return { declared("200", Model.EMPTY_MODEL), declared("400", Model.ERROR_MODEL), declared("500", Model.ERROR_MODEL) }
end

return templates
