--- Functions in JavaScript that CloudFront runs itself, at its edge locations.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local cx_api = require "aws_cdk.cx_api"

local FunctionRuntime = cloudfront.FunctionRuntime

local LONGEST_ID = 41

local Function = engine.class("aws_cdk.aws_cloudfront.Function", cdk.Resource)

local function default_name(self)
  local id = cdk.Names.unique_id(self)
  if #id > LONGEST_ID then
    id = cdk.Names.unique_resource_name(self, { max_length = LONGEST_ID - 1, allowed_special_characters = "-_" })
  end
  return self.stack.region .. id
end

local function default_runtime(self, store)
  local newer = store or cdk.FeatureFlags.of(self):is_enabled(cx_api.CLOUDFRONT_FUNCTION_DEFAULT_RUNTIME_V2_0)
  return newer and FunctionRuntime.JS_2_0 or FunctionRuntime.JS_1_0
end

--- Arguments: scope, id, FunctionProps: code (required).
function Function:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local name, store = props.function_name or default_name(self), props.key_value_store
  local runtime = (props.runtime or default_runtime(self, store)).value
  self.function_name, self.function_runtime = name, runtime
  if store and runtime == FunctionRuntime.JS_1_0.value then
    engine.fail(self, "a function with key_value_store needs a newer runtime than %s; -> use JS_2_0", runtime)
  end
  local resource = cloudfront.CfnFunction(self, "Resource", {
    auto_publish = props.auto_publish ~= false,
    function_code = engine.ask(self, "aws_cdk.aws_cloudfront.FunctionCode", "render", props.code),
    function_config = {
      comment = props.comment or name,
      runtime = runtime,
      key_value_store_associations = store and {
        { key_value_store_arn = store.key_value_store_ref.key_value_store_arn },
      } or nil,
    },
    name = name,
  })
  self.function_arn, self.function_stage = resource.attr_function_arn, resource.attr_stage
end

local Imported = engine.class("aws_cdk.aws_cloudfront.ImportedFunction", cdk.Resource,
  "aws_cdk.aws_cloudfront.IFunction")

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.function_name, self.function_arn = attrs.function_name, attrs.function_arn
  self.function_runtime = attrs.function_runtime or FunctionRuntime.JS_1_0.value
end

--- A function by its ARN and name.
function Function.from_function_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { Function = Function }
