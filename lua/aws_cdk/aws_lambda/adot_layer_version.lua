--- Layers of the AWS Distro for OpenTelemetry.
local engine = require "luacdk.engine"
local layer_arns = require "aws_cdk.aws_lambda.layer_arns"

-- Class, kind of layer, and versions, the latest first.
local ROWS = {
  { "AdotLambdaLayerJavaSdkVersion", "JAVA_SDK", { "1.32.0-1", "1.32.0", "1.31.0", "1.30.0", "1.28.1", "1.19.0" } },
  { "AdotLambdaLayerJavaAutoInstrumentationVersion", "JAVA_AUTO_INSTRUMENTATION",
    { "1.32.0-1", "1.32.0", "1.31.0", "1.30.0", "1.28.1", "1.19.2" } },
  { "AdotLambdaLayerPythonSdkVersion", "PYTHON_SDK",
    { "1.29.0", "1.25.0", "1.24.0", "1.21.0", "1.20.0-1", "1.20.0", "1.19.0-1", "1.18.0", "1.17.0", "1.16.0", "1.15.0",
      "1.14.0", "1.13.0" } },
  { "AdotLambdaLayerJavaScriptSdkVersion", "JAVASCRIPT_SDK",
    { "1.30.0", "1.18.1", "1.17.1", "1.16.0", "1.15.0-1", "1.7.0" } },
  { "AdotLambdaLayerGenericVersion", "GENERIC",
    { "0.115.0", "0.102.1", "0.98.0", "0.90.1", "0.88.0", "0.84.0", "0.82.0", "0.62.1" } },
}

local exports = {}

for _, row in ipairs(ROWS) do
  local name, kind, versions = row[1], row[2], row[3]
  local class = engine.class("aws_cdk.aws_lambda." .. name)

  --- The ARN of the layer where `scope` is deployed.
  function class:layer_arn(scope, architecture)
    local fact = ("adot-lambda-layer:%s_%s_%s"):format(kind, self._version:gsub("%.", "_"), architecture.name)
    return layer_arns.find(scope, fact, ("the ADOT layer %s %s for %s"):format(kind, self._version, architecture.name))
  end

  for i, version in ipairs(versions) do
    local value = class()
    value._version = version
    class["V" .. version:gsub("[.-]", "_")] = value
    if i == 1 then
      class.LATEST = value
    end
  end
  exports[name] = class
end

local AdotLayerVersion = engine.class("aws_cdk.aws_lambda.AdotLayerVersion")

function AdotLayerVersion:_bind(fn)
  return { arn = self._layer:layer_arn(fn.stack, fn.architecture) }
end

local function from_layer(layer)
  local version = AdotLayerVersion()
  version._layer = layer
  return version
end

AdotLayerVersion.from_java_sdk_layer_version = from_layer
AdotLayerVersion.from_java_auto_instrumentation_layer_version = from_layer
AdotLayerVersion.from_java_script_sdk_layer_version = from_layer
AdotLayerVersion.from_python_sdk_layer_version = from_layer
AdotLayerVersion.from_generic_layer_version = from_layer

exports.AdotLayerVersion = AdotLayerVersion

return exports
