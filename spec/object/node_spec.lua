local luacdk = require "spec.support.luacdk"

describe("a construct whose field `node` a script takes for itself", function()
  it("keeps its place in the tree", function()
    local result = luacdk.script [[
      local stack = cdk.Stack(cdk.App(), "S")
      local topic = cdk.CfnResource(stack, "Topic", { type = "AWS::SNS::Topic" })
      topic.node = "mine"
      topic = nil
      for i = 1, 1000 do cdk.CfnResource(stack, "R" .. i, { type = "A::B::C" }) end
      collectgarbage()
      print(#stack.node.children, stack.node:find_child("Topic").node)
    ]]
    assert.equal("1001\tmine\n", result.out)
    assert.truthy(result.status == 0 or result.status == 1)
  end)
end)
