local engine = require "luacdk.engine"

return engine.module("aws_cdk.lambda_layer_node_proxy_agent", { NodeProxyAgentLayer = "node_proxy_agent_layer" })
