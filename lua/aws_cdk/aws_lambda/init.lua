--- AWS Lambda.
local engine = require "luacdk.engine"

local code = "luacdk.lambda_code"

return engine.module("aws_cdk.aws_lambda", {
  AdotLambdaLayerGenericVersion = "adot_layer_version",
  AdotLambdaLayerJavaAutoInstrumentationVersion = "adot_layer_version",
  AdotLambdaLayerJavaScriptSdkVersion = "adot_layer_version",
  AdotLambdaLayerJavaSdkVersion = "adot_layer_version",
  AdotLambdaLayerPythonSdkVersion = "adot_layer_version",
  AssetCode = code,
  AssetImageCode = code,
  CfnParametersCode = code,
  Code = code,
  DirectS3Read = "file_system",
  EcrImageCode = code,
  FilterRule = "filter_criteria",
  InlineCode = code,
  InstanceTypeFilter = "capacity_provider",
  LogRetention = "log_retention",
  NetworkConnectorConfiguration = "network_connector",
  PropagateTags = "capacity_provider",
  QualifiedFunctionBase = "function_base",
  S3Code = code,
  S3CodeV2 = code,
  ScalingOptions = "capacity_provider",
  TargetTrackingScalingPolicy = "capacity_provider",
  WebFunctionBase = "web_function",
  WebFunctionEndpointBase = "web_function_endpoint",
  WebFunctionEndpointGrants = "web_function_endpoint",
  WebFunctionEndpointLocation = "web_function_endpoint",
})
