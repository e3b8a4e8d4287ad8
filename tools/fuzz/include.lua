-- A template that is included in a stack.
local cdk = require "aws_cdk"
local cfn_include = require "aws_cdk.cloudformation_include"
local engine = require "luacdk.engine"
local told = dofile "tools/fuzz/told.lua"

local file = ... .. "/included.yaml"

engine.warnings(false)
return function(text)
  local out = assert(io.open(file, "wb"))
  assert(out:write(text) and out:close())
  told(function()
    local stack = cdk.Stack(cdk.App { auto_synth = false, analytics_reporting = false }, "S")
    local included = cfn_include.CfnInclude(stack, "Included", { template_file = file,
      preserve_logical_ids = #text % 2 == 0 })
    for _, id in ipairs { "A", "B", "Resource" } do
      pcall(included.get_resource, included, id)
      pcall(included.get_parameter, included, id)
      pcall(included.get_output, included, id)
    end
    assert(#tostring(engine.template(stack)) > 0)
  end)
end
