-- Commands that look at the tree and at its templates, in sessions.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local APP = [[
app, PYTHON, S = cdk.App(), lambda.Runtime.PYTHON_3_12, cdk.Duration.seconds(3)
api = cdk.Stack(app, "Api"); C = lambda.InlineCode "x"
bucket = s3.Bucket(api, "Files")
handler = lambda.Function(api, "Handler", { code = C, handler = "h", runtime = PYTHON, timeout = S })
]]
local LINES = 4

-- What the lines say after those of APP; "" for none. Errors end the session with status 1.
local function said(lines, options)
  local result = repl.pipe(APP .. lines .. "\n", options)
  assert.equal("", result.err)
  assert.equal(0, result.status)
  return result.out
end

-- The message of the last line, which fails.
local function refused(lines, before)
  local result = repl.pipe((before or APP) .. lines .. "\n")
  assert.equal(1, result.status)
  return (result.err:gsub("\n$", ""))
end

-- The template that `luacdk synth` writes for the same lines.
local function synthesised(text)
  local folder = luacdk.folder { ["app.lua"] = text }
  assert.equal(0, luacdk.run(folder, { "app.lua" }).status)
  local template = luacdk.read(folder .. "/cdk.out/Api.template.json")
  luacdk.remove(folder)
  return template
end

describe(":tpl", function()
  it("prints the template that synthesis writes, any number of times", function()
    local template = synthesised(APP) .. "\n"
    assert.equal(template .. template, said ":tpl\n:tpl Api")
  end)

  it("leaves the tree as it was", function()
    local folder = luacdk.folder()
    local result = repl.pipe(APP .. ":tpl\n:tpl\n:json bucket\nbucket.bucket_arn\n:why Api/Handler\n:synth out\n"
      .. ":tpl\n", { files = {} })
    assert.equal(0, result.status)
    luacdk.remove(folder)
    -- The same bytes as without.
    local texts = {}
    for _, views in ipairs { "", ":tpl\n:cfn Api\n:validate\n:find Handler\n" } do
      local open = luacdk.folder()
      local ran = luacdk.run(open, { "repl" }, { input = APP .. views .. ":synth out\n", env = { HOME = open } })
      assert.equal(0, ran.status, ran.err)
      texts[#texts + 1] = luacdk.read(open .. "/out/Api.template.json") .. luacdk.read(open .. "/out/manifest.json")
      luacdk.remove(open)
    end
    assert.equal(texts[1], texts[2])
  end)

  it("says what to do when there is nothing to show", function()
    assert.equal('there is no stack yet; make one: stack = cdk.Stack(cdk.App(), "Api")', refused(":tpl", ""))
    assert.equal("there is no stack 'Appi'; did you mean 'Api'?", refused ":tpl Appi")
    assert.equal("there are several stacks; name one: Api, Prod/Api, Api#2",
      refused('_ = cdk.Stack(cdk.Stage(app, "Prod"), "Api"); _ = cdk.Stack(cdk.App(), "Api")\n:tpl'))
  end)

  it("shows stacks of nested stages, nested stacks, and stacks of one name", function()
    local made = 'prod = cdk.Stack(cdk.Stage(app, "Prod"), "Api"); n = cdk.NestedStack(prod, "N")\n'
      .. 'q = sqs.Queue(n, "Q"); t = sns.Topic(prod, "T"); x = cdk.Stack(cdk.App(), "Api"); r = iam.User(x, "U")\n'
    assert.matches("AWS::SQS::Queue", said(made .. ":tpl Prod/Api/N"))
    assert.matches("AWS::SNS::Topic", said(made .. ":tpl Prod/Api"))
    assert.matches("AWS::IAM::User", said(made .. ":tpl Api#2"))
    assert.matches("AWS::S3::Bucket", said(made .. ":tpl Api"))
    assert.matches("AWS::SNS::Topic", said(made .. ":cd /Prod/Api/T\n:tpl"))
  end)

  it("takes a path, or the user's variable, for the stack in which that is", function()
    local template = said ":tpl"
    assert.equal(template, said 'b = cdk.Stack(app, "B")\n:cd B\n:tpl ../Api')
    assert.equal(template, said 'b = cdk.Stack(app, "B")\n:tpl handler')
  end)

  it("shows what can be shown beside an error, and tells that there is one", function()
    local result = repl.pipe(APP .. 'cdk.Annotations.of(api):add_error("wrong")\n:tpl\n')
    assert.equal(0, result.status)
    assert.matches("AWS::S3::Bucket", result.out)
    assert.equal("1 error; :validate tells\n", result.err)
  end)

  it("colours at a terminal, without a change of the text", function()
    local session = repl.open { colour = true }
    session:enter 's = cdk.Stack(cdk.App(), "S"); q = sqs.Queue(s, "Q")'
    local screen = table.concat(session:enter ":tpl", "\n")
    assert.matches('\n "Resources": {\n', screen)
    session:close()
  end)
end)

describe(":json, :yaml and :cfn", function()
  it("resolve any value in its stack", function()
    assert.equal('{\n "Fn::GetAtt": [\n  "FilesA45F0B92",\n  "Arn"\n ]\n}\n',
      (said(":json bucket.bucket_arn"):gsub("Files%x+", "FilesA45F0B92")))
    assert.equal('{\n "a": [\n  1,\n  {\n   "Ref": "AWS::Region"\n  }\n ]\n}\n',
      said ":json { a = { 1, cdk.Aws.REGION } }")
    assert.equal("a:\n- 1\n- Ref: AWS::Region\n", said ":yaml { a = { 1, cdk.Aws.REGION } }")
    assert.equal("3\n", said ":json 1 + 2")
    assert.equal("null\n", said ":json nil")
  end)

  it("show what a construct puts into the template, and what is below it", function()
    local document = assembly.parse_json(said ":cfn handler")
    local types = {}
    for _, resource in pairs(document.Resources) do types[#types + 1] = resource.Type end
    table.sort(types)
    assert.same({ "AWS::IAM::Role", "AWS::Lambda::Function" }, types)
    assert.equal(said ":cfn handler", said ":cfn Api/Handler")
    assert.equal(said ":cfn handler", said ":json handler")
    assert.equal(said ":cfn Api/Handler", said ":cd Api\n:cfn Handler")
    assert.equal(said ":tpl", said ":cfn api")
    assert.matches("^Resources:\n  Files%x+:\n    Type: AWS::S3::Bucket\n", said ":yaml bucket")
  end)

  it("change nothing, whatever the expression does", function()
    local made = [[
function make() return sqs.Queue(api, "Made") end
count = 0
function bump() count = count + 1; return count end
]]
    local result = repl.pipe(APP .. made .. ":cfn make()\n:json bump()\n:json bump()\n:ls make()\ncount\n:ls Api\n",
      { arguments = { "--keep-going" } })
    assert.equal("1\n1\n0\n" .. said ":ls Api", result.out)
  end)

  it("say what is wrong", function()
    assert.equal("there is no construct 'Api/Handlr'; did you mean 'Api/Handler'?", refused ":cfn Api/Handlr")
    assert.equal("expected an expression or the path of a construct", refused ":json")
    assert.matches("^module aws_cdk.aws_s3 .* cannot be written in a template", refused ":json s3")
    assert.equal("cdk.Duration cannot be a value in a template", refused ":json cdk.Duration.minutes(3)")
    assert.matches("^a function cannot be written in a template", refused ":json print")
  end)
end)

describe(":tree, :ls and :cd", function()
  it("show constructs with types and lines", function()
    local text = said ":tree"
    assert.matches("^/  App %[1 stack%] line 1\n└─ Api  Stack %[3 resources%] line 2\n", text)
    assert.matches("\n   ├─ Files  Bucket %[AWS::S3::Bucket%] line 3\n", text)
    assert.matches("\n   └─ Handler  Function %[AWS::Lambda::Function%] line 4\n", text)
    assert.matches("^Files    Bucket %[AWS::S3::Bucket%] line 3\nHandler  Function ", said ":ls Api")
  end)

  it("keep to ASCII where there is nothing else", function()
    local text = said(":tree", { env = { LC_ALL = "C" } })
    assert.matches("\n`%- Api  Stack", text)
    assert.is_nil(text:find "[\128-\255]")
  end)

  it("limit what is large", function()
    local text = said 'for i = 1, 60 do sqs.Queue(api, "Q" .. i) end\n:tree'
    assert.matches("└─ … 37 more\n$", text)
  end)

  it("go to a construct, which relative paths start from and the prompt shows", function()
    assert.equal(said ":ls Api/Handler", said ":cd Api\n:ls Handler")
    assert.equal(said ":ls Api/Handler", said ":cd Api/Files\n:ls ../Handler")
    assert.equal(said ":ls Api", said ":cd Api/Files\n:cd /\n:ls Api")
    assert.equal("there is no construct 'Nix'", refused ":cd Nix")
    assert.equal("there is no construct 'Files'; did you mean 'Api/Files'?", refused ":cd Files")
    local session = repl.open()
    session:enter 's = cdk.Stack(cdk.App(), "Api"); q = sqs.Queue(s, "Q")'
    assert.same({ "/Api/Q" }, session:enter ":cd Api/Q")
    assert.equal("3 Api/Q> ", session:line())
    -- It stays there when the tree is built anew.
    session:enter "x = 1"
    session:enter ":undo"
    assert.equal("5 Api/Q> ", session:line())
    assert.same({ "/" }, session:enter ":cd")
    assert.equal("6> ", session:line())
    session:close()
  end)

  it("say what to do without an app", function()
    assert.matches("^there is no app yet; make one: ", refused(":tree", ""))
    assert.matches("^there is no app yet; make one: ", refused(":ls", ""))
  end)
end)

describe(":find", function()
  it("finds elements by type, id, path and property", function()
    assert.matches("^HandlerServiceRole%x+  AWS::IAM::Role  Api/Handler/ServiceRole/Resource line 4\n$",
      said ":find type=AWS::IAM::*")
    assert.matches("^Handler%x+  AWS::Lambda::Function  ", said ":find prop.Timeout=3")
    assert.matches("^Files%x+  AWS::S3::Bucket  ", said ":find id=files")
    assert.matches("^Handler%x+ ", said ":find path=Api/Handler/* type=*Function")
    assert.equal("", said ":find type=AWS::IAM::* prop.Timeout")
    assert.matches("^Handler%x+ .*\n$", said ":find prop.Code.ZipFile")
  end)

  it("names what it can search for", function()
    assert.equal("'typ' cannot be searched; did you mean 'type'?", refused ":find typ=x")
    assert.matches("^say what to find", refused ":find")
  end)
end)

describe(":why", function()
  it("tells the construct, what it refers to, and who refers to it", function()
    local text = said 'o = cdk.CfnOutput(api, "Url", { value = handler.function_arn .. "/x" })\n:why Api/Handler'
    assert.matches("^Handler%x+  AWS::Lambda::Function\n  CfnFunction Api/Handler/Resource in stack Api line 4\n", text)
    assert.matches("  refers to\n    → HandlerServiceRole%x+ Fn::GetAtt Arn in Role\n", text)
    assert.matches("\n    → HandlerServiceRole%x+ DependsOn\n", text)
    assert.matches("\n  is referred to by\n    ← Outputs.Url.Value Fn::GetAtt Arn\n", text)
  end)

  it("sees Fn::Sub, conditions and other stacks", function()
    local text = said(
      'c = cdk.CfnCondition(api, "C", { expression = cdk.Fn.condition_equals("a", "b") })\n' ..
      'bucket.node.default_child.cfn_options.condition = c\n' ..
      'db = cdk.Stack(app, "Db"); q = sqs.CfnQueue(db, "Q", { queue_name = cdk.Fn.sub "x-${T.TopicName}" })\n' ..
      't = sns.CfnTopic(db, "T"); t2 = sns.CfnTopic(db, "T2", { display_name = bucket.bucket_name })\n' ..
      ":why C\n:why T\n:why T2\n:why Api/Files")
    assert.matches("C  Conditions\n.-    ← Files%x+ Condition\n", text)
    assert.matches("T  AWS::SNS::Topic\n.-    ← Q.QueueName Fn::Sub ${T.TopicName}\n", text)
    assert.matches("T2  AWS::SNS::Topic\n.-    → Api: Outputs.ExportsOutput%w+ Fn::ImportValue in DisplayName\n", text)
    assert.matches("← Outputs.ExportsOutput%w+.Value Ref\n    ← Db: T2.DisplayName Fn::ImportValue\n", text)
  end)

  it("names the nearest id", function()
    assert.matches("^no template contains the logical id 'Handle'; did you mean 'Handler%x+'%?$", refused ":why Handle")
    assert.matches("^there is no stack yet", refused(":why X", ""))
  end)
end)

describe(":validate", function()
  it("tells all errors and warnings with their constructs and lines, and writes nothing", function()
    local folder = luacdk.folder()
    local input = APP .. [[
bucket.node.default_child.bucket_name = "NOT VALID"
api.node:add_validation { validate = function() return { "never", "at all" } end }
cdk.Annotations.of(handler):add_warning "take care"
:validate
]]
    local result = luacdk.run(folder, { "repl" }, { input = input, env = { HOME = folder } })
    assert.equal(1, result.status)
    assert.matches("error %[Api%] never line 2\n", result.out)
    assert.matches("error %[Api%] at all line 2\n", result.out)
    assert.matches("warning %[Api/Handler%] take care", result.out)
    assert.matches("error %[Api/Files/Resource%] bucket_name: 'NOT VALID' does not match .* line 5\n", result.out)
    assert.matches("3 errors, 1 warning\n$", result.err)
    assert.is_false(luacdk.exists(folder .. "/cdk.out"))
    luacdk.remove(folder)
  end)

  it("tells each error once, of the construct that it is in", function()
    local result = repl.pipe([[
s = cdk.Stack(cdk.App(), "S")
function lazy(f) return cdk.Lazy.any { produce = f } end
a = s3.CfnBucket(s, "A", { bucket_name = lazy(function() error "boom" end) })
b = s3.CfnBucket(s, "B", { bucket_name = lazy(function() return { 1, 2 } end) })
c = s3.CfnBucket(s, "C", { bucket_name = lazy(function() error {} end) })
q = sqs.Queue(s, "Q"); t = sns.Topic(s, "T"); q.node:add_dependency(t); t.node:add_dependency(q)
:validate
]])
    local lines = {}
    for line in result.out:gmatch "[^\n]+" do lines[#lines + 1] = line end
    table.sort(lines)
    assert.equal("error [S/A] boom line 3", lines[1])
    assert.matches("^error %[S/B%] bucket_name: must be string, .* line 4$", lines[2])
    assert.equal("error [S/C] an error was raised whose value is a table line 5", lines[3])
    assert.matches("^error %[S/[QT]/Resource%] circular dependency between resources: ", lines[4])
    assert.is_nil(lines[5])
    assert.equal("4 errors\n", result.err)
  end)

  it("remembers warnings over what is taken back, deprecations too", function()
    local result = repl.pipe(APP .. 'b = s3.CfnBucket(api, "B", { bucket_name = "NOT VALID" })\n'
      .. 'f = lambda.Function(api, "F", { code = C, handler = "h", runtime = PYTHON, log_retention = 1 })\n'
      .. "x = 1\n:undo\n:validate\n")
    assert.equal(1, result.status)
    assert.matches("^error %[Api%] s3.CfnBucket 'B': bucket_name: 'NOT VALID' does not match .* line 5\n"
      .. "warning aws_cdk.aws_lambda.FunctionOptions#log_retention is deprecated .* line 6\n$", result.out)
    assert.matches("1 error, 1 warning\n$", result.err)
  end)

  it("is content with what is right", function()
    assert.equal("no errors and no warnings in 1 stack\n", said ":validate")
    assert.equal("no errors and no warnings in 0 stacks\n", repl.pipe(":validate\n").out)
  end)
end)

describe(":diff", function()
  it("tells what changed since a mark, which outlives the tree", function()
    assert.matches("^~ Handler%x+.Timeout 3 → 30 %(no interruption%)\n$",
      said ":mark\nhandler.node.default_child.timeout = 30\n:diff")
    assert.matches("^%+ Q%x+ AWS::SQS::Queue\n$", said ':mark a\nq = sqs.Queue(api, "Q")\n:mark b\n:diff a')
    assert.matches("^%- Q%x+ AWS::SQS::Queue\n$", said 'q = sqs.Queue(api, "Q")\n:mark a\n:undo\n:diff a')
    assert.equal("", said ":mark\nx = 1\n:diff")
  end)

  it("compares with a template file, JSON or YAML", function()
    local yaml = "Resources:\n  Old:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Ref X\n"
    local same = said("o = cdk.CfnOutput(api, 'O', { value = handler.function_arn })\n:diff same.yaml", { files = {
      ["same.yaml"] = "Outputs: { O: { Value: !GetAtt Handler886CB40B.Arn } }" } })
    assert.is_nil(same:find("Outputs.O", 1, true), same)
    local text = said(":diff old.yaml", { files = { ["old.yaml"] = yaml } })
    assert.matches("^%+ Parameters.BootstrapVersion\n", text)
    assert.matches("\n%- Old AWS::SNS::Topic\n", text)
    local json = '{ "Resources": { "Old": { "Type": "AWS::SNS::Topic" } } }'
    assert.matches("\n%- Old AWS::SNS::Topic\n", said(":diff old.json Api", { files = { ["old.json"] = json } }))
  end)

  it("leaves out a stack that cannot be made, and tells that there is an error", function()
    local result = repl.pipe(APP .. ':mark\nq = sqs.Queue(api, "Q")\n'
      .. 'q.node.default_child.queue_name = cdk.Lazy.string { produce = function() error "boom" end }\n:diff\n'
      .. ":mark b\n:diff b\n:find x\n:why Api/Q\n", { arguments = { "--keep-going" } })
    assert.matches("^Q63C6E3AB  Resources\n.* cannot be made; :validate says why\n$", result.out)
    assert.matches("^1 error; :validate tells\n1 error; :validate tells\n", result.err)
  end)

  it("says what it can compare with", function()
    assert.matches("^there is no mark to compare with; :mark sets one", refused ":diff")
    assert.equal("there is neither a mark nor a file 'befor'; did you mean 'before'?",
      refused ":mark before\n:diff befor")
  end)
end)

describe(":live", function()
  it("tells after each line what it changed, with counts", function()
    local lines = {}
    for line in said(":live on\nq = sqs.Queue(api, 'Q')\nx = 1\nhandler.node.default_child.timeout = 30\n"
      .. "bucket.node.default_child.bucket_name = 'abc'\n:live off\nr = sqs.Queue(api, 'R')"):gmatch "[^\n]+" do
      lines[#lines + 1] = line
    end
    assert.matches("^%+ Q%x+ AWS::SQS::Queue$", lines[1])
    assert.matches("^4 of 500 resources, 1 of 200 parameters, %d+%.%d kB of 1.0 MB$", lines[2])
    assert.matches("^~ Handler%x+.Timeout 3 → 30 %(no interruption%)$", lines[3])
    assert.matches('^~ Files%x+.BucketName %+ "abc" %(replacement%)$', lines[5])
    assert.equal(6, #lines)
  end)

  it("keeps to ASCII where there is nothing else", function()
    local text = said(":live on\nhandler.node.default_child.timeout = 30\n:why Api/Handler\nhandler.function_arn",
      { env = { LC_ALL = "C" } })
    assert.matches("^~ Handler%x+.Timeout 3 %-> 30 ", text)
    assert.is_nil(text:find "[\128-\255]")
  end)

  it("starts in an empty session, tells several stacks apart, and errors once", function()
    local result = repl.pipe([[
:live on
app = cdk.App(); a = cdk.Stack(app, "A"); b = cdk.Stack(app, "B")
q = sqs.Queue(b, "Q")
b.node:add_validation { validate = function() return { "never" } end }
x = 1
]])
    assert.equal(0, result.status)
    assert.matches("\nB\n%+ Q%x+ AWS::SQS::Queue\n1 of 500 resources", result.out)
    local _, count = result.out:gsub("! %[B%] never\n", "")
    assert.equal(1, count)
  end)

  it("keeps on over a line that is taken back", function()
    local session = repl.open()
    session:enter 's = cdk.Stack(cdk.App(), "S")'
    session:enter ":live on"
    assert.matches("^%+ Q%x+ AWS::SQS::Queue$", session:enter('q = sqs.Queue(s, "Q")')[1])
    assert.matches("%- Q%x+ AWS::SQS::Queue", table.concat(session:enter ":undo", "\n"))
    assert.matches("^%+ T%x+ AWS::SNS::Topic$", session:enter('t = sns.Topic(s, "T")')[1])
    -- A line that fails has changed nothing.
    local lines = table.concat(session:enter 'u = sqs.Queue(s, "U"); error "no"', "\n")
    assert.is_nil(lines:find "AWS::SQS::Queue")
    session:close()
  end)

  it("refuses other words", function() assert.equal(":live takes 'on' or 'off'", refused ":live maybe") end)
end)

describe("a session that looks", function()
  it("leaves nothing on disk, whatever assets there are", function()
    local folder = luacdk.folder {
      ["code/index.js"] = "x", ["image/Dockerfile"] = "FROM scratch", ["handler/index.js"] = "y", ["file.txt"] = "z",
      ["tmp/keep"] = "",
    }
    local before = luacdk.list(folder)
    local input = [[
app = cdk.App(); s = cdk.Stack(app, "S")
R = lambda.Runtime.PYTHON_3_12
function fn(id, code) return lambda.Function(s, id, { code = code, handler = "h", runtime = R }) end
a = fn("Asset", lambda.Code.from_asset "code")
b = fn("Built", lambda.Code.from_docker_build "image")
c = fn("Command", lambda.Code.from_custom_command("out", { "touch", "out" }))
d = lambda.DockerImageFunction(s, "Image", { code = lambda.DockerImageCode.from_image_asset "image" })
local bundling = { image = cdk.DockerImage.from_build "image", command = { "false" } }
e = s3_assets.Asset(s, "Bundled", { path = "code", bundling = bundling })
f = s3_assets.Asset(s, "File", { path = "file.txt" })
g = cdk.CustomResourceProvider.get_or_create(s, "Custom::Mine", { code_directory = "handler", runtime = "nodejs22.x" })
h = s3.Bucket(s, "Emptied", { removal_policy = cdk.RemovalPolicy.DESTROY, auto_delete_objects = true })
n = s3.Bucket(cdk.NestedStack(s, "Nested"), "B")
_ = app:synth()
:tpl S
:validate
:mark
:diff
:live on
x = sqs.Queue(s, "Q")
:cfn S/Asset
]]
    local result = luacdk.run(folder, { "repl" },
      { input = input, env = { HOME = folder, TMPDIR = folder .. "/tmp", CDK_DOCKER = "/bin/false" } })
    assert.equal("", result.err)
    assert.equal(0, result.status)
    assert.matches("AWS::Lambda::Function", result.out)
    for _, path in ipairs { "Built/Code", "Command/Code" } do
      assert.matches("info %[S/" .. path .. "/Stage%] the asset is made by :stage or :synth", result.out)
    end
    assert.is_nil(result.out:find "info %[S/Asset/")
    assert.same(before, luacdk.list(folder))
    luacdk.remove(folder)
  end)
end)

describe(":stage", function()
  it("makes assets, after which previews hold their real hashes", function()
    local result = repl.pipe([[
bundler = { try_bundle = function(_, output) io.open(output .. "/o.txt", "w"):write("made"):close() return true end }
s = cdk.Stack(cdk.App(), "S")
a = s3_assets.Asset(s, "A", { path = "src", asset_hash_type = "output",
  bundling = { image = cdk.DockerImage.from_registry "none", ["local"] = bundler } })
o = cdk.CfnOutput(s, "O", { value = a.s3_object_key })
:json o
:stage
:json o
:validate
:synth out
print(io.open("out/S.template.json"):read "a")
]], { files = { ["src/a.txt"] = "x" } })
    assert.equal(0, result.status, result.err)
    local keys = {}
    for key in result.out:gmatch '"Value": "(%x+).zip"' do keys[#keys + 1] = key end
    assert.equal(3, #keys)
    assert.is_not_equal(keys[1], keys[2])
    assert.equal(keys[2], keys[3])
    assert.is_nil(result.out:find "is made by :stage")
  end)
end)

describe("Ctrl-C", function()
  after_each(repl.end_all)

  it("ends a preview that takes too long, and not the session", function()
    local session = repl.open()
    session:enter 's = cdk.Stack(cdk.App(), "S")'
    session:enter "cdk.Aspects.of(s):add { visit = function() while true do end end }"
    local seen = session:seen()
    session:type ":tpl\n"
    os.execute "sleep 0.3"
    session:type "\3"
    session:wait_for "interrupted"
    session:wait_for_prompt(seen)
    assert.same({ "_1 = 2" }, session:enter "1 + 1")
    session:close()
  end)
end)

describe("lines", function() it("are counted", function() assert.equal(LINES, select(2, APP:gsub("\n", ""))) end) end)
