-- luacdk graph: what the resources of a script refer to.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local APP = [[
local app = cdk.App()
local shop, jobs = cdk.Stack(app, "Shop"), cdk.Stack(app, "Jobs")
local queue = sqs.Queue(shop, "Orders")
local worker = lambda.Function(jobs, "Worker", {
  code = lambda.Code.from_inline "x", handler = "index.h", runtime = lambda.Runtime.PYTHON_3_13,
})
queue:grant_send_messages(worker)
local topic = sns.Topic(cdk.NestedStack(jobs, "Inner"), "Topic")
sqs.CfnQueue(jobs, "Named", { queue_name = topic.topic_name })
sns.CfnTopic(cdk.NestedStack(jobs, "Deep"), "Copy", { topic_name = queue.queue_name, display_name = topic.topic_name })
cdk.Stack(app, "Empty"):add_stack_dependency(shop)
local late = sqs.CfnQueue(shop, "Late")
late:add_dependency(sqs.CfnQueue(shop, "Early"))
]]

local folder
local function run(...) return luacdk.run(folder, { ... }) end

local function edges(text)
  local found = {}
  for _, edge in ipairs(assembly.parse_json(text).edges) do
    found[#found + 1] = ("%s → %s: %s"):format(edge.from, edge.to, table.concat(edge.via, ", "))
  end
  return found
end

before_each(function() folder = luacdk.folder { ["app.lua"] = APP } end)
after_each(function() luacdk.remove(folder) end)

describe("luacdk graph", function()
  it("prints L2 constructs, their references and the dependencies of stacks as DOT, and writes nothing", function()
    local result = run("graph", "app.lua", "Shop", "Empty")
    assert.equal("", result.err)
    assert.equal([[
digraph "app.lua" {
  compound = true;
  rankdir = LR;
  node [shape = box, style = rounded, fontname = "sans-serif"];
  graph [style = rounded, fontname = "sans-serif"];
  subgraph "cluster_Empty" {
    label = "Empty";
    "Empty" [shape = point, style = invis, label = ""];
  }
  subgraph "cluster_Shop" {
    label = "Shop";
    "Shop/Early" [label = "Early\nAWS::SQS::Queue"];
    "Shop/Late" [label = "Late\nAWS::SQS::Queue"];
    "Shop/Orders" [label = "Orders\nsqs.Queue"];
  }
  "Shop/Late" -> "Shop/Early" [style = dashed];
  "Empty" -> "Shop/Early" [ltail = "cluster_Empty", lhead = "cluster_Shop", style = dotted];
}
]], result.out)
    assert.same({ "app.lua" }, luacdk.list(folder))
    assert.equal(run("graph", "app.lua").out, run("graph", "app.lua").out)
  end)

  it("follows exports, and outputs and parameters of nested stacks, to the resources behind them", function()
    assert.same({
      "Jobs/Deep.NestedStack/Deep.NestedStackResource → Jobs/Inner/Topic: "
        .. "Fn::GetAtt Outputs.JobsInnerTopicDC12FC6ETopicName",
      "Jobs/Named → Jobs/Inner/Topic: Fn::GetAtt Outputs.JobsInnerTopicDC12FC6ETopicName",
      "Jobs/Worker → Shop/Orders: Fn::ImportValue",
      "Jobs/Deep/Copy → Jobs/Inner/Topic: Ref",
      "Jobs/Deep/Copy → Shop/Orders: Fn::ImportValue",
      "Shop/Late → Shop/Early: DependsOn",
    }, edges(run("graph", "app.lua", "--format", "json").out))
  end)

  it("prints each resource", function()
    local found = edges(run("graph", "app.lua", "Jobs", "--resources", "--format", "json").out)
    assert.equal("Jobs/Worker/Resource → Jobs/Worker/ServiceRole/Resource: DependsOn, Fn::GetAtt Arn",
      (table.concat(found, "\n"):match "Jobs/Worker/Resource → Jobs/Worker/ServiceRole/Resource: [^\n]*"))
  end)

  it("prints Mermaid", function()
    assert.equal([[
flowchart LR
  subgraph s1 ["Empty"]
  end
  subgraph s5 ["Shop"]
    n7["Early<br>AWS::SQS::Queue"]
    n8["Late<br>AWS::SQS::Queue"]
    n9["Orders<br>sqs.Queue"]
  end
  n8 -.-> n7
  s1 ==> s5
]], run("graph", "app.lua", "Empty", "--format", "mermaid").out)
  end)

  it("escapes names", function()
    luacdk.write(folder .. "/odd.lua", [[
local stack = cdk.Stack(cdk.App(), "S")
sqs.CfnQueue(stack, 'a"b\\&lt;<i>\27#35;`\n')
sqs.CfnQueue(stack, "ends in \\")
sqs.CfnQueue(stack, "xé\u{9b}")
]])
    local dot = run("graph", "odd.lua").out
    local odd = [==["S/a\"b\\&lt;<i>?#35;`?" [label = "a\"b\\&amp;lt;<i>?#35;`?\nAWS::SQS::Queue"];]==]
    assert.truthy(dot:find(odd, 1, true), dot)
    assert.truthy(dot:find([==["S/ends in \\" [label = "ends in \\\nAWS]==], 1, true), dot)
    assert.truthy(dot:find([==["S/xé?" [label = "xé?\nAWS]==], 1, true), dot)
    local mermaid = run("graph", "odd.lua", "--format", "mermaid").out
    odd = '["a#quot;b#92;#amp;lt#59;#lt;i#gt;#63;#35;35#59;#96;#63;<br>AWS::SQS::Queue"]'
    assert.truthy(mermaid:find(odd, 1, true), mermaid)
    local json = assembly.parse_json(run("graph", "odd.lua", "--format", "json").out)
    assert.equal('S/a"b\\&lt;<i>\27#35;`\n', json.nodes[1].id)
  end)

  it("says what is wrong", function()
    assert.equal("luacdk: --format needs dot, mermaid, json or html, not 'svg'\nTry `luacdk --help`.\n",
      run("graph", "app.lua", "--format", "svg").err)
    local result = run("graph", "app.lua", "Shops")
    assert.equal(1, result.status)
    assert.truthy(result.err:find "Shops", result.err)
  end)
end)
