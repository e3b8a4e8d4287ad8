#!/usr/bin/env luacdk
-- A subclass of Code: one's own way to give a function its code.

local app = cdk.App()
local stack = cdk.Stack(app, "OwnCode")

-- A text with places like {{name}} that are filled in.
local TemplateCode = lambda.Code:extend "TemplateCode"

function TemplateCode:init(text, values)
  TemplateCode.super.init(self)
  self.text, self.values = text, values
end

-- Called when a function or a layer takes the code. Returns `inline_code`, `s3_location` or `image`.
function TemplateCode:bind(scope)
  cdk.Annotations.of(scope):add_info("filled in")
  return { inline_code = (self.text:gsub("{{(%w+)}}", self.values)) }
end

-- Called with the CloudFormation resource afterwards; need not be there.
function TemplateCode:bind_to_resource(resource) -- luacheck: ignore self
  resource:add_metadata("Template", "greeting")
end

lambda.Function(stack, "Greeter", {
  code = TemplateCode("exports.handler = async () => '{{greeting}}, {{name}}';",
    { greeting = "hello", name = "world" }),
  handler = "index.handler",
  runtime = lambda.Runtime.NODEJS_22_X,
})

app:synth()
