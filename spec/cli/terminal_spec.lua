-- What commands print at a terminal: in colours, and no wider than the window.
local repl = require "spec.repl.support"

local APP = [[
local stack = cdk.Stack(cdk.App(), "Shop")
lambda.CfnFunction(stack, "Worker", { code = { zip_file = "" }, role = "arn:aws:iam::111111111111:role/r",
  memory_size = 64, runtime = "python3.13", handler = "index.h" })
]]

local QUEUES = [[
local stack = cdk.Stack(cdk.App(), "Shop")
sqs.Queue(stack, "Orders")
]]

local ROLE = [[
local stack = cdk.Stack(cdk.App(), "S")
iam.CfnRole(stack, "Reader", { role_name = "reader-of-orders", assume_role_policy_document = { Statement = {
  { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } } } },
  description = "reads  orders " .. ("and more "):rep(9) .. "today" })
]]

local EARLIER = [[
{"Resources":{"Reader":{"Type":"AWS::IAM::Role","Properties":{
"RoleName":"r","AssumeRolePolicyDocument":{"Statement":[]},
"Description":"reads  orders and nothing else, and does it  every day and every night of each week"}}},
"Outputs":{"Arn":{"Description":"the ARN  of the role, for whoever wants to use it","Value":"x"}}}
]]

local SERVICE = [[
return cdk.template {
  params = { contact = { type = "string", default = "me", doc = "who is told of whatever happens" } },
  build = function(stack, p) end,
}]]

describe("at a terminal", function()
  after_each(repl.end_all)

  local function shown(command, options)
    local session = repl.open { wait = false, command = command,
      files = { ["app.lua"] = APP, ["queues.lua"] = QUEUES, ["service.lua"] = SERVICE, ["role.lua"] = ROLE,
        ["earlier.json"] = EARLIER },
      columns = options.columns, colour = options.colour, env = options.env, term = options.term }
    while session:take(50) ~= nil do end
    local lines = {}
    for _, line in ipairs(session:screen()) do lines[#lines + 1] = (line:gsub("%s+$", "")) end
    while lines[#lines] == "" do lines[#lines] = nil end
    return lines, session.bytes
  end

  it("luacdk tree cuts lines that are too long", function()
    local lines = shown({ "tree", "queues.lua" }, { columns = 20 })
    assert.same({ "/  cdk.App [1 resou…", "└─ Shop  cdk.Stack …", "   ├─ Orders  sqs.Q…" },
      table.move(lines, 1, 3, 1, {}))
    for _, width in ipairs { 20, 21, 22, 23, 24, 25 } do
      assert.equal(6, #shown({ "tree", "queues.lua" }, { columns = width }))
    end
  end)

  it("luacdk tree draws with ASCII where there is nothing else", function()
    assert.equal("`- Shop  cdk.Stack [1 resource]", shown({ "tree", "queues.lua" }, { env = { LC_ALL = "C" } })[2])
  end)

  it("luacdk check wraps what is wrong", function()
    assert.same({
      "app.lua:3: Shop/Worker (Worker)", "  error: lambda.CfnFunction 'Worker':",
      "    memory_size: 64 is out of bounds; it", "    must be 128 to 32768 F3034", "1 error in 1 stack",
    }, shown({ "check", "app.lua" }, { columns = 41 }))
  end)

  it("luacdk params wraps the last column", function()
    assert.same({
      "NAME     TYPE    DEFAULT  ALLOWED  WHAT",
      "contact  string  me                who is told of",
      "                                   whatever",
      "                                   happens",
    }, shown({ "params", "service.lua" }, { columns = 50 }))
  end)

  it("luacdk diff cuts values where they do not differ, and wraps everything else", function()
    local command = { "diff", "role.lua", "--against", "earlier.json" }
    local lines = shown(command, { columns = 60 })
    assert.same({ "[+] Allow sts:AssumeRole on ${Reader.Arn} for", "    Service:lambda.amazonaws.com" },
      table.move(lines, 3, 4, 1, {}))
    assert.same({
      "[~] AWS::IAM::Role Reader Reader replace",
      "    AssumeRolePolicyDocument.Statement[Allow sts:AssumeRole]",
      '        + {"Action":"sts:AssumeRole","Effect":"Allow","Prin…',
      "    Description …s and nothing else… → …s and more and mor…",
      '    RoleName "r" → "reader-of-orders" (requires replacement)',
      "Outputs",
      "[-] Output Arn: {\"Description\":\"the ARN  of the role, for",
      '    whoever wants to use it","Value":"x"}',
    }, table.move(lines, 13, 20, 1, {}))
  end)

  it("check and tree are coloured, unless there are to be no colours", function()
    for _, command in ipairs { "check", "tree" } do
      for _, case in ipairs { { colour = true }, { plain = true }, { colour = true, term = "dumb", plain = true } } do
        local _, bytes = shown({ command, "app.lua" }, case)
        assert.equal(not case.plain, bytes:find "\27%[%d+m" ~= nil)
      end
    end
  end)

  it("colours are only ours", function()
    local session = repl.open { files = { ["app.lua"] = APP:gsub('"Worker"', '"W\\27[31mr"') }, wait = false,
      command = { "check", "app.lua" }, colour = true }
    while session:take(50) ~= nil do end
    assert.is_truthy(session.bytes:find "W%?%[31mr")
  end)
end)
