'use strict';

// Cases of lambda_layer_awscli and lambda_layer_node_proxy_agent; their Lua twins are in spec/aws_cdk/lambda_layers.
module.exports = {
  layers: (app, cdk, lib) => {
    const stack = new cdk.Stack(app, 'S');
    const cli = new (lib('lambda-layer-awscli').AwsCliLayer)(stack, 'Cli');
    new (lib('lambda-layer-node-proxy-agent').NodeProxyAgentLayer)(stack, 'Agent');
    new cdk.CfnOutput(stack, 'Arn', { value: cli.layerVersionArn });
  },
};
