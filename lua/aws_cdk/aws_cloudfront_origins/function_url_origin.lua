--- Origins that are URLs of Lambda functions.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local timeouts = require "aws_cdk.aws_cloudfront_origins.private.timeouts"

local OriginBase = cloudfront.OriginBase

local FunctionUrlOrigin = engine.class("aws_cdk.aws_cloudfront_origins.FunctionUrlOrigin", OriginBase)

local function init(self, function_url, props)
  OriginBase.init(self, cdk.Fn.select(2, cdk.Fn.split("/", function_url.url)), props)
  self._props = props
  timeouts.keep(self, props)
end

--- Arguments: lambda_function_url, FunctionUrlOriginProps.
function FunctionUrlOrigin:init(lambda_function_url, props)
  props = props or {}
  init(self, lambda_function_url, props)
  self:_validate_response_completion_timeout_with_read_timeout(props.response_completion_timeout, props.read_timeout)
end

function FunctionUrlOrigin:_render_custom_origin_config()
  return timeouts.https_only(self, self._props.ip_address_type)
end

-- ---- with an origin access control ----------------------------------------------------------------------------------

local SignedFunctionUrlOrigin =
  engine.class("aws_cdk.aws_cloudfront_origins.SignedFunctionUrlOrigin", OriginBase)

SignedFunctionUrlOrigin._render_custom_origin_config = FunctionUrlOrigin._render_custom_origin_config

function SignedFunctionUrlOrigin:init(lambda_function_url, props)
  props = props or {}
  init(self, lambda_function_url, props)
  self._function_url, self._control = lambda_function_url, props.origin_access_control
end

-- A function whose URL everybody may call cannot tell the signature of CloudFront from another.
local function check_authorization(scope, control, function_url)
  local resource
  for _, child in ipairs(control.node.children) do
    if engine.is_a(child, cloudfront.CfnOriginAccessControl) then resource = child end
  end
  if not resource then
    engine.fail(scope, "origin_access_control must be made in this app: how an imported one signs is not known")
  end
  local config = resource.origin_access_control_config
  if config.signing_behavior == "always" and config.signing_protocol == "sigv4"
    and function_url.auth_type ~= lambda.FunctionUrlAuthType.AWS_IAM then
    engine.fail(scope, "the URL of the function must have auth_type = lambda.FunctionUrlAuthType.AWS_IAM, because "
      .. "the origin access control signs all requests")
  end
end

local function permit(self, scope, options)
  if not options.distribution_id then
    engine.fail(scope, "an origin with an access control needs distribution_id in bind")
  end
  local arn = "arn:" .. cdk.Aws.PARTITION .. ":cloudfront::" .. cdk.Aws.ACCOUNT_ID .. ":distribution/"
    .. options.distribution_id
  local function permission(id, props)
    lambda.CfnPermission(scope, id .. options.origin_id, l2.with({
      principal = "cloudfront.amazonaws.com", function_name = self._function_url.function_arn, source_arn = arn,
    }, props))
  end
  permission("InvokeFromApiFor", { action = "lambda:InvokeFunctionUrl" })
  permission("InvokeFunctionFromCloudFrontFor",
    { action = "lambda:InvokeFunction", invoked_via_function_url = true })
end

function SignedFunctionUrlOrigin:bind(scope, options)
  local bound = OriginBase.bind(self, scope, options)
  local control = self._control
    or cloudfront.FunctionUrlOriginAccessControl(scope, "FunctionUrlOriginAccessControl")
  self._control = control
  check_authorization(scope, control, self._function_url)
  permit(self, scope, options)
  bound.origin_property.origin_access_control_id = control.origin_access_control_ref.origin_access_control_id
  return bound
end

--- The URL of a function that only this distribution may call.
function FunctionUrlOrigin.with_origin_access_control(lambda_function_url, props)
  return SignedFunctionUrlOrigin(lambda_function_url, props)
end

return { FunctionUrlOrigin = FunctionUrlOrigin }
