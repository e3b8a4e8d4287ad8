-- Layers whose zips AWS alone has. The originals of the cases are in tools/golden/lambda_layers.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local lambda_layer_awscli = require "aws_cdk.lambda_layer_awscli"
local lambda_layer_node_proxy_agent = require "aws_cdk.lambda_layer_node_proxy_agent"
local luacdk = require "spec.support.luacdk"

local cases = {}

function cases.layers(app)
  local stack = cdk.Stack(app, "S")
  local cli = lambda_layer_awscli.AwsCliLayer(stack, "Cli")
  lambda_layer_node_proxy_agent.NodeProxyAgentLayer(stack, "Agent")
  cdk.CfnOutput(stack, "Arn", { value = cli.layer_version_arn })
end

describe("layers of AWS's", function()
  golden.check("lambda_layers", cases)

  it("take no properties, so that there is nothing to inject", function()
    local injector = { construct_unique_id = "x", inject = function(_, props) return props end }
    local app = cdk.App { property_injectors = { injector } }
    cases.layers(app)
  end)

  it("say that their zips have to come from aws-cdk-lib", function()
    local folder = luacdk.folder()
    local app = cdk.App { outdir = folder }
    cases.layers(app)
    app:synth()
    local manifest = luacdk.read(folder .. "/manifest.json")
    luacdk.remove(folder)
    assert.matches("only AWS CDK has the program lambda-layer-awscli", manifest, 1, true)
    assert.matches("only AWS CDK has the program lambda-layer-node-proxy-agent", manifest, 1, true)
  end)
end)
