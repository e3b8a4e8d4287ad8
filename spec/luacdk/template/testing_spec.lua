-- cdk.testing: templates of a definition as tables; and specs of users that run in the program itself.
local cdk = require "aws_cdk"
local luacdk = require "spec.support.luacdk"

local DEFINITION = [[
local cdk = require "aws_cdk"
local sqs = require "aws_cdk.aws_sqs"
return cdk.template {
  name = "Q",
  params = { days = { type = "integer", default = 4, max = 14 }, count = { type = "integer", default = 1 } },
  build = function(scope, p)
    for i = 1, p.count do
      sqs.Queue(scope, "Queue" .. i, { retention_period = cdk.Duration.days(p.days), fifo = i == 2 or nil })
    end
  end,
}
]]

local SPEC = [[
require "busted.runner" ()
local cdk = require "aws_cdk"
describe("the queue", function()
  it("keeps messages", function()
    local queue = cdk.testing.render("q.lua", { days = 1 }):resource "AWS::SQS::Queue"
    assert.equal(86400, queue.properties.MessageRetentionPeriod)
  end)
  it("fails", function() assert.equal(1, 2) end)
end)
]]

local folder
before_each(function()
  folder = luacdk.folder { ["q.lua"] = DEFINITION, ["values/prod.yaml"] = "days: 14\n", ["q_spec.lua"] = SPEC }
end)
after_each(function() luacdk.remove(folder) end)

local function render(...) return cdk.testing.render(folder .. "/q.lua", ...) end

local function message(f, ...)
  local ok, text = pcall(f, ...)
  assert.is_false(ok)
  return (tostring(text):gsub(folder:gsub("%p", "%%%0"), "…"))
end

describe("cdk.testing.render", function()
  it("gives the templates by the names of their stacks", function()
    local rendered = render()
    assert.same({ "Q" }, rendered.names)
    local _, queue = next(rendered.stacks.Q.Resources)
    assert.equal(4 * 86400, queue.Properties.MessageRetentionPeriod)
    assert.equal(rendered.stacks.Q, rendered:template())
  end)

  it("finds resources by type and some of their properties", function()
    local rendered = render { count = 3, days = 2 }
    assert.equal(3, #rendered:resources "AWS::SQS::Queue")
    local fifo = rendered:resource("AWS::SQS::Queue", { FifoQueue = true })
    assert.equal("Q", fifo.stack)
    assert.equal("AWS::SQS::Queue", fifo.resource.Type)
    assert.equal(2 * 86400, fifo.properties.MessageRetentionPeriod)
  end)

  it("lays the values over those of the files, as the environment says", function()
    local prod = render(nil, { env = "prod" })
    assert.same({ "Q-prod" }, prod.names)
    assert.same({ MessageRetentionPeriod = 14 * 86400 }, prod:resource("AWS::SQS::Queue").properties)
    local queue = render({ days = 1 }, { env = "prod" }):resource "AWS::SQS::Queue"
    assert.equal(86400, queue.properties.MessageRetentionPeriod)
  end)

  it("takes a template or a matrix as well, and chooses cells", function()
    local template = cdk.template {
      params = {},
      build = function(scope) cdk.CfnOutput(scope, "O", { value = scope.region }) end,
    }
    local matrix = cdk.matrix { template = template, region = { "eu-west-1", "us-east-1" }, name = "m-{region}" }
    assert.same({ "m-eu-west-1", "m-us-east-1" }, cdk.testing.render(matrix).names)
    local chosen = cdk.testing.render(matrix, {}, { only = "region=us-*" })
    assert.equal("us-east-1", chosen:template().Outputs.O.Value)
    assert.equal("O", next(cdk.testing.render(template):template().Outputs))
  end)

  it("takes an app, or the script that makes it, as well", function()
    local app = cdk.App()
    cdk.CfnOutput(cdk.Stack(app, "Plain"), "O", { value = "x" })
    cdk.CfnOutput(cdk.Stack(cdk.Stage(app, "Prod"), "Api"), "O", { value = "y" })
    local rendered = cdk.testing.render(app)
    table.sort(rendered.names)
    assert.same({ "Plain", "ProdApi2466CF1F" }, { rendered.names[1], rendered.names[2] })
    luacdk.write(folder .. "/app.lua", 'local cdk = require "aws_cdk"\nlocal stack = cdk.Stack(cdk.App(), "S")\n'
      .. 'require("aws_cdk.aws_sqs").Queue(stack, "Jobs", { visibility_timeout = cdk.Duration.seconds(9) })\n')
    local jobs = cdk.testing.render(folder .. "/app.lua"):resource "AWS::SQS::Queue"
    assert.same({ VisibilityTimeout = 9 }, jobs.properties)
    assert.matches("values and options are for definitions; an App takes none",
      message(cdk.testing.render, app, { x = 1 }))
    luacdk.write(folder .. "/nothing.lua", "return 1")
    assert.matches("nothing.lua returns neither a template nor a matrix, and makes no App",
      message(cdk.testing.render, folder .. "/nothing.lua"))
  end)

  it("raises what is wrong with values, options and expectations", function()
    assert.truthy(message(render, { days = 15 }):find("days: must be at most 14, got 15", 1, true))
    assert.truthy(message(render, {}, { evn = "x" }):find("unknown option 'evn'; did you mean 'env'?", 1, true))
    local rendered = render()
    assert.truthy(message(rendered.template, rendered, "R"):find("there is no stack 'R'", 1, true))
    assert.truthy(message(rendered.resource, rendered, "AWS::SQS::Quee"):find("did you mean AWS::SQS::Queue?", 1, true))
    assert.truthy(message(rendered.resource, rendered, "AWS::SQS::Queue", { FifoQueue = true })
      :find('no AWS::SQS::Queue has the properties {"FifoQueue":true}; there is', 1, true))
  end)

  it("leaves nothing in the working folder", function()
    render()
    assert.same({ "q.lua", "q_spec.lua", "values/", "values/prod.yaml" }, luacdk.list(folder))
  end)
end)

describe("a spec of busted", function()
  it("runs in the program: luacdk q_spec.lua", function()
    local result = luacdk.run(folder, { "q_spec.lua" })
    assert.truthy(result.out:find("1 success / 1 failure / 0 errors", 1, true), result.out .. result.err)
    assert.equal(1, result.status)
  end)

  it("runs by busted's own command", function()
    local pipe = io.popen "command -v busted"
    local busted = pipe:read "l"
    pipe:close()
    luacdk.write(folder .. "/spec/a_spec.lua", (SPEC:gsub("^[^\n]*\n", ""):gsub("  it%(\"fails.-\n", "")))
    local result = luacdk.run(folder, { busted, "--", "-o", "TAP" })
    assert.equal("ok 1 - the queue keeps messages\n1..1\n", result.out, result.err)
    assert.equal(0, result.status)
  end)
end)

describe("an app of a spec", function()
  it("is written to a temporary folder, which goes with the run, and never over the project's output", function()
    luacdk.write(folder .. "/app_spec.lua", [[
      require "busted.runner" ()
      local cdk = require "aws_cdk"
      it("is synthesised", function()
        local app = cdk.App()
        cdk.Stack(app, "S")
        local directory = app:synth().directory
        assert.truthy(io.open(directory .. "/S.template.json"))
        print(directory)
      end)
      it("is not, if nothing asks for it", function() cdk.Stack(cdk.App(), "T") end)
    ]])
    local result = luacdk.run(folder, { "app_spec.lua" })
    assert.equal(0, result.status, result.out)
    assert.equal("", result.err)
    local directory = result.out:match "/%S+luacdk%-test%-%S+"
    assert.is_nil(io.open(directory .. "/S.template.json"))
    assert.is_nil(io.open(folder .. "/cdk.out"))
  end)
end)
