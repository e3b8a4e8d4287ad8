--- What a gateway's callers speak.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local McpProtocolConfiguration = engine.class "aws_cdk.aws_bedrockagentcore.McpProtocolConfiguration"

--- Argument: McpConfiguration: instructions, search_type, supported_versions.
function McpProtocolConfiguration:init(props)
  props = props or {}
  self.protocol_type = "MCP"
  self.instructions = props.instructions
  self.search_type = props.search_type and props.search_type.value
  self.supported_versions = props.supported_versions
end

-- The L1 property.
function McpProtocolConfiguration:_render()
  return {
    mcp = {
      instructions = self.instructions ~= "" and self.instructions or nil,
      search_type = self.search_type ~= "" and self.search_type or nil,
      supported_versions = l2.pluck(self.supported_versions, "value"),
    },
  }
end

local GatewayProtocol = engine.class "aws_cdk.aws_bedrockagentcore.GatewayProtocol"

--- The Model Context Protocol.
-- @param props aws_bedrockagentcore.McpConfiguration, or nil
function GatewayProtocol.mcp(props) return McpProtocolConfiguration(props) end

return { GatewayProtocol = GatewayProtocol, McpProtocolConfiguration = McpProtocolConfiguration }
