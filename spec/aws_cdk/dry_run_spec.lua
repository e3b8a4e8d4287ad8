-- Dry runs: the same templates and manifests, and nothing on disk. Docker is absent where the specs run, so starting
-- it would fail.
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local cr = require "aws_cdk.custom_resources"
local ecr_assets = require "aws_cdk.aws_ecr_assets"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local s3_assets = require "aws_cdk.aws_s3_assets"
local settings = require "luacdk.settings"
local luacdk = require "spec.support.luacdk"

local FIXTURES = "spec/fixtures/lambda_code"

local folder

local function fn(scope, id, code)
  return lambda.Function(scope, id, { code = code, handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X })
end

-- An app with every kind of asset whose source alone decides its hash.
local function make_app(outdir)
  local app = cdk.App { outdir = outdir }
  local stack = cdk.Stack(app, "S")
  fn(stack, "Folder", lambda.Code.from_asset(FIXTURES .. "/fn"))
  fn(stack, "Archive", lambda.Code.from_asset(FIXTURES .. "/fn.zip"))
  s3_assets.Asset(stack, "File", { path = "spec/fixtures/web_app/server.js" })
  s3_assets.Asset(stack, "Salted", { path = FIXTURES .. "/fn", exclude = { "*.md" } })
  ecr_assets.DockerImageAsset(stack, "Image", { directory = FIXTURES .. "/image" })
  ecr_assets.TarballImageAsset(stack, "Tarball", { tarball_file = FIXTURES .. "/image.tar" })
  cr.AwsCustomResource(stack, "Call", {
    on_create = { service = "S3", action = "listBuckets", physical_resource_id = cr.PhysicalResourceId.of "id" },
    policy = cr.AwsCustomResourcePolicy.from_sdk_calls { resources = { "*" } },
  })
  s3.Bucket(stack, "Emptied", { removal_policy = cdk.RemovalPolicy.DESTROY, auto_delete_objects = true })
  local nested = cdk.NestedStack(stack, "Nested")
  s3.Bucket(nested, "Inside")
  fn(cdk.Stack(cdk.Stage(app, "Prod"), "S"), "Folder", lambda.Code.from_asset(FIXTURES .. "/fn"))
  return app
end

local function files_below(path, prefix, files)
  for _, name in ipairs(assets.list(path)) do
    if not name:find "^asset%." then
      local file = path .. "/" .. name
      if assets.is_directory(file) then
        files_below(file, prefix .. name .. "/", files)
      else
        files[prefix .. name] = assets.read_file(file)
      end
    end
  end
  return files
end

local function new_stack()
  return cdk.Stack(cdk.App { outdir = folder .. "/cdk.out" }, "S")
end

describe("dry_run", function()
  before_each(function()
    folder = luacdk.folder()
    settings.dry_run = true
  end)

  after_each(function()
    settings.dry_run, settings.previewing = nil, nil
    luacdk.remove(folder)
  end)

  it("leads to the same templates and asset manifests as synthesis, and writes none of them", function()
    local seen, written
    for _, dry in ipairs { true, false } do -- one line that makes both: metadata name it
      settings.dry_run, settings.previewing = dry, dry
      local app = make_app(folder .. "/cdk.out")
      app:synth()
      if dry then
        assert.same({}, luacdk.list(folder))
        seen = app._assembly_builder._output.files
      else
        written = files_below(folder .. "/cdk.out", "", {})
      end
    end
    assert.is_string(written["S.template.json"])
    for name, text in pairs(written) do
      if name:find "%.template%.json$" or name:find "%.assets%.json$" then assert.equal(text, seen[name], name) end
    end
    for name in pairs(seen) do assert.is_string(written[name], name) end
  end)

  it("lets a script synthesise, into nothing", function()
    local app = make_app(folder .. "/cdk.out")
    local result = app:synth()
    assert.same({}, luacdk.list(folder))
    assert.error_matches(function() return result.stacks end,
      "'stacks' of the assembly cannot be read: synth%(%) writes nothing in a dry run; :tpl shows the templates")
    assert.error_matches(function() result.x = 1 end, "cannot be set: synth%(%) writes nothing in a dry run")
    s3.Bucket(app.node:find_child "S", "Later")
    app:synth()
  end)

  describe("of what a program would make", function()
    it("never bundles: the source decides the hash, or stands in for the output", function()
      local bundled = false
      local bundler = { try_bundle = function()
        bundled = true
        return true
      end }
      local function asset(id, more)
        local props = { path = FIXTURES .. "/bundle",
          bundling = { image = cdk.DockerImage.from_registry "none", ["local"] = bundler, command = { "x" } } }
        for name, value in pairs(more or {}) do props[name] = value end
        return s3_assets.Asset(new_stack(), id, props)
      end
      local by_source = asset("Source")
      local by_output = asset("Output", { asset_hash_type = cdk.AssetHashType.OUTPUT })
      assert.is_false(bundled)
      assert.same({}, luacdk.list(folder))
      assert.equal(by_source.asset_hash, by_output.asset_hash)
      assert.is_true(by_output.is_zip_archive)

      settings.dry_run = nil
      bundler.try_bundle = function(_, output)
        assets.write_file(output .. "/out", "made")
        return true
      end
      assert.equal(by_source.asset_hash, asset("Source").asset_hash)
      local real = asset("Output", { asset_hash_type = cdk.AssetHashType.OUTPUT })
      assert.is_not_equal(by_output.asset_hash, real.asset_hash)
    end)

    it("knows what an earlier run bundled", function()
      local function asset()
        return s3_assets.Asset(new_stack(), "A", { path = FIXTURES .. "/bundle", bundling = {
          image = cdk.DockerImage.from_registry "none",
          ["local"] = { try_bundle = function(_, output)
            assets.write_file(output .. "/out.zip", "made")
            return true
          end },
        } })
      end
      assert.is_false(asset().is_file)
      settings.dry_run = nil
      assert.is_true(asset().is_file)
      settings.dry_run = true
      assert.is_true(asset().is_file)
    end)

    it("runs no custom command", function()
      local output = folder .. "/built"
      local code = lambda.Code.from_custom_command(output, { "sh", "-c", "mkdir " .. output })
      local stack = new_stack()
      local hash = fn(stack, "F", code).node:find_child("Code").asset_hash
      assert.equal(64, #hash)
      assert.same({}, luacdk.list(folder))
      -- Another command makes something else.
      code = lambda.Code.from_custom_command(output, { "sh", "-c", "mkdir -p " .. output })
      assert.is_not_equal(hash, fn(stack, "G", code).node:find_child("Code").asset_hash)
      -- What there is counts.
      luacdk.write(output .. "/index.js", "text")
      fn(stack, "H", lambda.Code.from_custom_command(output, { "false" }))
      assert.equal(s3_assets.Asset(stack, "Built", { path = output }).asset_hash,
        stack.node:find_child("H").node:find_child("Code").asset_hash)
    end)

    it("still refuses a command that is none", function()
      assert.error_matches(function() lambda.Code.from_custom_command("out", {}) end, "command must name a program")
    end)

    it("builds no image and takes nothing out of one", function()
      local stack = new_stack()
      local code = lambda.Code.from_docker_build(FIXTURES .. "/image")
      assert.equal(64, #fn(stack, "F", code).node:find_child("Code").asset_hash)
      local image = cdk.DockerImage.from_build(FIXTURES .. "/image")
      assert.matches("^cdk%-%x+$", image.image)
      image:run { command = { "false" } }
      assert.equal(folder .. "/taken", image:cp("/x", folder .. "/taken"))
      assert.same({}, luacdk.list(folder))
    end)

    it("takes a future archive for one", function()
      local output = folder .. "/built.zip"
      local code = lambda.Code.from_custom_command(output, { "make" })
      assert.is_true(fn(new_stack(), "F", code).node:find_child("Code").is_file)
    end)
  end)

  it("refuses an asset that nobody makes", function()
    assert.error_matches(function() s3_assets.Asset(new_stack(), "A", { path = folder .. "/none" }) end,
      "cannot find asset at")
  end)
end)
