local luacdk = require "spec.support.luacdk"

describe("a construct whose node a script overwrites by raw access", function()
  it("keeps its place in the tree", function()
    local result = luacdk.script [[
      local stack = cdk.Stack(cdk.App(), "S")
      local topic = cdk.CfnResource(stack, "Topic", { type = "AWS::SNS::Topic" })
      rawset(topic, "_node", "mine")
      topic = nil
      for i = 1, 1000 do cdk.CfnResource(stack, "R" .. i, { type = "A::B::C" }) end
      collectgarbage()
      print(#stack.node.children, rawget(stack.node:find_child("Topic"), "_node"))
    ]]
    assert.equal("1001\tmine\n", result.out)
    assert.truthy(result.status == 0 or result.status == 1)
  end)
end)

describe("the children of a construct", function()
  it("keep their order and are found, whichever come and go: numbers, then the others as they were made", function()
    local result = luacdk.script [[
      local root = cdk.Stack(cdk.App(), "S")
      local kept, seed = {}, 7
      local function random(n)
        seed = (seed * 1103515245 + 12345) % 2147483648
        return seed // 65536 % n + 1
      end
      local function check()
        local numbers, others = {}, {}
        for _, id in ipairs(kept) do
          local list = id:find "^%d+$" and numbers or others
          list[#list + 1] = id
        end
        table.sort(numbers, function(a, b) return tonumber(a) < tonumber(b) end)
        table.move(others, 1, #others, #numbers + 1, numbers)
        local found = {}
        for i, child in ipairs(root.node.children) do found[i] = child.node.id end
        assert(table.concat(found, " ") == table.concat(numbers, " "), table.concat(found, " "))
        for _, id in ipairs(kept) do assert(root.node:find_child(id).node.id == id) end
      end
      for i = 1, 600 do
        if #kept == 0 or random(5) <= (i < 300 and 4 or 1) then
          local id = random(3) == 1 and tostring(1000 - i) or "C" .. i
          constructs.Construct(root, id)
          kept[#kept + 1] = id
        else
          local id = table.remove(kept, random(3) == 1 and 1 or random(#kept))
          assert(root.node:try_remove_child(id))
          assert(not root.node:try_find_child(id))
          assert(not root.node:try_remove_child(id))
        end
        if i % 20 == 0 then check() end
      end
      check()
      print "as it should be"
    ]]
    assert.equal("as it should be\n", result.out:match "^[^\n]*\n", result.err)
  end)
end)
