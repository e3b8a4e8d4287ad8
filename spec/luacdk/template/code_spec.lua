-- Code by declaration: each kind makes what its factory of lambda.Code makes.
local luacdk = require "spec.support.luacdk"

local FILES = {
  ["fn/index.py"] = "x", ["fn/skip.txt"] = "y", ["image/Dockerfile"] = "FROM scratch", ["lib/fn/index.py"] = "z",
  ["d.lua"] = [[
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"
return cdk.template {
  name = "S",
  params = {
    code = { type = "code", required = true },
    image = "boolean",
    handlers = { type = "map", of = "code", default = {} },
  },
  build = function(scope, p)
    lambda.Function(scope, "F", {
      code = p.code, runtime = p.image and lambda.Runtime.FROM_IMAGE or lambda.Runtime.PYTHON_3_12,
      handler = p.image and lambda.Handler.FROM_IMAGE or "index.h",
    })
    for name, code in pairs(p.handlers) do
      lambda.Function(scope, name, { code = code, runtime = lambda.Runtime.PYTHON_3_12, handler = "index.h" })
    end
  end,
}
]],
}

local TWIN = [[
local app = cdk.App()
local scope = cdk.Stack(app, "S")
lambda.Function(scope, "F", {
  code = %s, runtime = %s and lambda.Runtime.FROM_IMAGE or lambda.Runtime.PYTHON_3_12,
  handler = %s and lambda.Handler.FROM_IMAGE or "index.h",
})
]]

local folder

local pipe = assert(io.popen "pwd")
local DOCKER = pipe:read "l" .. "/tools/demo-docker"
pipe:close()

local function run(arguments)
  return luacdk.run(folder, arguments, { env = { CDK_DOCKER = DOCKER } })
end

describe("a value of type code", function()
  before_each(function() folder = luacdk.folder(FILES) end)
  after_each(function() luacdk.remove(folder) end)

  local function same(name, values, twin, image)
    it("may be " .. name, function()
      luacdk.write(folder .. "/values.lua", ("return { code = %s, image = %s }"):format(values, image or false))
      luacdk.write(folder .. "/twin.lua", TWIN:format(twin, image or false, image or false))
      local mine = run { "d.lua", "-q", "-o", "mine" }
      assert.equal("", mine.err)
      assert.equal(0, mine.status)
      assert.equal(0, run({ "twin.lua", "-q", "-o", "twin" }).status)
      assert.same(luacdk.list(folder .. "/twin"), luacdk.list(folder .. "/mine"))
      for _, file in ipairs { "S.template.json", "S.assets.json" } do
        assert.equal(luacdk.read(folder .. "/twin/" .. file), luacdk.read(folder .. "/mine/" .. file), file)
      end
    end)
  end

  same("an asset", '{ asset = "fn", exclude = { "*.txt" } }', 'lambda.Code.from_asset("fn", { exclude = { "*.txt" } })')
  same("inline", '{ inline = "def h(): pass" }', 'lambda.Code.from_inline "def h(): pass"')
  same("in a bucket", '{ bucket = "code", key = "a.zip", object_version = "3" }',
    'lambda.Code.from_bucket_v2(s3.Bucket.from_bucket_name(scope, "B", "code"), "a.zip", { object_version = "3" })')
  same("in a bucket named by its ARN", '{ bucket = "arn:aws:s3:::code", key = "a.zip", object_version = "3" }',
    'lambda.Code.from_bucket_v2(s3.Bucket.from_bucket_arn(scope, "B", "arn:aws:s3:::code"), "a.zip",'
    .. ' { object_version = "3" })')
  same("an image in ECR", '{ ecr_image = "repo", tag = "v1", cmd = { "a.b" } }',
    'lambda.Code.from_ecr_image(ecr.Repository.from_repository_name(scope, "R", "repo"), { tag_or_digest = "v1",'
    .. ' cmd = { "a.b" } })', true)
  same("an image to be built", '{ asset_image = "image", build_args = { A = "1" }, platform = "linux/arm64" }',
    'lambda.Code.from_asset_image("image", { build_args = { A = "1" }, platform = ecr_assets.Platform.LINUX_ARM64 })',
    true)
  same("parameters of the stack", '{ cfn_parameters = true }', "lambda.Code.from_cfn_parameters()")
  same("parameters with names", '{ cfn_parameters = { bucket_name_param = "Where", object_key_param = "What" } }',
    'lambda.Code.from_cfn_parameters { bucket_name_param = cdk.CfnParameter(scope, "Where", { type = "String" }),'
    .. ' object_key_param = cdk.CfnParameter(scope, "What", { type = "String" }) }')

  it("may be built by docker", function()
    luacdk.write(folder .. "/values.yaml", "code:\n  docker_build: image\n  build_args: { A: '1' }\n")
    luacdk.write(folder .. "/twin.lua",
      TWIN:format('lambda.Code.from_docker_build("image", { build_args = { A = "1" } })', "false", "false"))
    local mine = run { "d.lua", "-q", "-o", "mine", "--trust" }
    assert.equal(0, mine.status, mine.err)
    assert.equal(0, run({ "twin.lua", "-q", "-o", "twin" }).status)
    assert.equal(luacdk.read(folder .. "/twin/S.template.json"), luacdk.read(folder .. "/mine/S.template.json"))
  end)

  it("is in lists and maps as well", function()
    luacdk.write(folder .. "/values.yaml", "code: { inline: x }\nhandlers:\n  A: { inline: a }\n  B: { inline: b }\n")
    local result = run { "render", "d.lua" }
    assert.truthy(result.out:find('"ZipFile": "a"', 1, true), result.err)
    assert.truthy(result.out:find('"ZipFile": "b"', 1, true))
  end)

  it("has paths relative to the file that it stands in", function()
    luacdk.write(folder .. "/lib/more.yaml", "code: { asset: fn }\n")
    local result = run { "d.lua", "-q", "-o", "out", "--values", "lib/more.yaml" }
    assert.equal("", result.err)
    local found
    for _, name in ipairs(luacdk.list(folder .. "/out")) do found = found or name:match "^asset%.%x+/index%.py$" end
    assert.equal("z", luacdk.read(folder .. "/out/" .. found))
  end)

  it("may have its keys set one by one", function()
    luacdk.write(folder .. "/values.yaml", "code: { ecr_image: repo, tag: v1 }\nimage: true\n")
    local result = run { "render", "d.lua", "--set", "code.tag=v2" }
    assert.truthy(result.out:find(":v2", 1, true), result.err)
    result = run { "render", "d.lua", "--explain-values", "--set", "code.tag=v2" }
    assert.truthy(result.out:find("ecr_image repo, tag v2  --set code.tag  over values.yaml:1", 1, true), result.out)
  end)

  it("is refused where it is wrong, at its line", function()
    local function fails(value, message)
      luacdk.write(folder .. "/values.yaml", value .. "\n")
      assert.equal("values.yaml:1: code: " .. message .. "\n", run({ "d.lua", "-q" }).err)
    end
    fails("code: fn", "must be a table like { asset = \"folder\" }, got 'fn'")
    fails("code: { aset: fn }", "has the unknown key 'aset'; did you mean 'asset'?")
    fails("code: { asset: fn, exclud: [a] }", "has the unknown key 'exclud'; did you mean 'exclude'?")
    fails("code: { asset: fn, inline: x }", "names two kinds of code, 'asset' and 'inline'; give one")
    fails("code: { bucket: b }", "needs 'key' beside 'bucket'")
    fails("code: { asset: missing }", "there is no " .. folder .. "/missing")
    fails("code: { asset: fn, exclude: a }", "asset: exclude: expected a list, got the string 'a'; write { 'a' }")
    fails("code: { asset: ../x }",
      ("leads to %s/x, outside the definition's folder; --trust allows that"):format(folder:match "^(.*)/"))
  end)
end)
