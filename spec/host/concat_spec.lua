-- src/host/concat.c: `table.concat` of user code, and Lua's other functions on tokens.
local luacdk = require "spec.support.luacdk"

local PRELUDE = [[
local stack = cdk.Stack(cdk.App { auto_synth = false }, "S")
local queue = sqs.Queue(stack, "Q")
local arn, list = queue.queue_arn, cdk.Fn.split(",", queue.queue_arn)
]]

local function run(script, arguments)
  local folder = luacdk.folder { ["app.lua"] = PRELUDE .. script }
  local result = luacdk.run(folder, arguments or { "-q", "app.lua" })
  luacdk.remove(folder)
  return result
end

local function told(expression)
  local err = run("local _ = " .. expression).err
  return (err:match "^app%.lua:%d+: ([^\n]*)" or err)
end

describe("tokens in Lua's own functions", function()
  it("are joined by table.concat and formatted by string.format", function()
    local script = [[
      local function print_json(value) print(require("luacdk.engine").json(value, 0, stack)) end
      print_json(table.concat({ "a", arn, 3, stack.region }, ","))
      print_json(table.concat({ "a", arn }))
      print_json(table.concat({ "a", "b", "c" }, arn))
      print_json(table.concat({ "x", "a", arn, "y" }, "-", 2, 3))
      print_json(("%s-%d"):format(arn, 3))
      print(table.concat({ "a", 1, 2.5 }, ","), table.concat({ "a", "b" }, ",", 2) .. table.concat {})]]
    local att = '{"Fn::GetAtt":["Q63C6E3AB","Arn"]}'
    assert.equal((([==[
{"Fn::Join":["",["a,",ATT,",3,",{"Ref":"AWS::Region"}]]}
{"Fn::Join":["",["a",ATT]]}
{"Fn::Join":["",["a",ATT,"b",ATT,"c"]]}
{"Fn::Join":["",["a-",ATT]]}
{"Fn::Join":["",[ATT,"-3"]]}
a,1,2.5	b
]==]):gsub("ATT", att)), run(script).out)
  end)

  it("do not change what table.concat says of other values", function()
    assert.equal("invalid value (table) at index 2 in table for 'concat'", told 'table.concat({ "a", {} })')
    assert.equal("invalid value (nil) at index 1 in table for 'concat'", told 'table.concat({}, "", 1, 2)')
    assert.equal("bad argument #1 to 'concat' (table expected, got nil)", told "table.concat(nil)")
  end)

  it("say what to use where they cannot work", function()
    local apart = "; cdk.Fn.split and cdk.Fn.select take it apart at deployment, cdk.Fn.sub puts it into a string"
    local unknown = " of Arn of S/Q/Resource (known at deployment): its value is not known while the script runs"
    for call, argument in pairs {
      ['string.find(arn, "x")'] = "#1 to 'find' (string", ["string.rep(arn, 2)"] = "#1 to 'rep' (string",
      ["string.sub(arn, 1)"] = "#1 to 'sub' (string", ['("%d"):format(arn)'] = "#1 to 'format' (number",
      ["utf8.len(arn)"] = "#1 to 'len' (string", ["math.floor(arn)"] = "#1 to 'floor' (number" } do
      assert.equal(("bad argument %s expected, got a value known at deployment%s)"):format(argument, apart), told(call))
    end
    assert.equal("cannot read 'find'" .. unknown .. apart, told 'arn:find "x"')
    assert.equal("cannot take the length" .. unknown, told "#arn")
    assert.equal("cannot take the order" .. unknown .. "; cdk.Fn.condition_equals compares at deployment",
      told 'arn < "x"')
    assert.equal("cannot take the arithmetic result" .. unknown
      .. "; pass it to the script instead, as a context value or a parameter of a definition", told "arn + 1")
    assert.matches("; cdk.Fn.len%(list%) counts at deployment$", told "#list")
    assert.matches("; cdk.Fn.select%(0, list%) picks an entry at deployment$", told "list[1]")
    assert.matches("; cdk.Fn.select%(0, list%) picks an entry at deployment$", told "ipairs(list)(list, 0)")
  end)
end)
