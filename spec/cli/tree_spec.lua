-- luacdk tree: the constructs of a script.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local APP = [[
local app = cdk.App { tree_metadata = ... ~= "bare" }
local shop = cdk.Stack(app, "Shop")
local queue = sqs.Queue(shop, "Orders")
local worker = lambda.Function(shop, "Worker", {
  code = lambda.Code.from_inline "x", handler = "index.h", runtime = lambda.Runtime.PYTHON_3_13,
})
queue:grant_send_messages(worker)
cdk.CfnResource(constructs.Construct(shop, "Extra"), "Any\u{9b}", { type = "My::Own::Type" })
sns.Topic(cdk.NestedStack(cdk.Stack(app, "Other"), "Inner"), "Topic")
]]

local folder
local function run(...) return luacdk.run(folder, { ... }) end

before_each(function() folder = luacdk.folder { ["app.lua"] = APP } end)
after_each(function() luacdk.remove(folder) end)

describe("luacdk tree", function()
  it("is the same where metadata is in files of its own, for a CLI that reads them there", function()
    local new = luacdk.run(folder, { "tree", "app.lua" }, { env = { CDK_CLI_ASM_VERSION = "55.0.0" } })
    assert.equal("", new.err)
    assert.matches("Orders  sqs.Queue %[AWS::SQS::Queue%]", new.out)
    assert.equal(run("tree", "app.lua").out, new.out)
  end)

  it("prints each construct with its class and what it is in CloudFormation, and writes nothing", function()
    local result = run("tree", "app.lua", "Shop")
    assert.equal("", result.err)
    assert.equal([[
Shop  cdk.Stack [5 resources]
├─ Orders  sqs.Queue [AWS::SQS::Queue]
│  └─ Resource  sqs.CfnQueue [AWS::SQS::Queue]
├─ Worker  lambda.Function [AWS::Lambda::Function]
│  ├─ ServiceRole  iam.Role [AWS::IAM::Role]
│  │  ├─ Resource  iam.CfnRole [AWS::IAM::Role]
│  │  └─ DefaultPolicy  iam.Policy [AWS::IAM::Policy]
│  │     └─ Resource  iam.CfnPolicy [AWS::IAM::Policy]
│  └─ Resource  lambda.CfnFunction [AWS::Lambda::Function]
├─ Extra  constructs.Construct [1 resource]
│  └─ Any?  cdk.CfnResource [My::Own::Type]
├─ BootstrapVersion  cdk.CfnParameter
└─ CheckBootstrapVersion  cdk.CfnRule
]], result.out)
    assert.same({ "app.lua" }, luacdk.list(folder))
  end)

  it("stops at a depth, and finds resources in nested stacks", function()
    assert.equal([[
/  cdk.App [7 resources]
├─ Shop  cdk.Stack [5 resources]
│  └─ … 12 below
└─ Other  cdk.Stack [2 resources]
   └─ … 7 below
]], run("tree", "app.lua", "--depth", "1").out)
    assert.equal([[
Other/Inner  cdk.NestedStack [1 resource]
└─ Topic  sns.Topic [AWS::SNS::Topic]
   └─ Resource  sns.CfnTopic [AWS::SNS::Topic]
]], run("tree", "app.lua", "/Other/Inner/").out)
  end)

  it("prints JSON", function()
    local text = run("tree", "app.lua", "Shop", "--json", "--depth", "2").out
    assert.falsy(text:find("\u{9b}", 1, true))
    local shop = assembly.parse_json(text)
    assert.equal("cdk.Stack", shop.class)
    local orders, worker, extra = shop.children[1], shop.children[2], shop.children[3]
    assert.same({ "Shop/Orders", "Orders", "aws-cdk-lib.aws_sqs.Queue", "AWS::SQS::Queue" },
      { orders.path, orders.id, orders.fqn, orders.type })
    assert.equal("OrdersA9B65338", orders.children[1].logicalId)
    assert.equal(3, worker.children[1].below)
    assert.equal("Any\u{9b}", extra.children[1].id)
    assert.is_table(assembly.parse_json(run("tree", "app.lua", "--json").out).children)
  end)

  it("shows the tree of an app that writes no tree.json, and of each app", function()
    assert.equal(run("tree", "app.lua").out, run("tree", "app.lua", "--", "bare").out)
    luacdk.write(folder .. "/two.lua", [[
cdk.Stack(cdk.App { outdir = "a" }, "A")
cdk.Stack(cdk.App { outdir = "b" }, "B")
]])
    assert.equal("/  cdk.App\n└─ … 2 below\n/  cdk.App\n└─ … 2 below\n",
      (run("tree", "two.lua", "--depth", "1").out:gsub("└─ [AB]  cdk.Stack\n   ", "")))
  end)

  it("shows definitions with values", function()
    luacdk.write(folder .. "/d.lua", [[
return cdk.template { name = "Mail", params = { id = { type = "string", default = "Q" } }, build = function(scope, p)
  sqs.Queue(scope, p.id)
end }
]])
    assert.truthy(run("tree", "d.lua", "--set", "id=Mine").out:find("Mine  sqs.Queue [AWS::SQS::Queue]", 1, true))
  end)

  it("says what is wrong", function()
    assert.equal("luacdk: app.lua has no construct 'Shop/Order'; did you mean 'Shop/Orders'?\n",
      run("tree", "app.lua", "Shop/Order").err)
    assert.equal("luacdk: app.lua has no construct 'ServiceRole'; did you mean 'Shop/Worker/ServiceRole'?\n",
      run("tree", "app.lua", "ServiceRole").err)
    luacdk.write(folder .. "/none.lua", "")
    local none = run("tree", "none.lua")
    assert.same({ 1, "luacdk: none.lua makes no App, so there is nothing to show\n" }, { none.status, none.err })
    assert.equal(2, run("tree", "app.lua", "A", "B").status)
    assert.equal("luacdk: --depth needs a number from 1 to 1024, not '0'\nTry `luacdk --help`.\n",
      run("tree", "app.lua", "--depth", "0").err)
    assert.equal(2, run("tree").status)
  end)
end)
