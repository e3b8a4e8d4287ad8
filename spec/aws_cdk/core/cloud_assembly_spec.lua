-- What synth() returns: the assembly as it lies in its folder.
local luacdk = require "spec.support.luacdk"

describe("the assembly that synth() returns", function()
  it("has the stacks with their templates, artifacts by id, the tree", function()
    local result = luacdk.script [[
local app = cdk.App()
cdk.CfnOutput(cdk.Stack(app, "S", { env = { region = "eu-west-1" } }), "O", { value = "x" })
local assembly = app:synth()
local stack = assembly.stacks[1]
print(#assembly.stacks, stack.stack_name, stack.template.Outputs.O.Value, stack.environment.region)
print(assembly:get_stack_artifact("S").template_file, assembly:get_stack_by_name("S").id, assembly:tree() ~= nil)
]]
    assert.equal("", result.err:gsub("^cdk%.out: 1 stack: S\n", ""))
    assert.equal("1\tS\tx\teu-west-1\nS.template.json\tS\ttrue\n", result.out)
  end)
end)
