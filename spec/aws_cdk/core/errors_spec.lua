-- What the core library refuses, and how it says so.
local cdk = require "aws_cdk"
local constructs = require "constructs"
local luacdk = require "spec.support.luacdk"

local folder

local function app(props)
  props = props or {}
  props.outdir, props.auto_synth = folder, false
  return cdk.App(props)
end

-- Runs `run` and expects an error that holds the text.
local function refused(text, run)
  local ok, message = pcall(run)
  assert.is_false(ok, "expected an error about: " .. text)
  assert.is_truthy(tostring(message):find(text, 1, true), tostring(message))
end

local function stack(props) return cdk.Stack(app(), "S", props) end

local function res(scope, id, properties)
  return cdk.CfnResource(scope, id, { type = "Test::Res::Type", properties = properties })
end

describe("the core library", function()
  before_each(function() folder = luacdk.folder() end)
  after_each(function() luacdk.remove(folder) end)

  it("refuses what is not a construct where one is annotated, tagged or visited", function()
    for _, name in ipairs { "Annotations", "Aspects", "RemovalPolicies", "Tags", "Validations" } do
      local expected = "cdk." .. name .. ".of: argument 1 (scope): expected a constructs.IConstruct, got "
      refused(expected .. "nil", function() cdk[name].of(nil) end)
      refused(expected .. "the number 5", function() cdk[name].of(5) end)
    end
  end)

  describe("refuses of durations and sizes", function()
    it("negative amounts", function()
      refused("cannot be negative", function() cdk.Duration.seconds(-1) end)
      refused("cannot be negative", function() cdk.Size.bytes(-1) end)
      refused("cannot be negative", function() cdk.Bitrate.bps(-1) end)
      refused("cannot be negative", function() cdk.Duration.seconds(1):minus(cdk.Duration.minutes(1)) end)
    end)

    it("conversions that lose something", function()
      refused("whole number of minutes", function() cdk.Duration.seconds(90):to_minutes() end)
      refused("whole number of seconds", function() cdk.Duration.seconds(1.5):to_seconds() end)
      refused("whole number of mebibytes", function() cdk.Size.kibibytes(1500):to_mebibytes() end)
    end)

    it("conversions of tokens", function()
      local token = cdk.Token.as_number { Ref = "X" }
      refused("Duration.minutes()", function() cdk.Duration.seconds(token):to_minutes() end)
      refused("Size.gibibytes()", function() cdk.Size.bytes(token):to_gibibytes() end)
      assert.equal(token, cdk.Duration.seconds(token):to_seconds())
    end)

    it("texts that are no durations", function()
      for _, text in ipairs { "", "P", "PT", "1D", "P1H", "PT1.2345S", "PT1" } do
        refused("ISO 8601", function() cdk.Duration.parse(text) end)
      end
    end)
  end)

  it("refuses stages whose folders' names no file system takes", function()
    local scope = app()
    for i = 1, 32 do scope = cdk.Stage(scope, "Stage" .. i) end
    refused("names can have at most 255 bytes, this one has 263; nest fewer stages, or give them shorter ids",
      function() cdk.Stage(scope, "Stage33") end)
  end)

  it("refuses stacks nested too deeply", function()
    refused("stacks can be nested up to 64 levels deep", function()
      local scope = stack()
      for i = 1, 65 do scope = cdk.NestedStack(scope, "N" .. i) end
    end)
  end)

  it("says which construct is incomplete since an error was caught", function()
    local result = luacdk.script [[
      local app = cdk.App()
      pcall(cdk.Stack, app, "S", { stack_name = "a b" })]]
    assert.equal("app.lua:2: [S] this construct is incomplete: the error that stopped its initialiser was caught; "
      .. "remove it with scope.node:try_remove_child('S')\n", result.err)
  end)

  describe("refuses of resources", function()
    local s3 = require "aws_cdk.aws_s3"
    local iam = require "aws_cdk.aws_iam"

    it("tokens that come to something else than the property takes", function()
      local owner = stack()
      s3.CfnBucket(owner, "B", { bucket_name = cdk.Lazy.any { produce = function() return { 1, 2 } end } })
      refused("[S/B] bucket_name: must be string, but this value turned out to be", function()
        owner.node.root:synth()
      end)
    end)

    it("required properties that come to nothing", function()
      local owner = stack()
      iam.CfnRole(owner, "R", { assume_role_policy_document = cdk.Lazy.any { produce = function() end } })
      refused("[S/R] the required property 'assume_role_policy_document'", function() owner.node.root:synth() end)
    end)

    it("dependencies on what they are part of", function()
      local owner = stack()
      local nested = cdk.NestedStack(owner, "N")
      local inner = res(nested, "R", {})
      refused("expected a cdk.CfnResource, got an instance of cdk.Stack", function() inner:add_dependency(owner) end)
      inner.node:add_dependency(nested)
      refused("cannot depend on the parent stack 'S/N'", function() owner.node.root:synth() end)
    end)

    it("dependencies across stages, also of constructs without resources", function()
      local root = app()
      local first, second = cdk.Stack(cdk.Stage(root, "A"), "S"), cdk.Stack(cdk.Stage(root, "B"), "S")
      constructs.Construct(first, "C").node:add_dependency(constructs.Construct(second, "D"))
      refused("dependencies cannot cross stages", function() root:synth() end)
    end)
  end)

  describe("refuses of stacks", function()
    it("names that CloudFormation would not take", function()
      refused("must start with a letter", function() stack { stack_name = "1a" } end)
      refused("128 characters", function() stack { stack_name = ("a"):rep(129) } end)
      refused("literal string", function() stack { stack_name = cdk.Aws.REGION } end)
    end)

    it("long descriptions and notification ARNs that are tokens", function()
      refused("512", function() stack { description = ("x"):rep(513) } end)
      refused("token", function() stack { notification_arns = { cdk.Aws.STACK_ID } } end)
    end)

    it("dependencies that go in a circle or upwards", function()
      local tree = app()
      local a, b = cdk.Stack(tree, "A"), cdk.Stack(tree, "B")
      a:add_stack_dependency(b, "for a reason")
      refused("for a reason", function() b:add_stack_dependency(a) end)
    end)

    it("keys of maps that are known only at deployment", function()
      for _, late in ipairs { cdk.Fn.import_value "x", "a" .. cdk.Fn.import_value "x" } do
        local tree = app()
        local key = { [late] = "v" }
        res(cdk.Stack(tree, "S"), "R", { Tags = key })
        refused('{"Fn::ImportValue":"x"}', function() tree:synth() end)
      end
    end)

    it("exports of what is no attribute", function()
      refused("attribute of a resource", function() stack():export_value "literal" end)
      for _, value in ipairs { 7, { Ref = "X" } } do
        refused("needs a list of strings", function() stack():export_string_list_value(value, { name = "n" }) end)
      end
    end)

    it("renames of unknown ids", function()
      local tree = app()
      local one = cdk.Stack(tree, "S")
      one:rename_logical_id("Nobody", "Somebody")
      refused("Nobody", function() tree:synth() end)
    end)

    it("more resources than are allowed", function()
      local tree = app { context = { ["@aws-cdk/core:stackResourceLimit"] = 2 } }
      local one = cdk.Stack(tree, "S")
      for i = 1, 3 do res(one, "R" .. i) end
      refused("Test::Res::Type (3)", function() tree:synth() end)
    end)

    it("permissions boundaries whose placeholders are not known", function()
      refused("${AWS::Region}", function()
        stack { permissions_boundary = cdk.PermissionsBoundary.from_name "pb-${AWS::Region}" }
      end)
    end)
  end)

  describe("refuses of stages and apps", function()
    it("ids with other characters", function()
      refused("must start with a letter", function() cdk.Stage(app(), "1") end)
      refused("must start with a letter", function() cdk.Stage(app(), "a/b") end)
    end)

    it("an output folder of their own inside an app", function()
      refused("outdir", function() cdk.Stage(app(), "In", { outdir = folder }) end)
    end)

    it("changes after synthesis", function()
      local tree = app()
      cdk.Stack(tree, "S")
      tree:synth()
      cdk.Stack(tree, "Late")
      refused("+Late", function() tree:synth() end)
      assert.is_not_nil(tree:synth { force = true })
    end)

    it("feature flags of version 1", function()
      local tree = app { context = { ["@aws-cdk/core:enableStackNameDuplicates"] = true } }
      refused("no longer supported", function()
        cdk.FeatureFlags.of(tree):is_enabled "@aws-cdk/core:enableStackNameDuplicates"
      end)
    end)
  end)

  describe("refuses of elements", function()
    it("lists and bad export names of outputs", function()
      refused("list", function() cdk.CfnOutput(stack(), "O", { value = cdk.Aws.NOTIFICATION_ARNS }) end)
      local tree = app()
      local one = cdk.Stack(tree, "S")
      cdk.CfnOutput(one, "Bad", { value = "v", export_name = "a b" })
      cdk.CfnOutput(one, "Empty", { value = "v", export_name = "" })
      local ok, message = pcall(tree.synth, tree)
      assert.is_false(ok)
      assert.is_truthy(message:find("[S/Bad]", 1, true) and message:find("[S/Empty]", 1, true), message)
    end)

    it("import_value in the output's own stack or without a name", function()
      local tree = app()
      local one = cdk.Stack(tree, "S")
      local output = cdk.CfnOutput(one, "O", { value = "v", export_name = "n" })
      res(one, "R", { V = output.import_value })
      refused("for other stacks", function() tree:synth() end)
    end)

    it("parameters read as another kind", function()
      local parameter = cdk.CfnParameter(stack(), "P", { type = "CommaDelimitedList" })
      refused("value_as_list", function() return parameter.value_as_string end)
      refused("not Number", function() return parameter.value_as_number end)
    end)

    it("keys that a mapping does not have", function()
      local map = cdk.CfnMapping(stack(), "M", { mapping = { a = { b = 1 } } })
      refused("top-level key 'x'", function() map:find_in_map("x", "b") end)
      refused("second-level key 'x'", function() map:find_in_map("a", "x") end)
      refused("letters and digits", function() map:set_value("a", "b-c", 1) end)
    end)

    it("types of custom resources that CloudFormation would not take", function()
      for _, type in ipairs { "My::Type", "Custom::" .. ("x"):rep(60), "Custom::a b" } do
        refused("custom resource type", function()
          local ok, message = pcall(cdk.CustomResource, stack(), "C", { service_token = "t", resource_type = type })
          if ok then return end
          error((message:gsub("type of a custom resource", "custom resource type")), 0)
        end)
      end
      refused("between 1 and 3600", function()
        cdk.CustomResource(stack(), "C", { service_token = "t", service_timeout = cdk.Duration.hours(2) })
      end)
    end)
  end)

  describe("refuses of values", function()
    it("ARNs without their parts", function()
      for _, arn in ipairs { "nothing", "arn::s:r:a:x", "arn:p::r:a:x", "arn:p:s:r:a:" } do
        refused("ARN", function() cdk.Arn.split(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME) end)
      end
      refused("without a stack", function() cdk.Arn.format { service = "s", resource = "r" } end)
      refused("expected an ARN of a 'user'", function() cdk.Arn.extract_resource_name("arn:aws:iam::a:role/x",
        "user") end)
    end)

    it("secrets that are not secret", function()
      local one = stack()
      refused("no_echo", function() cdk.SecretValue.cfn_parameter(cdk.CfnParameter(one, "P")) end)
      refused("colon", function() cdk.SecretValue.secrets_manager "a:b" end)
      refused("only one", function() cdk.SecretValue.secrets_manager("a", { version_stage = "s",
        version_id = "i" }) end)
      refused("attribute of a resource", function() cdk.SecretValue.resource_attribute "x" end)
    end)

    it("the use of a resource whose name nobody knows from another account", function()
      local s3 = require "aws_cdk.aws_s3"
      local tree = app()
      local a = cdk.Stack(tree, "A", { env = { account = "111111111111", region = "us-east-1" } })
      local b = cdk.Stack(tree, "B", { env = { account = "222222222222", region = "us-east-1" } })
      local bucket = s3.Bucket(a, "Bucket")
      res(b, "R", { N = bucket.bucket_name })
      refused("PhysicalName.GENERATE_IF_NEEDED", function() tree:synth() end)
    end)

    it("assets for stacks without a bucket for them", function()
      local one = stack { synthesizer = cdk.BootstraplessSynthesizer() }
      refused("cannot have assets", function()
        one.synthesizer:add_file_asset { file_name = "f", packaging = "file", source_hash = "h" }
      end)
    end)

    it("one synthesizer of a user for two stacks", function()
      local Mine = cdk.StackSynthesizer:extend "Mine"
      function Mine:init() Mine.super.init(self) end
      local mine, tree = Mine(), app()
      cdk.Stack(tree, "A", { synthesizer = mine })
      refused("only one stack", function() cdk.Stack(tree, "B", { synthesizer = mine }) end)
    end)

    it("tokens in a synthesizer's properties", function()
      refused("cannot contain tokens",
        function() cdk.DefaultStackSynthesizer { deploy_role_arn = cdk.Aws.STACK_ID } end)
    end)

    it("context lookups without account and region", function()
      refused("account and region", function() cdk.ContextProvider.get_value(stack(), { provider = "x",
        dummy_value = 1 }) end)
    end)
  end)

  it("lets an unrooted tree have validations of its own", function()
    local tree = app()
    local construct = constructs.Construct(cdk.Stack(tree, "S"), "C")
    construct.node:add_validation { validate = function() return { "not good" } end }
    refused("[S/C] not good", function() tree:synth() end)
    assert.is_not_nil(tree:synth { skip_validation = true })
  end)
end)
