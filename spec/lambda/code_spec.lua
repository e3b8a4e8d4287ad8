-- What lambda.Code does at each step, and what it refuses. Templates: code_golden_spec.lua.
local cdk = require "aws_cdk"
local ecr = require "aws_cdk.aws_ecr"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"

local FIXTURES = "spec/fixtures/lambda_code"

local folder

local function new_stack(id, context)
  folder = folder or luacdk.folder()
  return cdk.Stack(cdk.App { outdir = folder, context = context }, id or "S")
end

local function fn(scope, id, code, more)
  local props = { code = code, handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X }
  for name, value in pairs(more or {}) do props[name] = value end
  return lambda.Function(scope, id, props)
end

local function image_fn(scope, id, code)
  return fn(scope, id, code, { handler = lambda.Handler.FROM_IMAGE, runtime = lambda.Runtime.FROM_IMAGE })
end

local function repository(stack) return ecr.Repository.from_repository_name(stack, "Repo", "rn") end

-- The error of a call, with the line that is blamed.
local function failure(call)
  local ok, message = pcall(call)
  assert.is_false(ok)
  return message
end

local function bucket(stack) return s3.Bucket.from_bucket_name(stack, "Bucket", "name") end

local function inline_of(construct) return construct.node.default_child.code.zip_file end

teardown(function()
  if folder then luacdk.remove(folder) end
end)

describe("a Code", function()
  it("is of its class and of Code", function()
    local stack = new_stack()
    local codes = {
      AssetCode = lambda.Code.from_asset "fn",
      AssetImageCode = lambda.Code.from_asset_image "image",
      CfnParametersCode = lambda.Code.from_cfn_parameters(),
      EcrImageCode = lambda.Code.from_ecr_image(repository(stack)),
      InlineCode = lambda.Code.from_inline "x",
      S3Code = lambda.Code.from_bucket(bucket(stack), "k", "v"),
      S3CodeV2 = lambda.Code.from_bucket_v2(stack.node:find_child "Bucket", "k", { object_version = "v" }),
    }
    for name, code in pairs(codes) do
      assert.is_true(engine.is_a(code, lambda[name]), name)
      assert.is_true(engine.is_a(code, lambda.Code), name)
      assert.equal("aws_cdk.aws_lambda." .. name, engine.class_name(code))
      assert.equal(name == "InlineCode", code.is_inline)
    end
    assert.equal("fn", codes.AssetCode.path)
  end)

  it("can be of a class of the user's own", function()
    local Mine = lambda.Code:extend "Mine"
    function Mine:init(text) self.text = text end
    function Mine:bind(scope)
      self.scope = scope
      return { inline_code = self.text }
    end
    function Mine:bind_to_resource(resource) self.resource = resource end
    local code = Mine "hello"
    local f = fn(new_stack(), "F", code)
    assert.equal(f, code.scope)
    assert.equal(f.node.default_child, code.resource)
    assert.is_false(code.is_inline)
    assert.equal("hello", inline_of(f))
  end)

  it("can extend one of the library's", function()
    local Signed = lambda.InlineCode:extend "Signed"
    function Signed:init(text) Signed.super.init(self, text .. " -- signed") end
    local f = fn(new_stack(), "F", Signed "x")
    assert.equal("x -- signed", inline_of(f))
    assert.error_matches(function() lambda.InlineCode "" end, "cannot be empty")
  end)

  it("can be a plain table with bind", function()
    local f = fn(new_stack(), "F", { bind = function() return { inline_code = "x" } end })
    assert.equal("x", inline_of(f))
  end)

  it("without a bind of its own is an error that says so", function()
    local Lazy = lambda.Code:extend "Lazy"
    assert.error_matches(function() fn(new_stack(), "F", Lazy()) end, "Lazy must have a method bind")
  end)
end)

describe("from_asset", function()
  it("touches no file before it is bound", function()
    local code = lambda.Code.from_asset "no/such/file"
    assert.error_matches(function() fn(new_stack(), "F", code) end,
      "%[S/F/Code/Stage%] cannot find asset at /.*/no/such/file")
  end)

  it("refuses what is no archive, naming the path as it was given", function()
    local file = FIXTURES .. "/fn/notes.md"
    assert.error_matches(function() fn(new_stack(), "F", lambda.Code.from_asset(file)) end,
      "%[S/F%] code must be a directory or an archive .*, not " .. file:gsub("%p", "%%%0"))
  end)

  it("refuses an empty path and a token", function()
    assert.error_matches(function() fn(new_stack(), "F", lambda.Code.from_asset "") end, "path cannot be empty")
    assert.error_matches(function() fn(new_stack(), "F", lambda.Code.from_asset(cdk.Aws.REGION)) end,
      "cannot find asset")
  end)

  it("belongs to the stack that it was first bound in", function()
    local code = lambda.Code.from_asset(FIXTURES .. "/fn")
    local first = fn(new_stack("First"), "F", code)
    local again = fn(first.stack, "Again", code)
    assert.is_nil(again.node:try_find_child "Code")
    assert.error_matches(function() fn(new_stack "Second", "F", code) end, "%[Second/F%] .*belongs to stack 'First'")
  end)

  it("must be bound before it is bound to a resource", function()
    local f = fn(new_stack(), "F", lambda.Code.from_inline "x")
    local code = lambda.Code.from_asset(FIXTURES .. "/fn")
    assert.error_matches(function() code:bind_to_resource(f.node.default_child) end, "%[S/F/Resource%] .*after bind")
  end)

  it("notes the property of the resource when the context asks for it", function()
    local stack = new_stack("S", { ["aws:cdk:enable-asset-metadata"] = true })
    local code = lambda.Code.from_asset(FIXTURES .. "/fn")
    local f = fn(stack, "F", code)
    local resource = cdk.CfnResource(stack, "R", { type = "X::Y::Z" })
    code:bind_to_resource(resource, { resource_property = "" })
    assert.equal("Code", resource:get_metadata "aws:asset:property")
    code:bind_to_resource(resource, { resource_property = "Content" })
    assert.equal("Content", resource:get_metadata "aws:asset:property")
    assert.is_false(f.node.default_child:get_metadata "aws:asset:is-bundled")
  end)

  it("names an option it does not know", function()
    local message = failure(function() lambda.Code.from_asset("fn", { exclud = {} }) end)
    assert.truthy(message:find "code_spec.lua:%d+: .*'exclud'; did you mean 'exclude'")
  end)
end)

describe("from_custom_command", function()
  it("runs the command at once, without a shell, and takes its output as an asset", function()
    local dir = luacdk.folder()
    local command = { "sh", "-c", 'printf "%s" "$1" >' .. dir .. "/index.js", "x", "a $HOME" }
    local code = lambda.Code.from_custom_command(dir, command, { asset_hash = "h" })
    assert.equal(5, #command)
    assert.equal("a $HOME", luacdk.read(dir .. "/index.js"))
    fn(new_stack(), "F", code)
    luacdk.remove(dir)
  end)

  it("has Node's options", function()
    local dir = luacdk.folder()
    lambda.Code.from_custom_command(dir, { "sh", "-c", "cat - >in; echo $A >>in" },
      { command_options = { cwd = dir, input = "text ", env = { A = "1", PATH = os.getenv "PATH" } } })
    assert.equal("text 1\n", luacdk.read(dir .. "/in"))
    lambda.Code.from_custom_command(dir, { "echo two;", "echo words >out" },
      { command_options = { cwd = dir, shell = true, stdio = { "ignore", "ignore", "inherit" } } })
    assert.equal("words\n", luacdk.read(dir .. "/out"))
    assert.error_matches(function()
      lambda.Code.from_custom_command(dir, { "sleep", "9" }, { command_options = { timeout = 20 } })
    end, "failed to execute custom command sleep: Connection timed out")
    assert.error_matches(function()
      lambda.Code.from_custom_command(dir, { "yes" }, { command_options = { maxBuffer = 20 } })
    end, "failed to execute custom command yes: No buffer space available")
    luacdk.remove(dir)
  end)

  it("reports a program that fails", function()
    local ok, message = pcall(lambda.Code.from_custom_command, "out", { "sh", "-c", "echo ' o '; echo e >&2; exit 7" })
    assert.is_false(ok)
    assert.truthy(message:find("exited with status: 7\n\nstdout: o\n\nstderr: e", 1, true))
    ok, message = pcall(lambda.Code.from_custom_command, "out", { "sh", "-c", "kill -9 $$" })
    assert.is_false(ok)
    assert.truthy(message:find("killed by signal: SIGKILL", 1, true))
  end)

  it("reports a program that cannot be started, and a missing one", function()
    assert.error_matches(function() lambda.Code.from_custom_command("out", { "no-such-program" }) end,
      "failed to execute custom command no%-such%-program: No such file or directory")
    assert.error_matches(function() lambda.Code.from_custom_command("out", {}) end, "command must name a program")
    assert.error_matches(function() lambda.Code.from_custom_command("out", { "a", 5 }) end,
      "command%)%[2%]: expected a string, got the number 5")
  end)
end)

describe("from_asset_image", function()
  it("takes no token in what the asset shares", function()
    local code = lambda.Code.from_asset_image(FIXTURES .. "/image", { working_directory = cdk.Aws.REGION })
    assert.error_matches(function() image_fn(new_stack(), "F", code) end, "working_directory .* cannot be a token")
    code = lambda.Code.from_asset_image(FIXTURES .. "/image", { build_args = { A = cdk.Aws.REGION } })
    assert.error_matches(function() image_fn(new_stack(), "F", code) end, "build_args cannot have tokens")
    code = lambda.Code.from_asset_image(FIXTURES .. "/image", { cmd = { cdk.Aws.REGION, "b" } })
    assert.no_error(function() image_fn(new_stack(), "F", code) end)
  end)

  it("needs the directory and the Dockerfile", function()
    assert.error_matches(function() image_fn(new_stack(), "F", lambda.Code.from_asset_image "no/such") end,
      "%[S/F/AssetImage%] cannot find image directory at /.*/no/such")
    local code = lambda.Code.from_asset_image(FIXTURES .. "/image", { file = "None" })
    assert.error_matches(function() image_fn(new_stack(), "F", code) end, "cannot find file at /.*/image/None")
  end)

  it("belongs to one stack, and to no layer", function()
    local code = lambda.Code.from_asset_image(FIXTURES .. "/image")
    local first = image_fn(new_stack "First", "F", code)
    assert.error_matches(function() image_fn(new_stack "Second", "F", code) end, "belongs to stack 'First'")
    assert.error_matches(function() lambda.LayerVersion(first.stack, "L", { code = code }) end, "layer must be in S3")
  end)
end)

describe("from_bucket", function()
  it("needs a bucket with a name", function()
    local stack = new_stack()
    local nameless = s3.Bucket.from_bucket_name(stack, "B", "name")
    rawset(nameless, "bucket_name", "")
    assert.error_matches(function() lambda.Code.from_bucket(nameless, "k", "v") end, "%[S/B%] .*no bucket_name")
  end)

  it("in REFERENCE mode needs the version", function()
    local stack = new_stack()
    assert.error_matches(function()
      lambda.Code.from_bucket_v2(bucket(stack), "k", { s3_object_storage_mode = lambda.S3ObjectStorageMode.REFERENCE })
    end, "%[S/Bucket%] .*REFERENCE needs object_version")
  end)

  it("in REFERENCE mode leaves other resources alone", function()
    local stack = new_stack()
    local code = lambda.Code.from_bucket_v2(bucket(stack), "k",
      { object_version = "v", s3_object_storage_mode = lambda.S3ObjectStorageMode.REFERENCE })
    assert.no_error(function() code:bind_to_resource(cdk.CfnResource(stack, "R", { type = "X::Y::Z" })) end)
  end)
end)

describe("from_cfn_parameters", function()
  it("knows its parameters once it is bound", function()
    local code = lambda.Code.from_cfn_parameters()
    assert.error_matches(function() return code.bucket_name_param end, "asking for bucket_name_param")
    assert.error_matches(function() return code.object_key_param end, "asking for object_key_param")
    assert.error_matches(function() code:assign { bucket_name = "b", object_key = "k" } end, "bucket_name_param")
    local f = fn(new_stack(), "F", code)
    assert.equal("FLambdaSourceBucketNameParameter3390DEA0", engine.resolve(f, code.bucket_name_param))
    local overrides = engine.resolve(f, code:assign { bucket_name = "b", object_key = "k", object_version = "v" })
    local count = 0
    for _ in pairs(overrides) do count = count + 1 end
    assert.equal(2, count)
    assert.equal("b", overrides.FLambdaSourceBucketNameParameter3390DEA0)
  end)

  it("refuses parameters of a list type", function()
    local stack = new_stack()
    local code = lambda.Code.from_cfn_parameters { bucket_name_param = cdk.CfnParameter(stack, "P",
      { type = "CommaDelimitedList" }) }
    assert.has_error(function() fn(stack, "F", code) end)
  end)
end)

describe("from_ecr_image", function()
  it("warns of the deprecated tag, once", function()
    local text = [[
      local cdk, lambda = require "aws_cdk", require "aws_cdk.aws_lambda"
      local repo = require("aws_cdk.aws_ecr").Repository.from_repository_name(cdk.Stack(cdk.App(), "S"), "R", "rn")
      for _ = 1, 2 do lambda.Code.from_ecr_image(repo, { tag = "a" }) end
    ]]
    local result = luacdk.script(text)
    local _, count = result.err:gsub("%[WARNING%] aws_cdk.aws_lambda.EcrImageCodeProps#tag is deprecated", "")
    assert.equal(1, count)
    assert.truthy(result.err:find("tag_or_digest", 1, true))
  end)
end)

describe("from_inline", function()
  it("refuses empty code and code that CloudFormation does not take", function()
    local message = failure(function() lambda.Code.from_inline "" end)
    assert.truthy(message:find "code_spec.lua:%d+: inline code cannot be empty")
    assert.no_error(function() lambda.Code.from_inline(("x"):rep(4 * 1024 * 1024)) end)
    assert.error_matches(function() lambda.Code.from_inline(("x"):rep(4 * 1024 * 1024 + 1)) end, "at most 4 MiB")
  end)

  it("warns above 4 KiB, on the function", function()
    local function warnings(text)
      local f = fn(new_stack(), "F", lambda.Code.from_inline(text))
      local count = 0
      for _, entry in ipairs(f.node.metadata) do
        if entry.type == "aws:cdk:warning" then count = count + 1 end
      end
      return count
    end
    assert.equal(0, warnings(("x"):rep(4096)))
    assert.equal(1, warnings(("x"):rep(4097)))
    assert.equal(0, warnings(("x"):rep(4097) .. cdk.Aws.REGION))
  end)
end)

describe("a Function", function()
  it("and its code must both be of an image, or both not", function()
    local stack = new_stack()
    local image = lambda.Code.from_ecr_image(repository(stack))
    assert.error_matches(function() fn(stack, "A", image) end, "FROM_IMAGE")
    assert.error_matches(function() image_fn(stack, "B", lambda.Code.from_inline "x") end, "FROM_IMAGE")
    local code = lambda.Code.from_inline "x"
    assert.error_matches(function() fn(stack, "C", code, { runtime = lambda.Runtime.JAVA_21 }) end, "java21")
    assert.error_matches(function() fn(stack, "D", { bind = function() return {} end }) end, "exactly one of")
  end)
end)

it("assets are staged once for equal sources", function()
  local dir = luacdk.folder()
  local stack = cdk.Stack(cdk.App { outdir = dir }, "S")
  for i = 1, 3 do fn(stack, "F" .. i, lambda.Code.from_asset(FIXTURES .. "/fn")) end
  local count = 0
  for _, name in ipairs(assets.list(dir)) do
    if name:find "^asset%." then count = count + 1 end
  end
  luacdk.remove(dir)
  assert.equal(1, count)
end)
