-- Amazon Bedrock AgentCore: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_bedrockagentcore", {
  AgentCoreRuntime = "values",
  ApiGatewayHttpMethod = "values",
  BrowserCustomBase = "browser_custom",
  BrowserNetworkConfiguration = "network_configuration",
  CodeInterpreterCustomBase = "code_interpreter_custom",
  CodeInterpreterNetworkConfiguration = "network_configuration",
  GatewayExceptionLevel = "values",
  MCPProtocolVersion = "values",
  McpGatewaySearchType = "values",
  OAuth2CredentialProviderVendor = "values",
  PlatformVersion = "values",
  ProtocolType = "values",
  RuntimeEndpointBase = "runtime_endpoint",
  RuntimeNetworkConfiguration = "network_configuration",
  SchemaDefinitionType = "values",
})
