--- Classes of named values: each has the text of CloudFormation in `value`, constants, and of(value).
local engine = require "luacdk.engine"

local classes = {}

for _, name in ipairs {
  "AgentCoreRuntime", "ApiGatewayHttpMethod", "GatewayExceptionLevel", "MCPProtocolVersion", "McpGatewaySearchType",
  "OAuth2CredentialProviderVendor", "PlatformVersion", "ProtocolType", "SchemaDefinitionType",
} do
  local class = engine.class("aws_cdk.aws_bedrockagentcore." .. name)
  function class:init(value) self.value = value end
  function class:to_string() return self.value end
  classes[name] = class
end

return classes
