--- Layers of the AWS Distro for OpenTelemetry. Their versions are rows.
local engine = require "luacdk.engine"
local layer_arns = require "aws_cdk.aws_lambda.layer_arns"

local exports = {}

for name, kind in pairs {
  AdotLambdaLayerJavaSdkVersion = "JAVA_SDK",
  AdotLambdaLayerJavaAutoInstrumentationVersion = "JAVA_AUTO_INSTRUMENTATION",
  AdotLambdaLayerPythonSdkVersion = "PYTHON_SDK",
  AdotLambdaLayerJavaScriptSdkVersion = "JAVASCRIPT_SDK",
  AdotLambdaLayerGenericVersion = "GENERIC",
} do
  local class = engine.class("aws_cdk.aws_lambda." .. name)

  function class:init(version) self._version = version end

  --- The ARN of the layer where `scope` is deployed.
  function class:layer_arn(scope, architecture)
    local fact = ("adot-lambda-layer:%s_%s_%s"):format(kind, self._version:gsub("%.", "_"), architecture.name)
    return layer_arns.find(scope, fact, ("the ADOT layer %s %s for %s"):format(kind, self._version, architecture.name))
  end

  exports[name] = class
end

local AdotLayerVersion = engine.class("aws_cdk.aws_lambda.AdotLayerVersion")

function AdotLayerVersion:_bind(fn) return { arn = self._layer:layer_arn(fn.stack, fn.architecture) } end

for _, layer in ipairs { "java_sdk", "java_auto_instrumentation", "java_script_sdk", "python_sdk", "generic" } do
  AdotLayerVersion["from_" .. layer .. "_layer_version"] = function(version)
    local made = AdotLayerVersion()
    made._layer = version
    return made
  end
end

exports.AdotLayerVersion = AdotLayerVersion

return exports
