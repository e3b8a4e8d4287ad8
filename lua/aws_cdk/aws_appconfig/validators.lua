--- What checks configurations before they are deployed.
local engine = require "luacdk.engine"
local read = require "aws_cdk.aws_appconfig.private.read"

local JsonSchemaValidator = engine.class "aws_cdk.aws_appconfig.JsonSchemaValidator"

function JsonSchemaValidator:init() end

local function validator(class, kind, content)
  local made = class()
  made.content, made.type = content, kind
  return made
end

--- A JSON schema in a file of this machine.
function JsonSchemaValidator.from_file(input_path)
  return validator(JsonSchemaValidator, "JSON_SCHEMA", read(input_path))
end

--- A JSON schema.
function JsonSchemaValidator.from_inline(code) return validator(JsonSchemaValidator, "JSON_SCHEMA", code) end

local LambdaValidator = engine.class "aws_cdk.aws_appconfig.LambdaValidator"

function LambdaValidator:init() end

--- A function, which AppConfig may call from now on.
function LambdaValidator.from_function(func)
  require "aws_cdk.aws_appconfig.private.permission"(func)
  return validator(LambdaValidator, "LAMBDA", func.function_arn)
end

return { JsonSchemaValidator = JsonSchemaValidator, LambdaValidator = LambdaValidator }
