local engine = require "luacdk.engine"
local lambda = require "aws_cdk.aws_lambda"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"

--- A layer with the package proxy-agent for Node.js. Only AWS has its zip: see private/programs.lua.
local NodeProxyAgentLayer = engine.class(
  "aws_cdk.lambda_layer_node_proxy_agent.NodeProxyAgentLayer", lambda.LayerVersion)

function NodeProxyAgentLayer:init(scope, id)
  lambda.LayerVersion.init(self, scope, id, {
    code = BundledCode "lambda-layer-node-proxy-agent", description = "/opt/nodejs/node_modules/proxy-agent",
  })
end

return { NodeProxyAgentLayer = NodeProxyAgentLayer }
