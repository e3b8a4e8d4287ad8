-- The page of luacdk graph: a file that shows the graph in a browser, and needs nothing else.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local base64 = require "aws_cdk.private.base64"
local luacdk = require "spec.support.luacdk"

local APP = [[
local app = cdk.App()
local shop, jobs = cdk.Stack(app, "Shop"), cdk.Stack(app, "Jobs")
local queue = sqs.Queue(shop, "Orders")
local worker = lambda.Function(jobs, "Worker", {
  code = lambda.Code.from_inline "x", handler = "index.h", runtime = lambda.Runtime.PYTHON_3_13,
})
queue:grant_send_messages(worker)
sqs.CfnQueue(cdk.NestedStack(jobs, "Inner"), "Deep")
sqs.CfnQueue(shop, '</script><!--<b>"\'&\27')
]]

local folder
local function run(...) return luacdk.run(folder, { ... }) end

local function data_of(page)
  return assembly.parse_json(page:match '<script type="application/json" id="data">(.-)</script>')
end

before_each(function() folder = luacdk.folder { ["app.lua"] = APP } end)
after_each(function() luacdk.remove(folder) end)

describe("luacdk graph --format html", function()
  it("has resources with the constructs around them, and what refers to what", function()
    local result = run("graph", "app.lua", "--format", "html")
    assert.equal("", result.err)
    local data = data_of(result.out)
    local function path(index) return data.nodes[index + 1].path end
    local edges, groups = {}, {}
    for _, edge in ipairs(data.edges) do
      edges[#edges + 1] = ("%s → %s: %s"):format(path(edge[1]), path(edge[2]), table.concat(edge[3], ", "))
    end
    for _, node in ipairs(data.nodes) do
      local group = node.group and data.groups[node.group + 1]
      groups[node.path] = group and group.class or false
    end
    assert.same({
      "Jobs/Worker/Resource → Jobs/Worker/ServiceRole/DefaultPolicy/Resource: DependsOn",
      "Jobs/Worker/Resource → Jobs/Worker/ServiceRole/Resource: DependsOn, Fn::GetAtt Arn",
      "Jobs/Worker/ServiceRole/DefaultPolicy/Resource → Jobs/Worker/ServiceRole/Resource: Ref",
      "Jobs/Worker/ServiceRole/DefaultPolicy/Resource → Shop/Orders/Resource: Fn::ImportValue",
    }, edges)
    assert.same({
      ["Jobs/Worker/Resource"] = "lambda.Function", ["Jobs/Worker/ServiceRole/Resource"] = "lambda.Function",
      ["Jobs/Worker/ServiceRole/DefaultPolicy/Resource"] = "lambda.Function",
      ["Jobs/Inner.NestedStack/Inner.NestedStackResource"] = false, ["Jobs/Inner/Deep"] = false,
      ["Shop/Orders/Resource"] = "sqs.Queue", ["Shop/<--script><!--<b>\"'&\27"] = false,
    }, groups)
    assert.same({ "Jobs", "Jobs/Inner", "Shop" },
      { data.stacks[1].path, data.stacks[2].path, data.stacks[3].path })
    assert.equal(0, data.stacks[2].parent)
    assert.same({ 2 }, data.stacks[1].needs)
  end)

  it("loads nothing, and runs only its own programs", function()
    local page = run("graph", "app.lua", "--format", "html").out
    local policy = page:match 'content="(default%-src[^"]*)"'
    assert.truthy(policy:find("default-src 'none'", 1, true))
    local scripts = 0
    for text in page:gmatch "<script>(.-)</script>" do
      local digest = assets.sha256(text):gsub("%x%x", function(byte) return string.char(tonumber(byte, 16)) end)
      assert.truthy(policy:find("'sha256-" .. base64(digest) .. "'", 1, true))
      scripts = scripts + 1
    end
    assert.equal(3, scripts)
    local _, all = page:gsub("<script", "")
    assert.equal(4, all)
    assert.is_false(nil ~= page:find '%ssrc="')
    assert.is_false(nil ~= page:find '%shref="')
    assert.is_false(nil ~= page:find "url%([^#]")
    assert.is_nil(page:match('id="data">(.-)</script>'):find "<")
  end)

  it("is written to a file, whose ending says the format", function()
    assert.same({ status = 0, out = "", err = "" }, run("graph", "app.lua", "-o", "graph.html"))
    assert.equal(run("graph", "app.lua", "--format", "html").out, luacdk.read(folder .. "/graph.html"))
    run("graph", "app.lua", "-o", "graph.mmd")
    assert.equal(run("graph", "app.lua", "--format", "mermaid").out, luacdk.read(folder .. "/graph.mmd"))
    run("graph", "app.lua", "-o", "graph.txt", "--format", "json")
    assert.equal(run("graph", "app.lua", "--format", "json").out, luacdk.read(folder .. "/graph.txt"))
    assert.equal("luacdk: the name 'graph.svg' does not say which format is wanted; add --format, or write .html, "
      .. ".json, .dot or .mmd\n", run("graph", "app.lua", "-o", "graph.svg").err)
    local result = run("graph", "app.lua", "-o", "none/graph.html")
    assert.equal(1, result.status)
    assert.truthy(result.err:find("cannot write none/graph.html", 1, true), result.err)
  end)
end)

-- ---- in a browser ---------------------------------------------------------------------------------------------------

-- What a browser makes of the page.
local function shown(name, view)
  local pipe = assert(io.popen(("timeout 120 chromium --headless --no-sandbox --disable-gpu --user-data-dir=%s/profile "
    .. "--window-size=1400,900 --dump-dom 'file://%s/%s#%s' 2>%s/chromium.log"):format(folder, folder, name, view or "",
    folder)))
  local page = pipe:read "a"
  pipe:close()
  return page
end

local function counts(page) return page:match '<span id="counts">([^<]*)</span>' end

-- The paths of drawn nodes that have the class.
local function nodes_with(page, class)
  local found = {}
  for attributes in page:gmatch '<g class="node ([^>]*)>' do
    if (" " .. attributes:match '^[^"]*' .. " "):find(" " .. class .. " ", 1, true) then
      found[#found + 1] = attributes:match 'aria%-label="([^,"]*)'
    end
  end
  table.sort(found)
  return found
end

describe("The page of a graph in Chromium", function()
  local missing = not os.execute "command -v chromium >/dev/null"
  local function within(title, run_it) if missing then pending(title) else it(title, run_it) end end

  within("draws constructs closed, shows what is found and selected, and opens constructs", function()
    run("graph", "app.lua", "-o", "graph.html")
    local page = shown("graph.html", "at=Shop/Orders")
    assert.truthy(page:find 'data%-drawn="%d+"', luacdk.read(folder .. "/chromium.log"))
    assert.equal("5 nodes, 1 reference", counts(page))
    assert.same({ "Shop/Orders" }, nodes_with(page, "selected"))
    assert.same({ "Jobs/Worker" }, nodes_with(page, "near"))
    page = shown("graph.html", "open=Jobs/Worker&q=iam+worker&stack=Jobs&type=AWS::IAM::Role&type=AWS::IAM::Policy")
    assert.equal("2 nodes, 1 reference", counts(page))
    assert.same({ "Jobs/Worker/ServiceRole/DefaultPolicy/Resource", "Jobs/Worker/ServiceRole/Resource" },
      nodes_with(page, "hit"))
  end)

  within("draws 2,000 nodes", function()
    luacdk.write(folder .. "/large.lua", [[
local app = cdk.App()
for s = 1, 10 do
  local stack = cdk.Stack(app, "Stack" .. s)
  local topic = sns.CfnTopic(stack, "Topic")
  for i = 1, 199 do
    sqs.CfnQueue(stack, "Queue" .. i, i % 2 == 0 and { queue_name = topic.attr_topic_name } or {})
  end
end
]])
    run("graph", "large.lua", "-o", "large.html")
    assert.equal("2000 nodes, 990 references", counts(shown "large.html"))
  end)
end)
