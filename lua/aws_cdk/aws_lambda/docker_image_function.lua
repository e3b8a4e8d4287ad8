--- Functions whose code is a container image.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local Function = require("aws_cdk.aws_lambda.function").Function
local Runtime = require("aws_cdk.aws_lambda.runtime").Runtime

local DockerImageFunction = engine.class("aws_cdk.aws_lambda.DockerImageFunction", Function)

function DockerImageFunction:init(scope, id, props)
  local function_props = l2.with({}, props)
  function_props.handler = "FROM_IMAGE"
  function_props.runtime = Runtime.FROM_IMAGE
  function_props.code = props.code:_bind(props.architecture)
  Function.init(self, scope, id, function_props)
end

return { DockerImageFunction = DockerImageFunction }
