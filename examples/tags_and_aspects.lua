#!/usr/bin/env luacdk
-- Tags for all that can have them, and an aspect: a rule that visits every construct.

local app = cdk.App()
local stack = cdk.Stack(app, "TagsAndAspects")

s3.Bucket(stack, "Logs")
s3.Bucket(stack, "Data", { versioned = true })
local handler = lambda.Function(stack, "Handler", {
  code = lambda.Code.from_inline "def handler(event, context):\n    return 'hello'\n",
  handler = "index.handler",
  runtime = lambda.Runtime.PYTHON_3_12,
})

cdk.Tags.of(app):add("team", "storage")
cdk.Tags.of(app):add("stage", "test")
cdk.Tags.of(handler):add("team", "compute")
cdk.Tags.of(handler):remove "stage"

-- Every bucket keeps old versions. Any table with a method `visit` is an aspect.
local Versioned = {}

function Versioned:visit(construct) -- luacheck: ignore self
  if not cdk.CfnResource.is_cfn_resource(construct) then return end
  if construct.cfn_resource_type == "AWS::S3::Bucket" and not construct.versioning_configuration then
    cdk.Annotations.of(construct):add_info("now keeps old versions")
    construct.versioning_configuration = { status = "Enabled" }
  end
end

cdk.Aspects.of(stack):add(Versioned)

app:synth()
