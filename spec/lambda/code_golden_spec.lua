-- lambda.Code and assets against the reference: the cases are twins of tools/golden/lambda_code.js.
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local ecr = require "aws_cdk.aws_ecr"
local ecr_assets = require "aws_cdk.aws_ecr_assets"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local s3_assets = require "aws_cdk.aws_s3_assets"
local luacdk = require "spec.support.luacdk"

local FIXTURES = "spec/fixtures/lambda_code"
local RECORDED = luacdk.golden .. "/lambda_code"
local ENV = { account = "111111111111", region = "us-east-1" }

-- Warnings that only we give.
local OUR_WARNINGS = { ["@luacdk/aws-lambda:inlineCodeSize"] = true }

local function with(defaults, more)
  for name, value in pairs(more or {}) do defaults[name] = value end
  return defaults
end

local function fn(scope, id, code, more)
  return lambda.Function(scope, id,
    with({ code = code, handler = "index.handler", runtime = lambda.Runtime.NODEJS_20_X }, more))
end

local function image_fn(scope, id, code)
  return lambda.Function(scope, id,
    { code = code, handler = lambda.Handler.FROM_IMAGE, runtime = lambda.Runtime.FROM_IMAGE })
end

local function output(stack, id, value) cdk.CfnOutput(stack, id, { value = value }) end

local function bundler(files)
  return {
    try_bundle = function(_, dir)
      for name, text in pairs(files) do luacdk.write(dir .. "/" .. name, text) end
      return true
    end,
  }
end

local function bundling(files, more)
  return with({ image = cdk.DockerImage.from_registry "alpine", local_ = bundler(files) }, more)
end

local cases = {}

function cases.asset(app)
  local stack = cdk.Stack(app, "S")
  local function add(id, file, options) fn(stack, id, lambda.Code.from_asset(FIXTURES .. file, options)) end
  add("Dir", "/fn")
  add("Zip", "/fn.zip")
  add("Tar", "/fn.tar.gz")
  add("Excluded", "/fn", { exclude = { "*.md", "lib" } })
  add("Git", "/fn", { exclude = { "/lib/" }, ignore_mode = cdk.IgnoreMode.GIT })
  add("Never", "/fn", { follow_symlinks = cdk.SymlinkFollowMode.NEVER })
  add("Custom", "/fn", { asset_hash = "v1" })
  add("Kept", "/fn", { deploy_time = false, display_name = "shown" })
end

function cases.asset_env(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local key = kms.Key(stack, "Key")
  local role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() })
  fn(stack, "F", lambda.Code.from_asset(FIXTURES .. "/fn", { source_kms_key = key, readers = { role } }))
end

function cases.asset_shared(app)
  app.node:set_context("aws:cdk:enable-asset-metadata", true)
  local stack = cdk.Stack(app, "S")
  local code = lambda.Code.from_asset(FIXTURES .. "/fn")
  fn(stack, "A", code)
  fn(stack, "B", code)
  lambda.LayerVersion(stack, "L", { code = code })
end

function cases.asset_salt(app)
  app.node:set_context("@aws-cdk/core:assetHashSalt", "pepper")
  local stack = cdk.Stack(app, "S")
  fn(stack, "F", lambda.Code.from_asset(FIXTURES .. "/fn"))
  s3_assets.Asset(stack, "Text", { path = FIXTURES .. "/fn/notes.md" })
  ecr_assets.DockerImageAsset(stack, "Image", { directory = FIXTURES .. "/image", extra_hash = "x" })
end

function cases.asset_in_stage(app)
  local stage = cdk.Stage(app, "Stage")
  local stack = cdk.Stack(stage, "S")
  fn(stack, "F", lambda.Code.from_asset(FIXTURES .. "/fn"))
  image_fn(stack, "I", lambda.Code.from_asset_image(FIXTURES .. "/image"))
  ecr_assets.TarballImageAsset(stack, "T", { tarball_file = FIXTURES .. "/image.tar" })
end

function cases.asset_standalone(app)
  local stack = cdk.Stack(app, "S")
  local user = iam.User(stack, "User")
  local asset = s3_assets.Asset(stack, "Text", { path = FIXTURES .. "/fn/notes.md" })
  asset:grant_read(user)
  output(stack, "OutassetHash", asset.asset_hash)
  output(stack, "Outs3BucketName", asset.s3_bucket_name)
  output(stack, "Outs3ObjectKey", asset.s3_object_key)
  output(stack, "Outs3ObjectUrl", asset.s3_object_url)
  output(stack, "OuthttpUrl", asset.http_url)
  output(stack, "OutassetPath", asset.asset_path)
  output(stack, "File", tostring(asset.is_file) .. tostring(asset.is_zip_archive))
  local tar = ecr_assets.TarballImageAsset(stack, "Tar", { tarball_file = FIXTURES .. "/image.tar" })
  output(stack, "Uri", tar.image_uri)
  output(stack, "Tag", tar.image_tag)
  local image = ecr_assets.DockerImageAsset(stack, "Image", {
    directory = FIXTURES .. "/image", file = "Other", exclude = { "a.txt" }, display_name = "shown",
    asset_name = "named", network_mode = ecr_assets.NetworkMode.HOST, platform = ecr_assets.Platform.LINUX_ARM64,
    outputs = { "type=local,dest=out" }, build_args = { A = "1", B = "2" }, build_contexts = { c = "d" },
    build_secrets = { s = cdk.DockerBuildSecret.from_src "x" }, build_ssh = "default", target = "t",
    cache_from = { { type = "registry", params = { ref = "r" } }, { type = "gha" } }, cache_to = { type = "inline" },
    cache_disabled = true, extra_hash = "more",
  })
  output(stack, "ImageUri", image.image_uri)
  output(stack, "ImageHash", image.asset_hash)
  ecr_assets.DockerImageAsset(stack, "Loose", {
    directory = FIXTURES .. "/image", build_args = { A = "1" }, target = "t", extra_hash = "u",
    invalidation = { build_args = false, target = false, extra_hash = false },
  })
end

function cases.asset_image(app)
  app.node:set_context("aws:cdk:enable-asset-metadata", true)
  local stack = cdk.Stack(app, "S")
  local plain = lambda.Code.from_asset_image(FIXTURES .. "/image")
  image_fn(stack, "Plain", plain)
  image_fn(stack, "Again", plain)
  image_fn(stack, "Full", lambda.Code.from_asset_image(FIXTURES .. "/image", {
    cmd = { "app.handler" }, entrypoint = { "/bin/sh", "-c" }, working_directory = "/var", file = "Other",
    target = "stage", build_args = { A = "1" }, build_secrets = { s = "src=x" }, build_ssh = "default",
    outputs = { "type=local" }, cache_from = { { type = "registry", params = { ref = "r" } } },
    cache_to = { type = "inline" }, cache_disabled = false, platform = ecr_assets.Platform.custom "linux/riscv64",
    network_mode = ecr_assets.NetworkMode.from_container "c1", follow_symlinks = cdk.SymlinkFollowMode.ALWAYS,
    ignore_mode = cdk.IgnoreMode.GLOB, exclude = { "sub" },
  }))
  image_fn(stack, "Empty", lambda.Code.from_asset_image(FIXTURES .. "/image", { cmd = {}, working_directory = "" }))
  local known = cdk.Stack(app, "K", { env = ENV })
  image_fn(known, "F", lambda.Code.from_asset_image(FIXTURES .. "/image"))
end

function cases.docker_image_function(app)
  local stack, other = cdk.Stack(app, "S"), cdk.Stack(app, "T")
  local code = lambda.DockerImageCode.from_image_asset(FIXTURES .. "/image", { cmd = { "a" } })
  lambda.DockerImageFunction(stack, "Plain", { code = code })
  lambda.DockerImageFunction(stack, "Arm", { code = code, architecture = lambda.Architecture.ARM_64 })
  lambda.DockerImageFunction(other, "X86", { code = code, architecture = lambda.Architecture.X86_64 })
  lambda.DockerImageFunction(stack, "Own", {
    code = lambda.DockerImageCode.from_image_asset(FIXTURES .. "/image",
      { platform = ecr_assets.Platform.LINUX_AMD64 }),
    architecture = lambda.Architecture.ARM_64,
  })
  local repo = ecr.Repository.from_repository_name(stack, "Repo", "rn")
  lambda.DockerImageFunction(stack, "Ecr", {
    code = lambda.DockerImageCode.from_ecr(repo, { tag_or_digest = "v1", entrypoint = { "e" } }),
  })
end

function cases.bucket(app)
  local stack, other = cdk.Stack(app, "S", { env = ENV }), cdk.Stack(app, "T", { env = ENV })
  local bucket = s3.Bucket(stack, "B")
  local named = s3.Bucket.from_bucket_name(stack, "N", "name")
  local code = lambda.Code.from_bucket(bucket, "k.zip")
  fn(stack, "A", code)
  fn(other, "A", code)
  fn(stack, "V", lambda.Code.from_bucket(named, "k.zip", "v1"))
  fn(stack, "E", lambda.Code.from_bucket(named, "", ""))
  fn(stack, "C", lambda.S3Code(named, "k.zip"))
  lambda.LayerVersion(stack, "L", { code = lambda.Code.from_bucket(named, "l.zip", "v2") })
end

function cases.bucket_v2(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local key = kms.Key(stack, "Key")
  local bucket = s3.Bucket(stack, "B", { encryption_key = key, versioned = true })
  local plain = s3.Bucket(stack, "P")
  local imported = s3.Bucket.from_bucket_attributes(stack, "I", {
    bucket_name = "imported",
    encryption_key = kms.Key.from_key_arn(stack, "IK", "arn:aws:kms:us-east-1:111111111111:key/k"),
  })
  local mode = lambda.S3ObjectStorageMode
  local reference = { object_version = "v", s3_object_storage_mode = mode.REFERENCE }
  fn(stack, "Copy", lambda.Code.from_bucket_v2(bucket, "k",
    { source_kms_key = key, s3_object_storage_mode = mode.COPY }))
  local code = lambda.Code.from_bucket_v2(bucket, "k", reference)
  fn(stack, "Ref", code)
  fn(stack, "Named", code, { function_name = "named" })
  lambda.LayerVersion(stack, "Layer", { code = code, layer_version_name = "layer" })
  lambda.LayerVersion(stack, "Unnamed", { code = code })
  fn(stack, "PlainRef", lambda.Code.from_bucket_v2(plain, "p", reference))
  fn(stack, "Imported", lambda.Code.from_bucket_v2(imported, "i", reference), { function_name = "imp" })
end

function cases.cfn_parameters(app)
  local stack, other = cdk.Stack(app, "S", { env = ENV }), cdk.Stack(app, "T", { env = ENV })
  local code = lambda.Code.from_cfn_parameters()
  fn(stack, "F", code)
  fn(other, "G", code)
  output(stack, "Bucket", code.bucket_name_param)
  output(stack, "Json", stack:to_json_string(code:assign { bucket_name = "b", object_key = "k" }))
  local key = kms.Key(stack, "Key")
  local given = lambda.Code.from_cfn_parameters {
    bucket_name_param = cdk.CfnParameter(stack, "BN", { type = "Number" }),
    object_key_param = cdk.CfnParameter(stack, "OK", { type = "String", default = "x" }),
    source_kms_key = key,
  }
  fn(stack, "H", given)
  output(stack, "Given", given.object_key_param)
end

function cases.ecr_image(app)
  local stack, other = cdk.Stack(app, "S", { env = ENV }), cdk.Stack(app, "T", { env = ENV })
  local owned = ecr.Repository(stack, "R")
  local named = ecr.Repository.from_repository_name(stack, "N", "rn")
  local arn = ecr.Repository.from_repository_arn(stack, "A", "arn:aws:ecr:eu-west-1:111122223333:repository/a/b")
  local code = lambda.Code.from_ecr_image(owned)
  image_fn(stack, "F1", code)
  image_fn(stack, "F2", code)
  image_fn(other, "F3", code)
  local function add(id, repository, props) image_fn(stack, id, lambda.Code.from_ecr_image(repository, props)) end
  add("Tag", named, { tag_or_digest = "v1", cmd = {}, working_directory = "" })
  add("Digest", arn, { tag_or_digest = "sha256:abc", cmd = { "a", "b" }, entrypoint = { "e" } })
  add("OldDigest", arn, { tag = "sha256:old" })
  add("Old", arn, { tag = "old" })
  add("Empty", arn, { tag_or_digest = "" })
  add("Token", arn, { tag_or_digest = cdk.Fn.import_value "tag", working_directory = cdk.Aws.REGION })
  image_fn(stack, "Direct", lambda.EcrImageCode(owned, { tag_or_digest = "x" }))
end

function cases.inline(app)
  local stack = cdk.Stack(app, "S")
  fn(stack, "F", lambda.Code.from_inline 'a\nb "c"')
  fn(stack, "T", lambda.Code.from_inline("region = " .. cdk.Aws.REGION .. ";"))
  fn(stack, "Big", lambda.Code.from_inline(("x"):rep(5000)))
  fn(stack, "P", lambda.InlineCode "pass", { runtime = lambda.Runtime.PYTHON_3_12 })
end

function cases.bundling(app)
  local stack = cdk.Stack(app, "S")
  local function asset(id, options)
    local a = s3_assets.Asset(stack, id, with({ path = FIXTURES .. "/bundle" }, options))
    output(stack, id .. "Out", table.concat({ a.asset_hash, a.asset_path, tostring(a.is_file),
      tostring(a.is_zip_archive) }, " "))
  end
  local out, zip = { ["o.txt"] = "out\n" }, { ["o.zip"] = "zip\n" }
  local O, H = cdk.BundlingOutput, cdk.AssetHashType
  asset("Source", { bundling = bundling(out) })
  asset("Custom", { bundling = bundling(out), asset_hash = "abc" })
  asset("Output", { bundling = bundling(out), asset_hash_type = H.OUTPUT })
  asset("Archive", { bundling = bundling(zip, { command = { "z" } }) })
  asset("ArchiveOutput", { bundling = bundling(zip, { command = { "zo" } }), asset_hash_type = H.OUTPUT })
  asset("Single", { bundling = bundling({ plain = "p" }, { command = { "s" }, output_type = O.SINGLE_FILE }) })
  asset("SingleOutput", {
    bundling = bundling({ ["o.md"] = "p" }, { command = { "so" }, output_type = O.SINGLE_FILE }),
    asset_hash_type = H.OUTPUT,
  })
  asset("NotArchived", { bundling = bundling(zip, { command = { "n" }, output_type = O.NOT_ARCHIVED }) })
  asset("Full", {
    bundling = bundling(out, {
      bundling_file_access = cdk.BundlingFileAccess.VOLUME_COPY, command = { "a", 'é"' }, entrypoint = {},
      environment = { B = "1", A = "2", PIP_INDEX_URL = "https://me:secret@Example.com:443",
        PIP_EXTRA_INDEX_URL = "https://me@host/x" },
      network = "host", output_type = O.AUTO_DISCOVER, platform = "linux/arm64", security_opt = "no-new-privileges",
      user = "0:0", volumes_from = { "v" }, working_directory = "/w",
      volumes = { { container_path = "/c", host_path = "/h", consistency = cdk.DockerVolumeConsistency.CACHED } },
    }),
  })
end

function cases.bundling_skipped(app)
  app.node:set_context("aws:cdk:bundling-stacks", { "Other*" })
  local stack, other = cdk.Stack(app, "S"), cdk.Stack(app, "OtherStack")
  for _, scope in ipairs { stack, other } do
    s3_assets.Asset(scope, "Source", { path = FIXTURES .. "/bundle", bundling = bundling { ["o.txt"] = "out\n" } })
    s3_assets.Asset(scope, "Output", {
      path = FIXTURES .. "/bundle", bundling = bundling { ["o.txt"] = "out\n" },
      asset_hash_type = cdk.AssetHashType.OUTPUT,
    })
  end
end

function cases.staging_disabled(app)
  app.node:set_context("aws:cdk:disable-asset-staging", true)
  local stack = cdk.Stack(app, "S")
  fn(stack, "F", lambda.Code.from_asset(FIXTURES .. "/fn"))
  fn(stack, "Z", lambda.Code.from_asset(FIXTURES .. "/fn.zip"))
  image_fn(stack, "I", lambda.Code.from_asset_image(FIXTURES .. "/image"))
end

-- ---------------------------------------------------------------------------------------------------------------------

local root = require("luacdk.assets").cwd()

local function parse(file)
  return assembly.parse_json((luacdk.read(file):gsub(root:gsub("%p", "%%%0"), "$ROOT")))
end

local function add_warnings(metadata, list)
  for where, entries in pairs(metadata) do
    for _, entry in ipairs(entries) do
      local id = entry.type == "aws:cdk:warning" and entry.data:match "%[ack: (.-)%]"
      if id and not OUR_WARNINGS[id] then list[#list + 1] = where .. " " .. id end
    end
  end
end

-- The same of an assembly as the recorder keeps.
local function read_assembly(folder)
  local result = { templates = {}, assets = {}, warnings = {}, staged = {} }
  for _, name in ipairs(luacdk.list(folder)) do
    local file = folder .. "/" .. name
    local shown = name:gsub("^assembly%-[^/]*/", "%0")
    local template = shown:match "^(.*)%.template%.json$"
    local manifest = shown:match "^(.*)%.assets%.json$"
    if shown:find "^asset%." then
      if shown:sub(-1) ~= "/" or shown:find "/.*/$" then
        result.staged[#result.staged + 1] = shown:gsub("/$", "")
      end
    elseif template then
      result.templates[template] = parse(file)
    elseif manifest then
      result.assets[manifest] = parse(file)
    elseif shown:find "manifest%.json$" then
      for _, artifact in pairs(parse(file).artifacts) do add_warnings(artifact.metadata or {}, result.warnings) end
    end
  end
  table.sort(result.warnings)
  table.sort(result.staged)
  return result
end

local function count(map)
  local n = 0
  for _ in pairs(map) do n = n + 1 end
  return n
end

describe("lambda.Code and assets give what the reference gives:", function()
  for _, file in ipairs(luacdk.list(RECORDED)) do
    local name = file:match "^(.*)%.json$"
    describe(name, function()
      local expected, actual

      setup(function()
        expected = assembly.parse_json(luacdk.read(RECORDED .. "/" .. file))
        table.sort(expected.staged)
        cdk.AssetStaging.clear_asset_hash_cache()
        local folder = luacdk.folder()
        local app = cdk.App { outdir = folder, context = { ["aws:cdk:disable-runtime-family"] = true } }
        assert(cases[name], "no Lua twin for " .. name)(app)
        app:synth()
        actual = read_assembly(folder)
        luacdk.remove(folder)
      end)

      for _, part in ipairs { "templates", "assets", "warnings", "staged" } do
        it(part, function()
          -- As text: the order of keys counts too.
          for key, value in pairs(expected[part]) do
            assert.equal(assembly.print_json(value, 1), assembly.print_json(actual[part][key], 1))
          end
          assert.equal(count(expected[part]), count(actual[part]))
        end)
      end
    end)
  end
end)
