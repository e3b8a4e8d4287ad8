-- Definition files for editors, and the checker that knows what a language server would underline: tools/editor.
local luacdk = require "spec.support.luacdk"

local SCRIPT = [[
local cdk = require "aws_cdk"
local sqs = require "aws_cdk.aws_sqs"
local stack = cdk.Stack(cdk.App(), "S")
local queue = sqs.Queue(stack, "Jobs", {
  fifo = true,
  visibility_timeot = cdk.Duration.minutes(5),
  delivery_delay = 5,
})
print(queue.queue_arm, #queue.queue_arn:upper())
queue:grant_send_messages("nobody")
sqs.Queu(stack, "More")
cdk.Duration.minute(5)
cdk.CfnOutput(stack, "Out", { value = queue.queue_url })
local dead = stack.node:find_child("Jobs") --[=[@as sqs.CfnQueue]=]
dead.delay_seconds = "5"
for _, child in ipairs(stack.node.children) do print(child.node.idd) end
lambda.Function(stack, "F", { runtime = lambda.Runtime.PYTHON_3_1 })
sqs.CfnQueue(stack, "Raw", { delay_seconds = cdk.Fn.condition_if("A", 1, 2), tags = { { key = "a", valu = "b" } } })
]]

local VALUES = [[
---@type Svc.values
return {
  retries = "many",
  tiemout = "5m",
}
]]

describe("editors", function()
  local folder

  setup(function()
    folder = luacdk.folder()
    assert.equal(0, luacdk.run(folder, { "schema", "--luals", "definitions" }).status)
  end)

  teardown(function() luacdk.remove(folder) end)

  local function underlined(...)
    local words = { "tools/editor/run.lua", "-q", "--", folder .. "/definitions" }
    for _, file in ipairs { ... } do words[#words + 1] = folder .. "/" .. file end
    local result = luacdk.run(".", words)
    assert.equal("", result.err)
    return result.out:gsub(folder:gsub("%p", "%%%0") .. "/", "")
  end

  it("underline what is not there and what does not fit", function()
    luacdk.write(folder .. "/app.lua", SCRIPT)
    assert.equal(table.concat({
      "app.lua:6: sqs.QueueProps has no field 'visibility_timeot'",
      "app.lua:7: 'delivery_delay' must be cdk.Duration, is number",
      "app.lua:9: sqs.Queue has no member 'queue_arm'",
      'app.lua:10: argument 1 (grantee) must be iam.IGrantable, is "nobody"',
      "app.lua:11: aws_cdk.aws_sqs has no member 'Queu'",
      "app.lua:12: cdk.Duration has no member 'minute'",
      'app.lua:15: the value must be number, is "5"',
      "app.lua:17: lambda.Runtime has no member 'PYTHON_3_1'",
      "app.lua:18: cdk.CfnTag has no field 'valu'",
      "1 scripts, 9 lines underlined", "",
    }, "\n"), (underlined "app.lua"))
  end)

  it("check values in Lua by the file that luacdk init writes", function()
    assert.equal(0, luacdk.run(folder, { "init", "--template", "definition", "svc" }).status)
    assert.equal("1 scripts, 0 lines underlined\n", (underlined("svc/service.values.d.lua", "svc/values/dev.lua")))
    luacdk.write(folder .. "/svc/values/dev.lua", VALUES)
    assert.equal('svc/values/dev.lua:3: \'retries\' must be integer, is "many"\n'
      .. "svc/values/dev.lua:4: Svc.values has no field 'tiemout'\n"
      .. "1 scripts, 2 lines underlined\n", (underlined("svc/service.values.d.lua", "svc/values/dev.lua")))
  end)
end)
