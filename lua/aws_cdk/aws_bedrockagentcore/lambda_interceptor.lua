--- Functions that see, and may change, what goes through a gateway.
local engine = require "luacdk.engine"

local LambdaInterceptor = engine.class "aws_cdk.aws_bedrockagentcore.LambdaInterceptor"

function LambdaInterceptor:init(interception_point, lambda_function, options)
  self.interception_point = interception_point
  self._function = lambda_function
  self._pass_headers = options ~= nil and options.pass_request_headers or false
end

--- The function sees requests before a target does.
-- @param options aws_bedrockagentcore.InterceptorOptions, or nil
function LambdaInterceptor.for_request(lambda_function, options)
  return LambdaInterceptor("REQUEST", lambda_function, options)
end

--- The function sees responses before the caller does.
-- @param options aws_bedrockagentcore.InterceptorOptions, or nil
function LambdaInterceptor.for_response(lambda_function, options)
  return LambdaInterceptor("RESPONSE", lambda_function, options)
end

--- Lets the gateway call the function, and gives the L1 property.
function LambdaInterceptor:bind(_, gateway)
  self._function:grant_invoke(gateway.role)
  return {
    configuration = {
      interception_points = { self.interception_point },
      interceptor = { lambda = { arn = self._function.function_arn } },
      input_configuration = { pass_request_headers = self._pass_headers },
    },
  }
end

return { LambdaInterceptor = LambdaInterceptor }
