-- Help without a network: ?name, ??words, :doc, :apropos.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local example = require "luacdk.schema.example"
local help = require "luacdk.repl.help"
local luacdk = require "spec.support.luacdk"
local topics = require "luacdk.schema.topics"

local schema = engine.schema
local LONGEST = 2 -- seconds that a search may take on a slow machine; 0.06 is usual

describe("help", function()
  local session, stack

  setup(function()
    local outdir = luacdk.folder()
    stack = cdk.Stack(cdk.App { outdir = outdir }, "Shop")
    local fn = lambda.Function(stack, "Handler", {
      code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
    })
    local Api = constructs.Construct:extend "Api"
    function Api:init(scope, id) Api.super.init(self, scope, id) end
    function Api:route(path, target) return self, path, target end
    local names = { stack = stack, fn = fn, Api = Api, api = Api(stack, "Api"), answer = 42,
      twice = function(a, ...) return a, a, ... end }
    session = { width = 100, colour = false, unicode = true, scope = function() return names end }
    luacdk.remove(outdir)
  end)

  -- What a call writes, or its message.
  local function written(call, text)
    local parts = {}
    session.out = { write = function(out, ...)
      for _, part in ipairs { ... } do parts[#parts + 1] = part end
      return out
    end }
    function session.out:line(line) return self:write(line or "", "\n") end
    local done, message = call(session, text)
    if done == false then return nil, message end
    return table.concat(parts)
  end

  local function about(name) return assert(written(help.about, name)) end
  local function failure(name) return select(2, written(help.about, name)) end
  local function found(words) return assert(written(help.search, words)) end

  describe("on a name", function()
    it("shows a factory: signature, what comes of it, words, an example, options, relatives", function()
      local text = about "lambda.Code.from_asset"
      assert.matches("^lambda.Code.from_asset%(path: string, options%?: s3_assets.AssetOptions%) → lambda.AssetCode\n",
        text)
      assert.matches("\nstatic method\n", text)
      assert.matches("A folder, .zip or .jar file", text)
      assert.matches('\n  local code = lambda.Code.from_asset%("fn", { exclude = { "%*.pyc" } }%)\n', text)
      assert.matches("\ns3_assets.AssetOptions\n", text)
      assert.matches("\n  ignore_mode +cdk.IgnoreMode +default cdk.IgnoreMode.GLOB\n", text)
      assert.matches("\nsee also from_asset_image, from_bucket", text)
    end)

    it("shows methods, where they come from, and what their tables take", function()
      local text = about "fn:add_environment"
      assert.matches("^lambda.Function:add_environment%(key: string, value: string", text)
      assert.matches('\n  fn:add_environment%("…", "…"%)\n', text)
      assert.matches("declared by cdk.Resource", about "fn:apply_removal_policy")
      assert.matches("\n  allowed_methods +list of s3.HttpMethods +required\n", about "s3.Bucket:add_cors_rule")
      assert.equal(about "s3.Bucket:add_cors_rule", about "s3.Bucket.addCorsRule")
    end)

    it("shows classes: how to make one, what is required, statics, methods, properties, what is inherited", function()
      local text = about "lambda.Function"
      assert.matches("^lambda.Function  class\nextends lambda.FunctionBase\n", text)
      assert.matches('\n  local fn = lambda.Function%(stack, "Function", { code = ', text)
      assert.matches("\n  runtime +lambda.Runtime +required\n", text)
      assert.matches("optional: .*timeout", text)
      assert.matches("\nStatic methods\n", text)
      assert.matches("\n  :add_layers%(%.%.%.: lambda.ILayerVersion%)\n", text)
      assert.matches("\n  .function_arn: string, read only\n", text)
      assert.matches("\nFrom cdk.Resource\n  .*:apply_removal_policy", text)
    end)

    it("shows what a live value is, and its class", function()
      local text = about "fn"
      assert.matches("^fn is [^\n]*Handler", text)
      assert.matches("\nlambda.Function  class\n", text)
      text = about "api"
      assert.matches("\nApi  class of your own\nextends constructs.Construct\n", text)
      assert.matches("\n  :route +%(path, target%)\n", text)
      assert.matches("^answer is 42\n", about "answer")
      assert.matches("^Api  class of your own\n", about "Api")
      assert.matches("^twice%(a, %.%.%.%)\nspec/repl/help_spec.lua:%d+\n", about "twice")
      assert.matches("^lambda.Function.timeout  cdk.Duration\nproperty, read only\n", about "fn.timeout")
    end)

    it("shows modules", function()
      local text = about "sqs"
      assert.matches("^sqs  module aws_cdk.aws_sqs\n\n  local sqs = require \"aws_cdk.aws_sqs\"\n", text)
      assert.matches("\nClasses\n  Queue, ", text)
      assert.matches("\nResources\n  CfnQueue, ", text)
      assert.matches("\nEnums\n  .*QueueEncryption", text)
    end)

    it("shows structs, their fields, enums and their members", function()
      assert.matches("^s3.CorsRule  struct\n", about "s3.CorsRule")
      assert.matches("^lambda.FunctionProps.timeout  timeout\ncdk.Duration\ndefault cdk.Duration.seconds%(3%)\n",
        about "lambda.FunctionProps.timeout")
      assert.matches("\n  ACTIVE +Active\n", about "lambda.Tracing")
      assert.matches("^lambda.Tracing.ACTIVE  Active\n", about "lambda.Tracing.ACTIVE")
      assert.matches("^lambda.Runtime.PYTHON_3_12  lambda.Runtime\nconstant\n", about "lambda.Runtime.PYTHON_3_12")
    end)

    it("shows L1 classes and properties as luacdk schema does", function()
      local text = about "AWS::Lambda::Function"
      assert.equal(text, about "lambda.CfnFunction")
      assert.matches("\n  package_type +string; replaces; Image | Zip\n", text)
      assert.matches("^AWS::Lambda::Function.Timeout  timeout\nnumber\n", about "AWS::Lambda::Function.Timeout")
      local result = luacdk.run(".", { "schema", "AWS::Lambda::Function.Timeout" })
      assert.equal(result.out, written(help.property, "AWS::Lambda::Function.Timeout"))
      assert.matches("^lambda.CfnFunction.attr_arn  string\n", about "lambda.CfnFunction.attr_arn")
    end)

    it("shows functions of Lua and our own", function()
      assert.matches("^string.format%(format: string, ...%) → string\n", about "string.format")
      assert.matches("^table  of Lua's standard library\n.*\n  table.concat ", about "table")
      assert.matches("^cdk.repl%(%)\n\nStops the script here", about "cdk.repl")
    end)

    it("takes names without their module, when they are those of one thing", function()
      assert.equal(about "s3.BucketPolicy", about "BucketPolicy")
      assert.equal(about "dynamodb.TableV2.from_table_name", about "TableV2.from_table_name")
      assert.matches("events.Schedule.cron%(.*autoscaling.Schedule.cron%(", about "Schedule.cron")
      assert.matches("Methods\n", about "add_cors_rule") -- whose it is shows the search
    end)

    it("has something to say on every type and member of a sample", function()
      local count = 0
      for m, module in ipairs(schema.modules()) do
        for i, name in ipairs((schema.types(module))) do
          if (i + m) % 60 == 0 then
            local full_name = module .. "." .. name
            count = count + 1
            assert.is_string(about(full_name))
            local type = schema.type(full_name)
            for k, member in ipairs(type.members or type.fields or type.values) do
              if k % 5 == 1 then assert.is_string(about(full_name .. "." .. member.name)) end
            end
          end
        end
      end
      assert.is_true(count > 200)
    end)

    it("shows what there is to ask", function() assert.matches("%?%?words", about "") end)

    it("names the nearest for what is none", function()
      assert.equal("lambda.Code has no member 'from_aset'; did you mean 'from_asset'?", failure "lambda.Code.from_aset")
      assert.equal("lambda has no 'Functon'; did you mean 'lambda.Function'?", failure "lambda.Functon")
      assert.equal("nothing is called 'lambd'; did you mean 'lambda'?", failure "lambd")
      assert.equal("nothing is called 'strin'; did you mean 'string'?", failure "strin")
      assert.equal("AWS::Lambda::Function has no property 'Timout'; did you mean 'Timeout'?",
        failure "AWS::Lambda::Function.Timout")
      assert.equal("there is no resource type 'AWS::Lambda::Functio'; did you mean 'AWS::Lambda::Function'?",
        failure "AWS::Lambda::Functio")
      assert.matches("%?%?qqqqq searches", failure "qqqqq")
    end)

    it("keeps to the width, and to ASCII where nothing else can be shown", function()
      session.width = 60
      for line in about("lambda.Code.from_asset"):gmatch "[^\n]+" do
        assert.is_true(utf8.len(line) <= 60 or line:find "^  " ~= nil, line)
      end
      session.width, session.unicode = 100, false
      assert.matches("%) %-> lambda.AssetCode", about "lambda.Code.from_asset")
      session.unicode = true
    end)
  end)

  describe("by a search", function()
    it("finds modules, types, methods, properties, enum members and resource types", function()
      assert.matches("Modules\n  sqs +aws_cdk.aws_sqs\n", found "sqs")
      assert.matches("Resource types\n  AWS::S3::BucketPolicy +s3.CfnBucketPolicy\n", found "bucketpolicy")
      assert.matches("\n  s3.BucketPolicy +class\n", found "bucketpolicy")
      assert.matches("Methods\n  s3.Bucket:add_cors_rule ?%(rule: s3.CorsRule%)\n", found "add_cors_rule")
      assert.matches("lambda.FunctionOptions", found "memory_size")
      assert.matches("\n  lambda.Runtime.PYTHON_3_12 ", found "PYTHON_3_12")
    end)

    it("takes several words, each of which must be there", function()
      local text = found "bucket cors"
      assert.matches("s3.Bucket:add_cors_rule", text)
      assert.not_matches("from_bucket_arn", text)
      assert.equal(text, found "cors  bucket")
    end)

    it("takes a dot as it stands", function()
      local text = found "lambda.Code.from"
      assert.matches("lambda.Code.from_asset%(", text)
      assert.not_matches("codedeploy", text)
    end)

    it("ranks what is meant first, what is deprecated last, and cuts long lists", function()
      assert.matches("Classes\n  s3.Bucket +class\n", found "bucket")
      assert.matches("and %d+ more", found "bucket")
      assert.is_true(select(2, found("a"):gsub("\n", "")) < 140)
    end)

    it("finds luacdk's own words", function()
      assert.matches("^Words of luacdk\n  cdk.matrix {", found "matrix")
      assert.matches("^cdk.list%(", about "cdk.list")
      assert.matches("^cdk.NULL\n", about "cdk.NULL")
      assert.matches("^include%(file", about "include")
      assert.matches("^Class.super\n", about "Api.super")
      assert.matches("^Class:extend%(", about "constructs.Construct:extend")
    end)

    it("names the nearest for what is nowhere", function()
      local _, message = written(help.search, "buckett")
      assert.matches("^no name contains 'buckett'; did you mean '.*Bucket'%?$", message)
      assert.matches("^no name contains 'qqqqq'", select(2, written(help.search, "qqqqq")))
      assert.matches("^name what to search for", select(2, written(help.search, "")))
    end)

    it("takes but a moment", function()
      local before = os.clock()
      found "function"
      assert.is_true(os.clock() - before < LONGEST)
    end)
  end)

  describe("examples", function()
    local STAND_IN = assets.path.resolve "spec/support/docker_stand_in"
    -- An example may make a function itself; of a code that it makes one is made here.
    local SCRIPT = [[
      local stack = cdk.Stack(cdk.App(), "S")
      EXAMPLE
      if code then
        local IMAGE = { handler = lambda.Handler.FROM_IMAGE, runtime = lambda.Runtime.FROM_IMAGE }
        local PYTHON = { handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_13 }
        lambda.Function(stack, "Handler", { code = code, handler = KIND.handler, runtime = KIND.runtime })
      end]]

    local function parses(text)
      assert.is_truthy(load(text) or load("return " .. text), text)
    end

    it("of every class and method of a sample parse", function()
      local count = 0
      for _, module in ipairs(schema.modules()) do
        local names, kinds = schema.types(module)
        for i, name in ipairs(names) do
          local chosen = kinds[i] == "class" or kinds[i] == "interface" or i % 40 == 0
          local type = chosen and schema.type(module .. "." .. name)
          if type and type.kind ~= "enum" then
            count = count + 1
            if type.kind == "struct" then
              parses(example.of_struct(type))
            elseif example.of_class(type) then
              parses(example.of_class(type))
            end
            for _, member in ipairs(type.members or {}) do
              if member.parameters and not member.protected then parses(example.of_method(type, member)) end
            end
          end
        end
      end
      assert.is_true(count > 200)
    end)

    it("of lambda.Code run, each in a tree of its own, and make a function's code", function()
      local count = 0
      for name, topic in pairs(topics) do
        if name:find "^lambda%.Code" then
          count = count + 1
          local folder = luacdk.folder {
            ["app.lua"] = SCRIPT:gsub("EXAMPLE", function() return topic.example end)
              :gsub("KIND", name:find "ecr_image" and "IMAGE" or "PYTHON"),
            ["fn/index.py"] = "def handler(event, context): pass\n", ["fn/Makefile"] = "all:\n\t@true\n",
            ["image/Dockerfile"] = "FROM scratch\n",
          }
          local environment = { CDK_DOCKER = STAND_IN, DOCKER_LOG = folder .. "/docker.log" }
          local result = luacdk.run(folder, { "-q", "app.lua" }, { env = environment })
          luacdk.remove(folder)
          assert.equal(0, result.status, name .. "\n" .. result.err)
        end
      end
      assert.equal(10, count)
    end)

    it("are there for every factory of lambda.Code, with a sentence", function()
      for _, member in ipairs(schema.type("aws_cdk.aws_lambda.Code").members) do
        if member.static then
          local topic = assert(topics["lambda.Code." .. member.name], member.name)
          assert.is_string(topic.about)
          assert.is_string(topic.example)
        end
      end
    end)

    it("belong to names that there are", function()
      for name in pairs(topics) do
        if name ~= "lua" then assert.is_string(about(name)) end
        local own = topics[name].signature and name:match "^cdk%.(.*)$"
        if own then assert.is_truthy(engine.exports(cdk)[own] or rawget(cdk, own), name) end
        if topics[name].example then assert.is_function(load(topics[name].example), name) end
      end
      for name in pairs(topics.lua) do
        local value = _G
        for step in name:gmatch "[^.]+" do value = value and value[step] end
        assert.is_truthy(value, name)
      end
    end)
  end)
end)

describe("help in a session", function()
  local function feed(input, ...)
    local folder = luacdk.folder()
    local result = luacdk.run(folder, { "repl", ... }, { input = input, env = { HOME = folder } })
    luacdk.remove(folder)
    return result
  end

  it("answers ?, ??, :doc and :apropos", function()
    assert.matches("^lambda.Code.from_asset%(", feed("?lambda.Code.from_asset\n").out)
    assert.matches("s3.Bucket:add_cors_rule", feed("??bucket cors\n").out)
    assert.matches("s3.Bucket:add_cors_rule", feed(":apropos cors bucket\n").out)
    assert.matches("^AWS::Lambda::Function.Timeout  timeout\n", feed(":doc AWS::Lambda::Function.Timeout\n").out)
  end)

  it("knows what was made there", function()
    local lines = 'app = cdk.App()\nlocal stack = cdk.Stack(app, "S")\nlocal b = s3.Bucket(stack, "B")\n'
    local text = feed(lines .. "?b\n?b:add_cors_rule\n").out
    assert.matches("b is [^\n]*S/B", text)
    assert.matches("\ns3.Bucket:add_cors_rule%(", text)
  end)

  it("explains commands, and finds them", function()
    assert.matches(":undo", feed("?:undo\n").out)
    assert.matches("Commands\n.*:undo", feed("??undo\n").out)
    assert.matches("did you mean ':undo'", feed("?:undoo\n").err)
  end)

  it("is an error where nothing is known", function()
    local result = feed "?lambda.Code.from_aset\n"
    assert.same({ status = 1, out = "",
      err = "lambda.Code has no member 'from_aset'; did you mean 'from_asset'?\n" }, result)
  end)
end)
