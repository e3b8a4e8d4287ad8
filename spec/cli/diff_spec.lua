-- luacdk diff: what would change, compared with an earlier assembly, folder or template.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local APP = [[
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local v = tonumber(os.getenv "V" or "1")
local app = cdk.App()
local stack = cdk.Stack(app, "S")
sqs.Queue(stack, v == 3 and "Renamed" or "Jobs")
if v == 2 then sns.Topic(stack, "Topic") end
if v == 1 then sns.Topic(stack, "Gone", { topic_name = "gone" }) end
local role = { runtime = lambda.Runtime.NODEJS_22_X, handler = "i.h", code = lambda.Code.from_inline "x" }
role.timeout = cdk.Duration.seconds(v == 2 and 30 or 3)
role.function_name = v == 2 and "b" or "a"
lambda.Function(stack, "Handler", role)
]]

local folder

local function diff(version, ...)
  return luacdk.run(folder, { "diff", "app.lua", ... }, { env = { V = version } })
end

before_each(function()
  folder = luacdk.folder { ["app.lua"] = APP }
  assert.equal(0, luacdk.run(folder, { "app.lua" }).status)
end)
after_each(function() luacdk.remove(folder) end)

describe("luacdk diff", function()
  it("finds no difference from what was just written", function()
    local result = diff("1", "--fail-on", "any-change")
    assert.equal("Number of stacks with differences: 0\n", result.out)
    assert.equal(0, result.status)
  end)

  it("tells what comes, goes, changes and is replaced, in the words of cdk diff", function()
    local result = diff "2"
    assert.equal(0, result.status)
    assert.matches("^Stack S\nResources\n%[%-%] AWS::SNS::Topic Gone Gone%w+ destroy\n"
      .. "%[%+%] AWS::SNS::Topic Topic Topic%w+\n"
      .. "%[~%] AWS::Lambda::Function Handler Handler%w+ replace\n"
      .. '    FunctionName "a" → "b" %(requires replacement%)\n    Timeout 3 → 30\n\n'
      .. "Number of stacks with differences: 1\n$", result.out)
    assert.is_false(luacdk.exists(folder .. "/cdk.out/x"))
  end)

  it("prints JSON", function()
    local result = assembly.parse_json(diff("2", "--format", "json").out)
    assert.equal("S", result.stacks[1].stack)
    local kinds = {}
    for _, change in ipairs(result.stacks[1].changes) do
      kinds[#kinds + 1] = change.kind .. " " .. change.type .. " " .. (change.impact or "-")
    end
    table.sort(kinds)
    assert.same({ "add AWS::SNS::Topic -", "change AWS::Lambda::Function replace",
      "remove AWS::SNS::Topic destroy" }, kinds)
  end)

  it("names constructs also where `cdk` made the earlier assembly, whose metadata is in files of its own", function()
    local before = diff("2").out
    assert.matches("AWS::SNS::Topic Gone Gone%w+ destroy", before)
    local made = luacdk.run(folder, { "app.lua" }, { env = { CDK_CLI_ASM_VERSION = "55.0.0" } })
    assert.equal(0, made.status)
    assert.is_true(luacdk.exists(folder .. "/cdk.out/S.metadata.json"))
    assert.equal(before, diff("2").out)
  end)

  it("tells a resource whose logical id alone changed as one, with the remedy", function()
    local out = diff("3").out
    assert.matches("%[~%] AWS::SQS::Queue Renamed Renamed%w+ replace, though only its logical id changed: "
      .. "it was Jobs%w+\n"
      .. '    to keep it: construct%.node%.default_child:override_logical_id%("Jobs%w+"%)\n', out)
    assert.not_matches("%[%+%]", out)
  end)

  it("fails on what --fail-on names", function()
    assert.equal(1, diff("2", "--fail-on", "any-change").status)
    assert.equal(1, diff("2", "--fail-on", "destructive").status)
    assert.equal(0, diff("1", "--fail-on", "destructive").status)
    local result = diff("1", "--fail-on", "rain")
    assert.equal(2, result.status)
    assert.matches("%-%-fail%-on needs any%-change, broadening or destructive, not", result.err)
  end)

  it("compares with a template file, a folder of templates, another assembly", function()
    for _, against in ipairs { "cdk.out/S.template.json", "cdk.out", "templates" } do
      luacdk.run(folder, { "render", "app.lua", "-o", "templates" })
      if against == "templates" then assert.is_true(luacdk.exists(folder .. "/templates/S.template.json")) end
      assert.matches("differences: 0", diff("1", "--against", against).out)
      assert.matches("differences: 1", diff("2", "--against", against).out)
    end
  end)

  it("compares with templates that are not as they should be", function()
    for _, text in ipairs {
      '{"Resources":[]}', '{"Resources":{"A":1,"B":null,"C":{"Type":5},"D":{"DependsOn":[{}],"Type":"X"}}}',
      '{"Resources":{"A":{"Properties":[1]},"B":{"Type":"AWS::SQS::Queue","Properties":"x"}},"Outputs":[],"Rules":1}',
      '{"Outputs":{"A":null,"B":{"Export":{"Name":[]}}},"Conditions":"x","Metadata":{"a":{"b":[{}]}}}',
    } do
      luacdk.write(folder .. "/odd.json", text)
      for _, format in ipairs { "text", "json", "markdown" } do
        local result = diff("1", "--against", "odd.json", "--format", format)
        assert.same({ 0, "" }, { result.status, result.err }, text)
        assert.is_true(#result.out > 0)
      end
    end
  end)

  it("says once that a file cannot be written", function()
    assert.equal("luacdk: cannot write " .. folder .. "/nowhere/x: No such file or directory\n",
      diff("3", "--write-refactor", folder .. "/nowhere/x").err)
    assert.equal("luacdk: cannot write /dev/full: No space left on device\n",
      diff("3", "--write-refactor", "/dev/full").err)
  end)

  it("says what is missing", function()
    assert.equal("luacdk: there is no nowhere to compare with\n", diff("1", "--against", "nowhere").err)
    luacdk.write(folder .. "/empty/x", "")
    assert.equal("luacdk: empty is no assembly, and there are no templates in it\n",
      diff("1", "--against", "empty").err)
    luacdk.write(folder .. "/bad.json", "{")
    local result = diff("1", "--against", "bad.json")
    assert.equal(1, result.status)
    assert.matches("^luacdk: bad%.json: ", result.err)
  end)

  it("does not care for numbers in quotes, the order of DependsOn, or how Fn::GetAtt is written", function()
    local file = folder .. "/cdk.out/S.template.json"
    local text = luacdk.read(file):gsub('"Timeout": 3', '"Timeout": "3"')
    text = text:gsub('"Fn::GetAtt": %[%s*("HandlerServiceRole%w+)",%s*"Arn"%s*%]', '"Fn::GetAtt": %1.Arn"')
    assert.matches("Role%w+%.Arn", text)
    luacdk.write(file, text)
    assert.equal("Number of stacks with differences: 0\n", diff("1").out)
  end)

  it("folds changes of assets into a line, or leaves them out", function()
    luacdk.write(folder .. "/code/i.js", "one")
    luacdk.write(folder .. "/asset.lua", APP:gsub('from_inline "x"', 'from_asset "code"'))
    luacdk.run(folder, { "asset.lua" })
    luacdk.write(folder .. "/code/i.js", "two")
    assert.matches("^Stack S\nResources\n%[~%] only assets: Handler\n",
      luacdk.run(folder, { "diff", "asset.lua" }).out)
    assert.equal("Number of stacks with differences: 0\n",
      luacdk.run(folder, { "diff", "asset.lua", "--ignore-assets" }).out)
  end)

  it("tells the changes of nested stacks, with the names of their constructs, whoever ran the app", function()
    luacdk.write(folder .. "/nested.lua", [[
local cdk = require "aws_cdk"
local sqs = require "aws_cdk.aws_sqs"
local v = tonumber(os.getenv "V")
local stack = cdk.Stack(cdk.App(), "S")
for _, name in ipairs { "One", "Two" } do
  local nested = cdk.NestedStack(stack, name)
  sqs.Queue(nested, "Jobs", { delivery_delay = cdk.Duration.seconds(name == "Two" and v or 1) })
  sqs.Queue(cdk.NestedStack(nested, "Deep"), "Jobs", { delivery_delay = cdk.Duration.seconds(v) })
end
]])
    local function delay(path)
      return ("Stack S/%s\nResources\n[~] AWS::SQS::Queue %s/Jobs Jobs4AEB6065\n"):format(path, path)
        .. "    DelaySeconds 1 → 2\n\n"
    end
    for _, env in ipairs { { V = "1" }, { V = "1", CDK_CONTEXT_JSON = '{"aws:cdk:enable-asset-metadata":true}' } } do
      luacdk.run(folder, { "nested.lua", "-o", "nested" }, { env = env })
      env.V = "2"
      local result = luacdk.run(folder, { "diff", "nested.lua", "--against", "nested" }, { env = env })
      assert.equal(delay "One/Deep" .. delay "Two" .. delay "Two/Deep" .. "Number of stacks with differences: 5\n",
        (result.out:gsub("Jobs%x%x%x%x%x%x%x%x", "Jobs4AEB6065")))
    end
  end)

  it("shows of long values where they differ, and all of them in JSON", function()
    local text = ("x"):rep(500)
    luacdk.write(folder .. "/long.lua", ([[
local cdk = require "aws_cdk"
local sns = require "aws_cdk.aws_sns"
sns.CfnTopic(cdk.Stack(cdk.App(), "S"), "T", { display_name = "%s" .. os.getenv "V" .. "%s" })
]]):format(text, text))
    luacdk.run(folder, { "long.lua" }, { env = { V = "é" } })
    local result = luacdk.run(folder, { "diff", "long.lua" }, { env = { V = "世" } })
    assert.matches("    DisplayName …x+éx+… → …x+世x+…\n", result.out)
    assert.is_true(#result.out < 400)
    result = luacdk.run(folder, { "diff", "long.lua", "--format", "json" }, { env = { V = "世" } })
    assert.equal(text .. "世" .. text, assembly.parse_json(result.out).stacks[1].changes[1].details[1].new)
  end)

  it("warns of exports that go while another stack imports them", function()
    luacdk.write(folder .. "/two.lua", [[
local cdk = require "aws_cdk"
local app = cdk.App()
local a, b = cdk.Stack(app, "A"), cdk.Stack(app, "B")
local queue = cdk.CfnResource(a, "Q", { type = "AWS::SQS::Queue" })
local uses = os.getenv "V" == "1" and queue.ref or "none"
cdk.CfnOutput(b, "O", { value = uses })
]])
    luacdk.run(folder, { "two.lua" }, { env = { V = "1" } })
    local result = luacdk.run(folder, { "diff", "two.lua" }, { env = { V = "2" } })
    local export = result.out:match "A no longer exports (A:ExportsOutputRefQ%w*), which B imports: deploy that"
    assert.is_string(export)
    luacdk.write(folder .. "/still.lua", ([[
local app = cdk.App()
cdk.Stack(app, "A")
cdk.CfnOutput(cdk.Stack(app, "B"), "O", { value = cdk.Fn.import_value "%s" })
]]):format(export))
    result = luacdk.run(folder, { "diff", "still.lua" })
    assert.matches("Warning: A no longer exports [^,]*, which B still imports: keep the export", result.out)
  end)

  it("names the resources that are replaced because another one is", function()
    local template = [[{"Resources":{"A":{"Type":"AWS::EC2::VPC","Properties":{"CidrBlock":"%s"}},
      "B":{"Type":"AWS::EC2::Subnet","Properties":{"VpcId":{"Ref":"A"}}}}}]]
    luacdk.write(folder .. "/old.json", template:format "10.0.0.0/16")
    luacdk.write(folder .. "/new.json", template:format "10.1.0.0/16")
    luacdk.write(folder .. "/vpc.lua", [[
local cdk = require "aws_cdk"
local include = require "aws_cdk.cloudformation_include"
include.CfnInclude(cdk.Stack(cdk.App(), "S", { synthesizer = cdk.LegacyStackSynthesizer() }), "I", {
  template_file = "new.json" })
]])
    assert.equal("Stack S\nResources\n[~] AWS::EC2::VPC I/A A replace\n"
      .. '    CidrBlock "10.0.0.0/16" → "10.1.0.0/16" (requires replacement)\n'
      .. "[~] AWS::EC2::Subnet I/B B replace\n    VpcId refers to A (requires replacement)\n\n"
      .. "Number of stacks with differences: 1\n",
      luacdk.run(folder, { "diff", "vpc.lua", "--against", "old.json" }).out)
  end)

  it("puts what gives access first, and fails on more of it", function()
    luacdk.write(folder .. "/access.lua", APP .. [[
if v == 2 then stack.node:find_child "Jobs":grant_send_messages(stack.node:find_child "Handler") end
]])
    local result = luacdk.run(folder, { "diff", "access.lua", "--fail-on", "broadening" }, { env = { V = "2" } })
    assert.equal(1, result.status)
    assert.matches("^Stack S\nIAM Statement Changes\n%[%+%] Allow sqs:GetQueueAttributes, sqs:GetQueueUrl, "
      .. "sqs:SendMessage on %${Jobs%.Arn} for AWS:%${Handler/ServiceRole}\nResources\n", result.out)
    assert.equal(0, diff("2", "--fail-on", "broadening").status)
    result = assembly.parse_json(luacdk.run(folder, { "diff", "access.lua", "--format", "json" },
      { env = { V = "2" } }).out)
    assert.is_true(result.stacks[1].broadened)
    assert.equal("add", result.stacks[1].security[1].change)
  end)

  it("tells once what several stacks have alike", function()
    luacdk.write(folder .. "/many.lua", [[
local cdk = require "aws_cdk"
local app = cdk.App()
local v = os.getenv "V"
for _, name in ipairs { "A", "B", "C" } do
  local stack = cdk.Stack(app, name)
  cdk.CfnResource(stack, "Q", { type = "AWS::SQS::Queue", properties = { DelaySeconds = v == "1" and 1 or 2 } })
  if name ~= "C" and v == "2" then cdk.CfnResource(stack, "T", { type = "AWS::SNS::Topic" }) end
end
if v == "2" then cdk.CfnResource(cdk.Stack(app, "D"), "T", { type = "AWS::SNS::Topic" }) end
]])
    luacdk.run(folder, { "many.lua" }, { env = { V = "1" } })
    local function many(...) return luacdk.run(folder, { "diff", "many.lua", ... }, { env = { V = "2" } }).out end
    assert.equal("In 2 of 4 stacks: A, B\nResources\n[+] AWS::SNS::Topic T T\n\n"
      .. "In 3 of 4 stacks: A, B, C\nResources\n[~] AWS::SQS::Queue Q Q\n    DelaySeconds 1 → 2\n\n"
      .. "Stack D is new\nResources\n[+] AWS::SNS::Topic T T\n\nNumber of stacks with differences: 4\n",
      (many():gsub("Parameters\n%[%+%] Parameter BootstrapVersion[^\n]*\n", "")))
    assert.equal("### Stack C\n\n**Resources**\n\n```diff\n! AWS::SQS::Queue Q Q\n    DelaySeconds 1 → 2\n```\n\n"
      .. "Number of stacks with differences: 1\n", many("C", "--format", "markdown"))
  end)

  it("compares with a revision, and leaves nothing behind", function()
    local git = "cd '" .. folder .. "' && rm -rf cdk.out && git init -q . && git add -A && git -c user.name=a "
      .. "-c user.email=a@b commit -qm one && mkdir tmp"
    assert(os.execute(git))
    luacdk.write(folder .. "/app.lua", (APP:gsub('or "1"', 'or "2"')))
    local function against(revision)
      return luacdk.run(folder, { "diff", "app.lua", "--against", revision }, { env = { TMPDIR = folder .. "/tmp" } })
    end
    local result = against "git:HEAD"
    assert.equal("", result.err)
    assert.equal(0, result.status)
    assert.matches("%[%-%] AWS::SNS::Topic Gone", result.out)
    assert.equal(1, against "git:nowhere".status)
    assert.matches("luacdk: there is no commit nowhere in the repository\n$", against "git:nowhere".err)
    assert.equal(1, against "git:--help".status)
    assert.same({}, luacdk.list(folder .. "/tmp"))
    assert.is_false(luacdk.exists(folder .. "/cdk.out/manifest.json"))
  end)
end)
