--- A function transforms the records.
local engine = require "luacdk.engine"

local LambdaFunctionProcessor = engine.class "aws_cdk.aws_kinesisfirehose.LambdaFunctionProcessor"

--- Arguments: lambda_function, DataProcessorProps: buffer_interval, buffer_size, retries.
function LambdaFunctionProcessor:init(lambda_function, props)
  self._function = lambda_function
  self.props = props or {}
end

function LambdaFunctionProcessor:bind(_, options)
  self._function:grant_invoke(options.role)
  return {
    processor_type = "Lambda",
    processor_identifier = { parameter_name = "LambdaArn", parameter_value = self._function.function_arn },
  }
end

return { LambdaFunctionProcessor = LambdaFunctionProcessor }
