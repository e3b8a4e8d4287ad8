-- Values as a person reads them.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local inspect = require "luacdk.repl.inspect"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local sqs = require "aws_cdk.aws_sqs"

local function shown(value, options) return inspect(value, options) end

local function new_stack(id) return cdk.Stack(cdk.App { auto_synth = false }, id or "Api") end

describe("inspect", function()
  it("writes plain values as Lua does", function()
    assert.equal("nil", shown(nil))
    assert.equal("true", shown(true))
    assert.equal("3", shown(3))
    assert.equal("3.5", shown(3.5))
    assert.equal("function (built in)", shown(print))
    assert.matches("^function .*inspect_spec.lua:%d+$", shown(function() end))
    assert.equal("function (library)", shown(s3.Bucket.add_cors_rule))
    assert.equal("coroutine (suspended)", shown(coroutine.create(print)))
    assert.equal("file", shown(io.stdout))
    assert.equal("NULL", shown(cdk.NULL))
  end)

  it("quotes texts", function()
    assert.equal([["a\nb\"\\\x00é\xFF"]], shown("a\nb\"\\\0é\xff"))
    assert.equal([["\u{E9}"]], shown("é", { unicode = false }))
    assert.matches('^"x+" … 6000 more bytes$', shown(("x"):rep(10000)))
  end)

  it("sorts keys: numbers, then texts as a person counts", function()
    assert.equal('{ [10] = 1, a = 2, B = 3, item9 = 4, item10 = 5, ["x y"] = 6, [true] = 7 }',
      shown { [10] = 1, a = 2, B = 3, item9 = 4, item10 = 5, ["x y"] = 6, [true] = 7 })
    assert.equal("{1, 2, 3}", shown { 1, 2, 3 })
    assert.equal("{ 1, 2, x = 3 }", shown { 1, 2, x = 3 })
    assert.equal('{ ["end"] = 1 }', shown { ["end"] = 1 })
  end)

  it("knows cycles", function()
    local t = { 1 }
    t.self, t.inner = t, { t }
    assert.equal("{ 1, inner = {<cycle>}, self = <cycle> }", shown(t))
    local shared = {}
    assert.equal("{{}, {}}", shown { shared, shared })
  end)

  it("limits depth and items", function()
    assert.equal("{{{{…}}}}", shown({ { { { 1 } } } }, { depth = 3 }))
    assert.equal("{{{{...}}}}", shown({ { { { 1 } } } }, { depth = 3, unicode = false }))
    local many = {}
    for i = 1, 40 do many[i] = i end
    assert.equal("{1, 2, 3, … 37 more}", shown(many, { items = 3 }))
    local deep = {}
    for _ = 1, 100000 do deep = { deep } end
    assert.equal("{{{{{{…}}}}}}", shown(deep))
  end)

  it("breaks what is too wide", function()
    assert.equal('{\n  first = "aaaaaaaaaa",\n  second = { "bbbbbbb", x = 1 }\n}',
      shown({ first = "aaaaaaaaaa", second = { "bbbbbbb", x = 1 } }, { width = 32 }))
    local many = {}
    for i = 1, 30 do many[i] = i end
    for line in shown(many, { width = 20 }):gmatch "[^\n]+" do assert.is_true(#line <= 20, line) end
    assert.matches("^{\n  1, 2, 3, 4, 5, 6,\n  7, ", shown(many, { width = 20 }))
  end)

  it("shows constructs with path, type and place", function()
    local stack = new_stack()
    local handler = lambda.Function(stack, "Handler", {
      code = lambda.Code.from_inline "x", handler = "i.h", runtime = lambda.Runtime.NODEJS_22_X,
    })
    assert.matches("^Function Api/Handler %[AWS::Lambda::Function%] .*inspect_spec.lua:%d+$", shown(handler))
    assert.matches("^CfnFunction Api/Handler/Resource %[AWS::Lambda::Function%] ", shown(handler.node.default_child))
    assert.matches("^Stack Api %[2 resources%] .*inspect_spec.lua:%d+$", shown(stack))
    assert.matches("^App %[1 stack%] ", shown(stack.node.root))
    assert.matches("^Construct Api/Mine ", shown(engine.Construct(stack, "Mine")))
    assert.equal("Node Api/Handler", shown(handler.node))
  end)

  it("shows a class of the user's by its own name", function()
    local Mine = engine.Construct:extend "Mine"
    function Mine:init(scope, id)
      Mine.super.init(self, scope, id)
      sqs.Queue(self, "Q")
    end
    assert.matches("^Mine Api/M %[1 construct%] ", shown(Mine(new_stack(), "M")))
  end)

  it("shows what tokens stand for, and where they come from", function()
    local stack = new_stack()
    local bucket = s3.Bucket(stack, "B")
    assert.matches('^token Api/B.Arn → {"Fn::GetAtt":%["B%x+","Arn"%]} .*inspect_spec.lua:%d+$',
      shown(bucket.bucket_arn))
    assert.matches('^token Api/B %-> {"Ref":"B%x+"} ', shown(bucket.bucket_name, { unicode = false }))
    assert.equal('token → {"Ref":"AWS::Region"}', shown(cdk.Aws.REGION))
    assert.matches('^token → {"Fn::Join":%["",%[{.*},"/%*"%]%]}', shown(bucket.bucket_arn .. "/*"))
    assert.matches('^text Api/B.Arn → {"Fn::GetAtt"', shown(tostring(bucket.bucket_arn)))
    assert.matches('{ a = token → "lazy" }', shown { a = cdk.Lazy.string { produce = function() return "lazy" end } })
    -- It stays possible to give the resource another id.
    stack:rename_logical_id(("B" .. shown(bucket.bucket_arn):match '%["B(%x+)"'), "Renamed")
    assert.matches('"Renamed"', tostring((engine.template(stack))))
  end)

  it("does not mind a lazy value that raises", function()
    assert.equal("token", shown(cdk.Lazy.string { produce = function() error "no" end }))
  end)

  it("shows small values by what they mean", function()
    assert.equal("Duration 3 minutes", shown(cdk.Duration.minutes(3)))
    assert.equal("Duration 1 hour", shown(cdk.Duration.hours(1)))
    assert.equal("Size 512 mebibytes", shown(cdk.Size.mebibytes(512)))
    assert.equal("Runtime python3.12", shown(lambda.Runtime.PYTHON_3_12))
    assert.equal("Architecture arm64", shown(lambda.Architecture.ARM_64))
    assert.equal('PolicyStatement → {"Action":"s3:*","Effect":"Allow","Resource":"*"}',
      shown(iam.PolicyStatement { actions = { "s3:*" }, resources = { "*" } }))
  end)

  it("shows classes, modules and enums", function()
    assert.equal("class aws_cdk.aws_s3.Bucket", shown(s3.Bucket))
    assert.equal("class aws_cdk.aws_s3.CfnBucket [AWS::S3::Bucket]", shown(s3.CfnBucket))
    assert.matches("^module aws_cdk.aws_s3 %(%d+ classes, %d+ L1 classes, %d+ enums, %d+ structs%)$", shown(s3))
    assert.matches("^enum aws_cdk.aws_s3.BucketEncryption {\n  DSSE = ", shown(s3.BucketEncryption))
  end)

  it("shows ordered maps and marked tables", function()
    assert.equal("ordered { z = 1, a = 2 }", shown(engine.ordered("z", 1, "a", 2)))
    assert.equal("list {}", shown(engine.list {}))
    assert.equal("map {}", shown(engine.map {}))
    assert.equal("{1}", shown(engine.list { 1 }))
  end)

  it("never runs what the user wrote", function()
    local hit = false
    local function bad()
      hit = true
      error "no"
    end
    local hostile = setmetatable({ a = 1 }, { __index = bad, __tostring = bad, __pairs = bad, __len = bad, __eq = bad,
      __name = "Mine" })
    assert.equal("Mine { a = 1 }", shown(hostile))
    assert.equal("{ [table] = 1 }", shown { [hostile] = 1 })
    assert.equal("{}", shown(setmetatable({}, { __metatable = "locked", __index = bad })))
    local Mine = engine.Construct:extend "Mine"
    Mine.get.made = bad
    shown(Mine(new_stack(), "M"))
    assert.is_false(hit)
  end)

  it("makes no construct", function()
    local stack = new_stack()
    s3.Bucket(stack, "B")
    local function count() return #stack.node.root.node:find_all() end
    local before = count()
    shown(stack)
    shown(stack.node:find_child "B")
    shown { stack, stack.node:find_child("B").bucket_arn }
    assert.equal(before, count())
  end)

  it("colours when it is asked to, without a change of the text", function()
    local value = { a = 1, b = "x", c = { true, s3.Bucket } }
    local text = shown(value, { colour = true })
    assert.matches("\27%[33m1\27%[0m", text)
    assert.equal(shown(value), (text:gsub("\27%[%d*m", "")))
  end)
end)
