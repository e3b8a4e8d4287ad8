-- luacdk ls --affected: the stacks to hand to `cdk deploy`, each after those that go before it.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local APP = [[
local cdk = require "aws_cdk"
local v = os.getenv "V" or "first"
local app = cdk.App({ context = { ["@aws-cdk/core:defaultCrossStackReferences"] = "strong" } })
local base, user, other = cdk.Stack(app, "Base"), cdk.Stack(app, "User"), cdk.Stack(app, "Other", { stack_name = "o" })
local function queue(stack, delay)
  return cdk.CfnResource(stack, "Q", { type = "AWS::SQS::Queue", properties = { DelaySeconds = delay } })
end
local q = queue(base, v == "base" and 2 or 1)
cdk.CfnOutput(user, "Url", { value = v == "released" and "none" or q.ref, description = v == "user" and "x" or nil })
queue(other, 1)
if v == "tags" then cdk.Tags.of(other):add("team", "a", { exclude_resource_types = { "AWS::SQS::Queue" } }) end
if v == "new" then cdk.CfnResource(cdk.Stack(app, "New"), "T", { type = "AWS::SNS::Topic" }) end
if v == "nested" then queue(cdk.NestedStack(other, "N"), 1) end
]]

local folder

local function ls(version, ...)
  return luacdk.run(folder, { "ls", "app.lua", ... }, { env = { V = version } })
end

before_each(function()
  folder = luacdk.folder { ["app.lua"] = APP }
  assert.equal(0, luacdk.run(folder, { "app.lua" }).status)
end)
after_each(function() luacdk.remove(folder) end)

describe("luacdk ls --affected", function()
  it("prints nothing when nothing differs from what was written", function()
    assert.same({ status = 0, out = "", err = "" }, ls("first", "--affected"))
    assert.equal("[]\n", ls("first", "--affected", "--json").out)
  end)

  it("prints what differs, after what it depends on", function()
    assert.equal("Base\n", ls("base", "--affected").out)
    assert.equal("Base\nUser\n", ls("user", "--affected").out)
    assert.equal("New\n", ls("new", "--affected").out)
    assert.equal("Other\n", ls("nested", "--affected").out)
  end)

  it("says why", function()
    local list = assembly.parse_json(ls("user", "--affected", "--json").out)
    assert.same({ "Base", "needed", "User" }, { list[1].path, list[1].reason, list[1].needed_by })
    assert.same({ "User", "changed" }, { list[2].path, list[2].reason })
    assert.equal("new", assembly.parse_json(ls("new", "--affected", "--json").out)[1].reason)
    assert.matches('^%- id: Other %(o%)\n  name: o\n  environment:\n    account: unknown%-account\n'
      .. '    region: unknown%-region\n    name: aws://unknown%-account/unknown%-region\n  path: Other\n'
      .. "  reason: changed\n\n$", ls("nested", "--affected", "--long").out)
  end)

  it("puts who no longer imports before who no longer exports", function()
    local result = ls("released", "--affected")
    assert.equal("User\nBase\n", result.out)
    assert.matches("Base no longer exports Base:ExportsOutputRefQ%w+, which User imports: deploy that", result.err)
  end)

  it("knows what is deployed beside the template", function() assert.equal("Other\n", ls("tags", "--affected").out) end)

  it("leaves what is gone to cdk destroy", function()
    luacdk.run(folder, { "app.lua" }, { env = { V = "new" } })
    local result = ls("first", "--affected")
    assert.equal("", result.out)
    assert.equal("luacdk: no longer in app.lua, for `cdk destroy`: New\n", result.err)
  end)

  it("looks only at the stacks that are named, and what they depend on", function()
    assert.equal("", ls("base", "--affected", "Other").out)
    assert.equal("Base\n", ls("base", "--affected", "User").out)
  end)

  it("compares with a revision", function()
    assert(os.execute("cd '" .. folder .. "' && rm -rf cdk.out && git init -q . && git add -A && git -c user.name=a "
      .. "-c user.email=a@b commit -qm one"))
    assert.equal("", ls("first", "--affected=HEAD").out)
    luacdk.write(folder .. "/app.lua", (APP:gsub('"first"', '"base"')))
    assert.equal("Base\n", luacdk.run(folder, { "ls", "app.lua", "--affected=HEAD" }).out)
    local result = ls("first", "--affected")
    assert.equal(1, result.status)
    assert.equal("luacdk: there is no cdk.out to compare with; name a revision: --affected=REV\n", result.err)
    assert.equal("luacdk: --affected= needs a revision such as main\n",
      ls("first", "--affected=").err:match "^[^\n]*\n")
  end)
end)
