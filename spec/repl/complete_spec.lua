-- What Tab offers: from live values, from the schema, from folders and trees.
local complete = require "luacdk.repl.complete"
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local LONGEST = 0.2 -- seconds that a Tab may take on a slow machine; 0.004 is usual

local FIXTURES = "spec/fixtures/lambda_code"

describe("completion", function()
  local session

  setup(function()
    local outdir = luacdk.folder()
    local app = cdk.App { outdir = outdir }
    local stack = cdk.Stack(app, "Shop")
    local bucket = s3.Bucket(stack, "Assets")
    local fn = lambda.Function(stack, "Handler", {
      code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
    })
    local Api = constructs.Construct:extend "Api"
    function Api:init(scope, id) Api.super.init(self, scope, id) end
    function Api:route(path, target) return self, path, target end
    local trap = setmetatable({}, {
      __index = function() error "user code ran" end, __pairs = function() error "user code ran" end,
      __len = function() error "user code ran" end, __tostring = function() error "user code ran" end,
    })
    local names = { app = app, stack = stack, bucket = bucket, fn = fn, Api = Api, api = Api(stack, "Api"), trap = trap,
      settings = { region = "eu-west-1", sizes = { small = 128 } }, fns = { fn } }
    session = {
      cwd = "",
      scope = function() return names end,
      values = function() return { _ = fn, _1 = fn } end,
      preview = function()
        return { stacks = { { name = "Shop", path = "Shop", id = "Shop", template = {
          Resources = { Assets12345678 = { Type = "AWS::S3::Bucket" } }, Outputs = { Url = { Value = "x" } },
        } } } }
      end,
      kept = { marks = { before = 2 }, templates = { earlier = {} } },
    }
    luacdk.remove(outdir)
  end)

  -- The candidates by their text, in order, and what is left of the line.
  local function offered(line, earlier)
    local start, list = complete(session, line, earlier or "")
    local texts, by_text = {}, {}
    for i, one in ipairs(list) do
      texts[i] = one.text
      by_text[one.text] = one
    end
    return texts, by_text, line:sub(1, start - 1)
  end

  local function has(line, ...)
    local texts, by_text = offered(line)
    for _, text in ipairs { ... } do
      assert.is_truthy(by_text[text], ("%s: no %s in %s"):format(line, text, table.concat(texts, " ")))
    end
  end

  local function has_not(line, ...)
    local _, by_text = offered(line)
    for _, text in ipairs { ... } do assert.is_nil(by_text[text], line .. ": " .. text) end
  end

  local function note(line, text)
    local _, by_text = offered(line)
    return (assert(by_text[text], text)).note
  end

  describe("of names", function()
    it("offers variables, modules, globals and keywords", function()
      assert.same({ "bucket" }, (offered "buck"))
      has("lam", "lambda", "lambda_event_sources")
      has("pri", "print")
      has("whi", "while")
      has("x = st", "stack", "string", "stepfunctions")
      assert.equal("lambda.Function", note("f", "fn"))
      assert.equal("stack", (offered "st")[1])
    end)

    it("replaces the word only", function()
      local _, _, left = offered "print(buck"
      assert.equal("print(", left)
      _, _, left = offered "  lambda.Code.from_a"
      assert.equal("  lambda.Code.", left)
    end)

    it("knows the locals of the lines before", function()
      assert.same({ "queue_one" }, (offered("queue_o", 'local queue_one = sqs.Queue(stack, "Q")')))
      has_not("queue_o", "queue_one")
    end)

    it("offers nothing where a new name is made, in comments and in numbers", function()
      assert.same({}, (offered "local "))
      assert.same({}, (offered "local function st"))
      assert.same({}, (offered "-- st"))
      assert.same({}, (offered "x = 12"))
      assert.same({}, (offered "print(stack "))
    end)

    it("finds another case of letters, and the part behind a dot", function()
      assert.same({ "bucket" }, (offered "BUCK"))
      assert.same({ "lambda.Runtime.PYTHON_3_12" }, (offered 'lambda.Function(stack, "F", { runtime = PYTHON_3_12'))
    end)
  end)

  describe("of members", function()
    it("offers what a module has", function()
      has("lambda.", "Function", "Code", "CfnFunction", "Tracing", "FunctionProps")
      has("lambda.Fun", "Function", "FunctionUrlAuthType")
      has("cdk.", "Stack", "Duration", "RemovalPolicy")
      has_not("lambda.", "IFunction", "CfnFunction.CodeProperty")
      has("cdk.in", "interfaces", "include")
      has_not("cdk.in", "interfaces.aws_s3")
      has_not("cdk.", "aws_s3")
      has("interfaces.", "aws_s3")
      assert.matches("^The contents of a YAML file", note("cdk.re", "read_yaml"))
    end)

    it("offers the actions of policy statements", function()
      has('iam.PolicyStatement { actions = { "s3:GetObj', "s3:GetObject", "s3:GetObjectAcl")
      has('iam.PolicyStatement { not_actions = { "sqs:*", "dyn', "dynamodb:")
      has('x:add_actions("sqs:Send', "sqs:SendMessage")
    end)

    it("offers statics and constants of classes", function()
      local texts = offered "lambda.Code.from_"
      assert.same({ "from_asset", "from_asset_image", "from_bucket", "from_bucket_v2", "from_cfn_parameters",
        "from_custom_command", "from_docker_build", "from_ecr_image", "from_inline" }, texts)
      assert.equal("(path: string, options?: s3_assets.AssetOptions) → lambda.AssetCode",
        note("lambda.Code.", "from_asset"))
      has("lambda.Runtime.PY", "PYTHON_3_12")
      has("cdk.Duration.", "seconds", "minutes")
      has("lambda.CfnFunction.", "CodeProperty")
    end)

    it("lists what is deprecated last", function()
      local texts = offered "lambda.Runtime.PYTHON_"
      local place = {}
      for i, text in ipairs(texts) do place[text] = i end
      assert.is_true(place.PYTHON_2_7 > place.PYTHON_3_13)
    end)

    it("sorts numbers in names by their value", function()
      local place = {}
      for i, text in ipairs((offered "lambda.Runtime.DOTNET_")) do place[text] = i end
      assert.is_true(place.DOTNET_8 < place.DOTNET_10)
    end)

    it("offers the members of enums", function()
      assert.same({ "ACTIVE", "DISABLED", "PASS_THROUGH" }, (offered "lambda.Tracing."))
    end)

    it("offers methods behind a colon, properties behind a dot", function()
      has("fn:add_", "add_environment", "add_permission", "add_event_source")
      has_not("fn:", "function_arn", "from_function_arn")
      has("fn.", "function_arn", "role", "node")
      has_not("fn.", "add_environment")
      assert.equal("(key: string, value: string, options?: lambda.EnvironmentOptions) → lambda.Function",
        note("fn:", "add_environment"))
    end)

    it("infers what a chain gives without calling anything", function()
      has('lambda.Code.from_asset("x").', "is_inline", "path")
      has('lambda.Code.from_asset "x".', "path")
      has("bucket.node.", "children", "id")
      has("fn.role.", "role_arn")
      has("cdk.Stack.of(fn).", "region")
      has('fn:add_environment("A", "b"):', "add_layers")
      has('bucket.node:find_child("Resource").', "node")
      has("fns[1].", "function_arn")
      has('("x"):', "rep")
      has("_.", "function_arn")
    end)

    it("knows variables of an unfinished chunk", function()
      local function after(earlier, line) return select(2, offered(line, earlier)) end
      assert.is_truthy(after('local b = s3.Bucket(stack, "B")', "b:add_c").add_cors_rule)
      assert.is_truthy(after('local l = require "aws_cdk.aws_lambda"', "l.Code.from_as").from_asset)
      assert.is_truthy(after('local My = cdk.Stack:extend "My"\nfunction My:init(scope, id)', "  self.re").region)
      assert.is_truthy(after("function Api:more()", "self:ro").route)
      assert.is_truthy(after('function Api:more()\n  self.files = s3.Bucket(self, "Files")', "self.files:add_c")
        .add_cors_rule)
      assert.is_truthy(after('function Api:more()\n  self.files = s3.Bucket(self, "Files")', "self.fi").files)
      assert.is_truthy(after('parts.store = s3.Bucket(stack, "B")', "parts.store.bucket_a").bucket_arn)
    end)

    it("offers what the user's own classes and tables have", function()
      has("api:", "route", "to_string")
      assert.equal("(path, target)", note("api:", "route"))
      has("settings.", "region", "sizes")
      assert.same({ "small" }, (offered "settings.sizes."))
      has("string.f", "format", "find")
    end)

    it("follows live constructs to their L1", function()
      has("fn.node.default_child.", "attr_arn", "timeout")
    end)

    it("runs no code of the user's", function()
      assert.same({}, (offered "trap."))
      assert.same({}, (offered "trap.x."))
      assert.same({}, (offered "trap:"))
      assert.is_truthy((offered "tra")[1])
    end)
  end)

  describe("inside of a constructor's table", function()
    it("offers the properties with type and default, what is required first", function()
      local texts = offered 'lambda.Function(stack, "F", { '
      assert.same({ "code = ", "handler = ", "runtime = " }, { texts[1], texts[2], texts[3] })
      local line = 'lambda.Function(stack, "F", { '
      assert.equal("lambda.Code, required", note(line, "code = "))
      assert.equal("cdk.Duration, default cdk.Duration.seconds(3)", note(line, "timeout = "))
      assert.equal("string, optional", note(line, "description = "))
    end)

    it("leaves out what is there already", function()
      has_not('lambda.Function(stack, "F", { code = x, handler = "i.h", ', "code = ", "handler = ")
      has('lambda.Function(stack, "F", { code = x, handler = "i.h", ', "runtime = ")
    end)

    it("works over several lines", function()
      local _, by_text = offered("  time", 'lambda.Function(stack, "F", {\n  code = lambda.Code.from_inline "x",')
      assert.is_truthy(by_text["timeout = "])
    end)

    it("knows nested tables, lists of tables and the structs of methods", function()
      has('lambda.CfnFunction(stack, "F", { code = { s3_bu', "s3_bucket = ")
      has('s3.Bucket(stack, "B", { lifecycle_rules = { { ', "expiration = ", "transitions = ")
      has('s3.Bucket(stack, "B", { lifecycle_rules = { { transitions = { { ', "storage_class = ")
      has("bucket:add_cors_rule { ", "allowed_methods = ")
      has("bucket:add_cors_rule({ ", "allowed_methods = ")
      has("s3.CorsRule { ", "allowed_methods = ")
      has('cdk.Stack(app, "X", { env = { ', "account = ", "region = ")
      has('lambda.Code.from_asset("x", { ', "exclude = ")
    end)

    it("knows the initialiser that a class hands its properties to", function()
      local _, by_text = offered("  Mine.super.init(self, scope, id, { desc",
        'local Mine = cdk.Stack:extend "Mine"\nfunction Mine:init(scope, id)')
      assert.is_truthy(by_text["description = "])
    end)

    it("spells keywords with an underscore", function()
      assert.same({ "end_ = ", "start = " }, (offered "appmesh.CfnGatewayRoute.GatewayRouteRangeMatchProperty { "))
      has("appmesh.CfnGatewayRoute.GatewayRouteRangeMatchProperty { end_ = 1, ", "start = ")
      has_not("appmesh.CfnGatewayRoute.GatewayRouteRangeMatchProperty { end_ = 1, ", "end_ = ")
    end)

    it("says what a change does to an L1 resource", function()
      assert.equal("string, optional, a change replaces the resource",
        note('lambda.CfnFunction(stack, "F", { ', "function_name = "))
    end)
  end)

  describe("of values", function()
    it("offers the members of the enum that a property takes", function()
      assert.same({ "lambda.Tracing.ACTIVE", "lambda.Tracing.DISABLED", "lambda.Tracing.PASS_THROUGH" },
        (offered 'lambda.Function(stack, "F", { tracing = '))
      has('lambda.Function(stack, "F", { runtime = ', "lambda.Runtime.PYTHON_3_12")
      has("bucket:add_cors_rule { allowed_methods = { ", "s3.HttpMethods.GET")
      has("bucket:add_cors_rule { allowed_methods = { s3.HttpMethods.GET, ", "s3.HttpMethods.PUT")
    end)

    it("offers the default first", function()
      local texts, by_text = offered 'lambda.Function(stack, "F", { timeout = '
      assert.equal("cdk.Duration.seconds(3)", texts[1])
      assert.equal("default", by_text[texts[1]].note)
      assert.is_truthy(by_text["cdk.Duration.minutes"])
      texts = offered 'lambda.Function(stack, "F", { timeout = cdk.Duration.'
      assert.equal("seconds(3)", texts[1])
    end)

    it("offers booleans", function()
      assert.same({ "false", "true" }, (offered 's3.Bucket(stack, "B", { enforce_ssl = '))
    end)

    it("offers what an L1 property takes, with quotes and inside of them", function()
      assert.same({ '"Image"', '"Zip"' }, (offered 'lambda.CfnFunction(stack, "F", { package_type = '))
      assert.same({ "Image", "Zip" }, (offered 'lambda.CfnFunction(stack, "F", { package_type = "'))
      assert.same({ "Zip" }, (offered 'fn.node.default_child.package_type = "Z'))
    end)

    it("offers factories, classes and variables that fit", function()
      has('lambda.Function(stack, "F", { code = ', "lambda.Code.from_asset")
      has('lambda.Function(stack, "F", { role = ', "iam.Role")
      has("s3.Bucket(", "stack", "app")
      has_not("s3.Bucket(", "settings")
      has("fn:add_event_source(", "lambda_event_sources.SqsEventSource")
      assert.equal("Code", (offered 'lambda.Function(stack, "F", { code = lambda.')[1])
    end)

    it("writes them by the name under which the user has the module", function()
      local names = session.scope()
      names.l = require "aws_cdk.aws_lambda"
      rawset(_G, "lambda", names.l)
      has('lambda.Function(stack, "F", { tracing = ', "l.Tracing.ACTIVE")
      names.l = nil
    end)
  end)

  describe("inside of quotes", function()
    it("offers modules to require", function()
      has('require "aws_cdk.aws_lam', "aws_cdk.aws_lambda")
      local _, _, left = offered 'require "aws_cdk.aws_lam'
      assert.equal('require "', left)
    end)

    it("offers files and folders", function()
      for _, before in ipairs { 'lambda.Code.from_asset "', "lambda.Code.from_asset('", 'cdk.read_yaml "',
        'lambda.Code.from_docker_build "', 'lambda.Code.from_docker_build("' } do
        local texts, by_text, left = offered(before .. FIXTURES .. "/")
        assert.is_true(#texts > 0, before)
        assert.is_truthy(by_text["fn/"], before)
        assert.equal(before .. FIXTURES .. "/", left)
      end
      assert.same({ "fixtures/" }, (offered 'lambda.Code.from_asset "spec/fix'))
      assert.same({}, (offered 'print "spec/fix'))
    end)

    it("offers the values of lists, and the keys of tables", function()
      assert.same({ "arm64", "x86_64" }, (offered 'lambda.CfnFunction(stack, "F", { architectures = { "'))
      assert.same({ '"arm64"', '"x86_64"' }, (offered 'lambda.CfnFunction(stack, "F", { architectures = { '))
      assert.same({ "region", "sizes" }, (offered 'settings["'))
    end)

    it("offers files in the table of a constructor", function()
      has('lambda.Function(stack, "F", { code = lambda.Code.from_asset "spec/fix', "fixtures/")
      has('lambda.Function(stack, "F", { code = lambda.Code.from_asset("spec/fix', "fixtures/")
    end)

    it("offers the ids of children", function()
      assert.same({ "Api", "Assets", "Handler" }, (offered 'stack.node:find_child "'))
      assert.same({ "Handler" }, (offered 'stack.node:try_find_child("Ha'))
    end)
  end)

  describe("of commands", function()
    local COMMANDS = {}
    for name, kind in pairs {
      cd = "construct", cfn = "construct", json = "construct", why = "logical_id", tpl = "stack", find = "type",
      load = "file", save = "file", synth = "folder", back = "mark", diff = "mark_or_file", doc = "name",
      help = "command", live = "on_off",
    } do
      COMMANDS[#COMMANDS + 1] = { name = name, summary = name, complete = kind }
    end
    local loaded

    setup(function()
      loaded = package.loaded["luacdk.repl.commands"]
      package.loaded["luacdk.repl.commands"] = COMMANDS
    end)
    teardown(function() package.loaded["luacdk.repl.commands"] = loaded end)

    it("offers their names", function()
      assert.same({ "cd", "cfn" }, (offered ":c"))
      assert.same({ ":cd", ":cfn" }, (offered "?:c"))
      assert.same({ "find" }, (offered ":help fi"))
    end)

    it("offers paths of constructs, from the current one and from the top", function()
      has(":cd ", "Shop/")
      has(":cd Shop/", "Assets/", "Handler/", "Api")
      has(":cfn Shop/Assets/", "Resource")
      has(":cd Shop/Assets/../", "Handler/")
      session.cwd = "Shop"
      has(":cd ", "Assets/", "Shop/")
      has(":cd /", "Shop/")
      has_not(":cd /", "Assets/")
      session.cwd = ""
    end)

    it("offers expressions where they may stand", function()
      has(":json fn.ro", "role")
      has(":cfn buc", "bucket")
    end)

    it("offers logical ids, stacks, marks and switches", function()
      assert.same({ "Assets12345678", "Url" }, (offered ":why "))
      assert.equal("AWS::S3::Bucket", note(":why ", "Assets12345678"))
      assert.same({ "Shop" }, (offered ":tpl "))
      assert.same({ "before" }, (offered ":back "))
      has(":diff ", "earlier", "spec/")
      assert.same({ "off", "on" }, (offered ":live "))
    end)

    it("offers terms of a search, and resource types in one", function()
      has(":find ", "type=", "path=", "section=")
      local texts, _, left = offered ":find type=AWS::S"
      assert.equal("AWS::S3::Bucket", texts[1]) -- is in the template
      assert.equal(":find type=", left)
      has(":find id=* type=AWS::SQS", "AWS::SQS::Queue")
      has(":find id=As", "Assets12345678")
    end)

    it("offers files, and folders only where a folder is meant", function()
      has(":load sp", "spec/")
      has(":load spec/fixtures/../", "fixtures/")
      has(":save Make", "Makefile")
      has_not(":synth ", "Makefile")
      has(":synth sp", "spec/")
    end)

    it("offers resource types and their properties at any depth, and names to ask for", function()
      has(":doc AWS::Lambda::F", "AWS::Lambda::Function")
      has(":doc AWS::Lambda::Function.", "Timeout", "Code")
      has(":doc AWS::Lambda::Function.Code.S3", "S3Bucket", "S3Key")
      has("?lambda.Code.fr", "from_asset")
      has("?fn:add_e", "add_environment")
      has("??buck", "bucket")
      has("?AWS::SQS", "AWS::SQS::Queue")
    end)
  end)

  it("never fails, whatever stands in the line", function()
    local pieces = { "lambda", ".", ":", "(", ")", "{", "}", "[", "]", "=", ",", '"', "'", "[[", "]]", "function",
      "end", "local", "self", "return", "..", "--", "\\", "ü", "x", "1", " ", "stack", "Function", "trap", "fn" }
    local seed = 7
    local function random(most)
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed // 65536 % most + 1
    end
    for _ = 1, 3000 do
      local parts = {}
      for i = 1, random(9) do parts[i] = pieces[random(#pieces)] end
      local line = table.concat(parts)
      local start, list = complete(session, line, "")
      assert.is_table(list)
      assert.is_true(start >= 1 and start <= #line + 1, line)
    end
  end)

  it("takes but a moment in the largest module", function()
    local lines = { "ec2.", "ec2.CfnInstance", 'ec2.CfnInstance(stack, "I", { ', "ec", "cdk.", "lambda.Runtime." }
    for _, line in ipairs(lines) do complete(session, line, "") end
    for _, line in ipairs(lines) do
      local before = os.clock()
      for _ = 1, 5 do complete(session, line, "") end
      assert.is_true((os.clock() - before) / 5 < LONGEST, line)
    end
  end)
end)

describe("Tab", function()
  after_each(repl.end_all)

  it("shows the factories of lambda.Code", function()
    local session = repl.open {}
    session:type "lambda.Code.from_\t"
    session:wait_for "from_ecr_image"
    local text = table.concat(session:screen(), "\n")
    for _, name in ipairs { "from_asset", "from_bucket", "from_cfn_parameters", "from_custom_command",
      "from_docker_build", "from_inline" } do
      assert.is_truthy(text:find(name, 1, true), name)
    end
  end)

  it("writes what is left of the only name", function()
    local session = repl.open {}
    session:type "lambda.Code.from_inl\t"
    session:wait_for "lambda.Code.from_inline"
  end)

  it("knows what was made in the session, and properties over several lines", function()
    local session = repl.open {}
    session:enter 'local stack = cdk.Stack(cdk.App(), "S")'
    session:enter 'local bucket = s3.Bucket(stack, "B")'
    session:type "bucket:add_co\t"
    session:wait_for "bucket:add_cors_rule"
    session:type " {\n"
    session:type "  allowed_m\t"
    session:wait_for "allowed_methods ="
  end)

  it("completes commands, their arguments and questions", function()
    local session = repl.open { files = { ["code/index.py"] = "", ["app.lua"] = "" } }
    session:type ":und\t"
    session:wait_for ":undo"
    session:type "\21?lambda.Code.from_docker\t" -- Ctrl-U first
    session:wait_for "from_docker_build"
    session:type '\21lambda.Code.from_asset "co\t'
    session:wait_for 'from_asset "code/'
    session:type "\21:doc AWS::Lambda::Function.Timeo\t"
    session:wait_for "AWS::Lambda::Function.Timeout"
  end)
end)
