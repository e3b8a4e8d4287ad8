-- Looking ahead: what the templates would be, without the constructs here being touched.
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local fork = require "luacdk.repl.fork"
local lambda = require "aws_cdk.aws_lambda"
local preview = require "luacdk.repl.preview"
local s3 = require "aws_cdk.aws_s3"
local settings = require "luacdk.settings"
local sqs = require "aws_cdk.aws_sqs"
local luacdk = require "spec.support.luacdk"

local folder

local function new_app(context) return cdk.App { outdir = folder .. "/cdk.out", context = context } end

local function zombies()
  local count = 0
  for name in io.popen("ls /proc"):lines() do
    local file = name:find "^%d+$" and io.open("/proc/" .. name .. "/stat")
    if file then
      local text = file:read "a" or ""
      file:close()
      if text:find "%(luacdk%-spec%) Z" then count = count + 1 end
    end
  end
  return count
end

local function descriptors() return #assets.list "/proc/self/fd" end

describe("a function called in a child", function()
  it("gives its text", function()
    assert.equal("text\0and more", fork(function() return "text\0and more" end))
    assert.equal("", fork(function() return "" end))
  end)

  it("gives as much as it likes, without a dead-lock", function()
    local text = fork(function() return ("0123456789"):rep(2000000) end)
    assert.equal(20000000, #text)
  end)

  it("changes nothing here", function()
    local value = { 1 }
    fork(function()
      value[1] = 2
      return ""
    end)
    assert.equal(1, value[1])
  end)

  it("cannot be seen or heard", function()
    local result = luacdk.script([[
      local fork = require "luacdk.repl.fork"
      io.write "before "
      print(fork(function()
        print "child"
        io.stderr:write "child"
        os.execute "echo child"
        return tostring(io.read "l")
      end))]], { input = "line\n" })
    assert.same({ status = 0, out = "before nil\n", err = "luacdk: app.lua makes no App, so nothing was written\n" },
      result)
  end)

  it("may raise", function()
    local text, message = fork(function() error("no", 0) end)
    assert.is_nil(text)
    assert.equal("no", message)
    text, message = fork(function() end)
    assert.is_nil(text)
    assert.equal("the function returned no text", message)
  end)

  it("may die", function()
    local text, message = fork(function() os.execute "kill -9 $PPID" end)
    assert.is_nil(text)
    assert.matches("killed by signal 9", message)
    text, message = fork(function() os.exit(3) end)
    assert.is_nil(text)
    assert.matches("ended with status 3", message)
  end)

  it("leaves neither zombie nor descriptor", function()
    local before = descriptors()
    for _ = 1, 20 do fork(function() return "x" end) end
    fork(function() error "x" end)
    assert.equal(before, descriptors())
    assert.equal(0, zombies())
  end)

  it("ends with a signal that its parent gets", function()
    local result = luacdk.script [[
      local fork = require "luacdk.repl.fork"
      os.execute "sh -c 'sleep 0.2; kill -TERM '$PPID &"
      fork(function() while true do end end)
      print "never"]]
    assert.equal(128 + 15, result.status)
    assert.equal("", result.out)
  end)
end)

describe("a preview", function()
  before_each(function()
    folder = luacdk.folder()
    settings.dry_run = true
  end)

  after_each(function()
    settings.dry_run = nil
    luacdk.remove(folder)
  end)

  it("holds the template that synthesis writes", function()
    local function make()
      local app = new_app()
      local stack = cdk.Stack(app, "S")
      lambda.Function(stack, "F", {
        code = lambda.Code.from_asset "spec/fixtures/lambda_code/fn", handler = "i.h",
        runtime = lambda.Runtime.NODEJS_22_X, events = {},
      })
      local other = cdk.Stack(app, "Other")
      cdk.CfnOutput(other, "Role", { value = stack.node:find_child("F").role.role_arn })
      s3.Bucket(cdk.NestedStack(stack, "Nested"), "B")
      return app
    end
    -- Warnings belong to the Lua state, so those of other specs are among the messages.
    local earlier = preview.take({ new_app() }):of_level "error"
    local app = make()
    local first, second = preview.take { app }, preview.take { app }
    assert.same({}, luacdk.list(folder))
    settings.dry_run = nil
    make():synth()
    for _, taken in ipairs { first, second } do
      assert.same(earlier, taken:of_level "error")
      assert.equal(3, #taken.stacks)
      for _, stack in ipairs(taken.stacks) do
        local file = stack.nested and stack.construct.template_file or stack.id .. ".template.json"
        assert.equal(assets.read_file(folder .. "/cdk.out/" .. file), stack.text)
      end
    end
    -- The constructs that were looked at can still be changed and synthesised.
    s3.Bucket(app.node:find_child "S", "Later")
    app:synth { force = true }
  end)

  it("knows where elements are", function()
    local app = new_app()
    local stack = cdk.Stack(app, "S")
    sqs.Queue(stack, "Q")
    local taken = preview.take { app }
    local element = taken:element "Q63C6E3AB"
    assert.equal("S/Q/Resource", element.path)
    assert.equal("AWS::SQS::Queue", element.type)
    assert.equal("Resources", element.section)
    assert.equal("aws_cdk.aws_sqs.CfnQueue", element.class)
    assert.matches("preview_spec.lua:%d+$", element.location)
    assert.equal(stack, element.stack.construct)
    assert.equal("Parameters", taken:element("BootstrapVersion").section)
    assert.is_nil(taken:element "None")
    assert.equal("S", taken:stack_at("S/Q").path)
  end)

  it("collects all errors, and shows what can be shown", function()
    local app = new_app()
    local good, bad, worse = cdk.Stack(app, "Good"), cdk.Stack(app, "Bad"), cdk.Stack(app, "Worse")
    sqs.Queue(good, "Q")
    cdk.Annotations.of(good):add_warning_v2("some:id", "take care")
    cdk.Annotations.of(good):add_error("wrong")
    s3.CfnBucket(bad, "B", { bucket_name = engine.lazy(function() error("no name", 0) end) })
    s3.CfnBucket(bad, "C", { bucket_name = engine.lazy(function() return { 1 } end) })
    s3.CfnBucket(worse, "B", { bucket_name = engine.lazy(function() engine.fail(worse, "none at all") end) })
    for _, id in ipairs { "One", "Two" } do
      local construct = engine.Construct(good, id)
      construct.node:add_validation { validate = function() return { id .. " is invalid" } end }
    end
    local taken = preview.take { app }
    local texts = {}
    for _, message in ipairs(taken:of_level "error") do
      texts[#texts + 1] = (message.path or "") .. ": " .. message.text
    end
    local all = table.concat(texts, "\n")
    assert.matches("no name", all)
    assert.matches("Worse: none at all", all)
    assert.matches("Good/One: One is invalid", all)
    assert.matches("Good/Two: Two is invalid", all)
    assert.matches("Good: wrong", all)
    assert.matches("Bad/C: ", all)
    local warning = taken:of_level("warning")[1]
    assert.equal("take care [ack: some:id]", warning.text)
    assert.equal("Good", warning.path)
    assert.matches("preview_spec.lua:%d+$", warning.location)
    assert.matches('"Q63C6E3AB"', taken:stack("Good").text)
  end)

  it("finds stacks by their names, or says what there is", function()
    local app = new_app()
    local stack = cdk.Stack(app, "Api", { stack_name = "production-api" })
    cdk.NestedStack(stack, "Inner")
    cdk.Stack(cdk.Stage(app, "Prod"), "Api")
    local other = cdk.App { outdir = folder .. "/other" }
    cdk.Stack(other, "Api")
    local taken = preview.take { app, other }
    assert.equal(stack, taken:stack("production-api").construct)
    assert.equal("Prod/Api", taken:stack("Prod/Api").path)
    assert.equal(2, taken:stack("Api#2").app)
    assert.is_true(taken:stack("Api/Inner").nested)
    local found, message = taken:stack()
    assert.is_nil(found)
    assert.equal("there are several stacks; name one: Api, Api/Inner, Prod/Api, Api#2", message)
    found, message = taken:stack "Appi"
    assert.is_nil(found)
    assert.equal("there is no stack 'Appi'; did you mean 'Api'?", message)
  end)

  it("writes nothing of an app that was made to be written", function()
    settings.dry_run = nil
    local app = new_app()
    s3.Bucket(cdk.Stack(app, "S"), "B")
    sqs.Queue(cdk.Stack(cdk.Stage(app, "Prod"), "S"), "Q")
    local taken = preview.take { app }
    assert.same({}, luacdk.list(folder))
    assert.matches("AWS::S3::Bucket", taken:stack("S").text)
    assert.matches("AWS::SQS::Queue", taken:stack("Prod/S").text)
    app:synth()
    assert.equal(assets.read_file(folder .. "/cdk.out/S.template.json"), taken:stack("S").text)
    -- Also after it was written.
    assert.equal(taken:stack("S").text, preview.take({ app }):stack("S").text)
  end)

  it("is empty without an app", function()
    local found, message = preview.take({}):stack()
    assert.is_nil(found)
    assert.matches("^there is no stack yet; make one: stack = cdk.Stack", message)
  end)

  it("lets aspects work in the child alone", function()
    local app = new_app()
    local stack = cdk.Stack(app, "S")
    local visits = 0
    cdk.Aspects.of(stack):add { visit = function(_, construct)
      visits = visits + 1
      if construct == stack and not stack.node:try_find_child "Added" then sqs.Queue(stack, "Added") end
    end }
    local taken = preview.take { app }
    assert.matches("AWS::SQS::Queue", taken:stack("S").text)
    assert.equal(0, visits)
    assert.is_nil(stack.node:try_find_child "Added")
    assert.is_nil(app.node:try_find_child "Tree")
  end)
end)
