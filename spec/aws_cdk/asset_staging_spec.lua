-- Staging and bundling: what is refused, what is left in the folder, and the helpers around files.
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local luacdk = require "spec.support.luacdk"
local s3_assets = require "aws_cdk.aws_s3_assets"

local folders = {}

local function folder(files)
  local path = luacdk.folder(files)
  folders[#folders + 1] = path
  return path
end

local function new_stack(outdir, context)
  return cdk.Stack(cdk.App { outdir = outdir or folder(), context = context }, "S")
end

local image = cdk.DockerImage.from_registry "alpine"

local function writer(files)
  return {
    try_bundle = function(_, dir, options)
      assert.equal(image, options.image)
      for name, text in pairs(files) do luacdk.write(dir .. "/" .. name, text) end
      return true
    end,
  }
end

local function stage(options, outdir, context)
  options.source_path = options.source_path or folder { ["a.txt"] = "hi\n" }
  return cdk.AssetStaging(new_stack(outdir, context), "A", options)
end

teardown(function()
  for _, path in ipairs(folders) do luacdk.remove(path) end
end)

describe("AssetStaging", function()
  it("bundles in a folder of the output itself, so that paths in what is made are the same again", function()
    local outdir, made = folder(), nil
    local bundler = { try_bundle = function(_, output)
      made = output
      luacdk.write(output .. "/map", "x")
      return true
    end }
    stage({ bundling = { image = image, ["local"] = bundler }, asset_hash_type = "output" }, outdir)
    assert.matches("^bundling%-temp%-%x+%-building$", made:sub(#assets.realpath(outdir) + 2))
    assert.is_false(assets.exists(made))
  end)

  it("takes away what a bundling left that was killed", function()
    local outdir = folder { ["asset.1f-building/half"] = "", ["asset.1f/whole"] = "", ["building"] = "" }
    stage({ asset_hash = "x" }, outdir)
    assert.is_false(assets.exists(outdir .. "/asset.1f-building"))
    assert.is_true(assets.exists(outdir .. "/asset.1f/whole"))
    assert.is_true(assets.exists(outdir .. "/building"))
  end)

  it("has the hashes that the reference has for bundled assets", function()
    local skipped = { ["aws:cdk:bundling-stacks"] = { "Other" } }
    assert.equal("681aa7c77c06f5964a04f7a4b7d6c037938c6d8c580e0a77a174091e1a0dee0e",
      stage({ bundling = { image = image } }, nil, skipped).asset_hash)
    assert.equal("4ba950999b648c0bafa78899a8d2bbf70d4df6e153b2e6910a4b37ef2f41878d",
      stage({ bundling = { image = image }, asset_hash = "abc" }, nil, skipped).asset_hash)
    local bundling = { image = image, local_ = writer { ["o.txt"] = "out\n" } }
    assert.equal("64cafebe60a61cdea66dfc42454e96a2ad6f246524a3a98c564d633bc849836b",
      stage({ bundling = bundling, asset_hash_type = cdk.AssetHashType.OUTPUT }).asset_hash)
  end)

  it("refuses hash types that do not go together", function()
    assert.error_matches(function() stage { asset_hash = "x", asset_hash_type = cdk.AssetHashType.SOURCE } end,
      "%[S/A%] asset_hash_type 'source' cannot be combined with asset_hash")
    assert.error_matches(function() stage { asset_hash_type = cdk.AssetHashType.CUSTOM } end, "needs an asset_hash")
    assert.error_matches(function() stage { asset_hash_type = cdk.AssetHashType.OUTPUT } end, "output of bundling")
  end)

  it("hashes a custom hash instead of using it", function()
    local staging = stage { asset_hash = "v1" }
    assert.equal(assets.sha256 "v1", staging.asset_hash)
    assert.equal(staging.asset_hash, staging.source_hash)
    assert.equal(staging.absolute_staged_path, staging.staged_path)
  end)

  it("refuses a source that is neither file nor directory", function()
    local dir = folder()
    os.execute("mkfifo " .. dir .. "/fifo")
    assert.error_matches(function() stage { source_path = dir .. "/fifo" } end, "fifo")
  end)

  it("must be inside of an app", function()
    assert.has_error(function()
      cdk.AssetStaging(cdk.Stack(nil, "Alone"), "A", { source_path = "no/such" })
    end)
  end)

  it("refuses links out of the source when told to", function()
    local dir = folder { ["in/a"] = "1", out = "2" }
    assert(assets.symlink("../out", dir .. "/in/link"))
    local options = { source_path = dir .. "/in", follow = cdk.SymlinkFollowMode.BLOCK_EXTERNAL }
    assert.error_matches(function() stage(options) end, "%[S/A%] .*link")
    options.exclude = { "link" }
    assert.no_error(function() stage(options) end)
  end)

  it("gives an absolute path when nothing is copied", function()
    local dir = folder { a = "1" }
    local staging = stage({ source_path = dir }, nil, { ["aws:cdk:disable-asset-staging"] = true })
    assert.equal(dir, staging:relative_staged_path(cdk.Stack.of(staging)))
  end)

  it("reads changed files again once the cache is cleared", function()
    local dir, outdir = folder { a = "1" }, folder()
    local first = stage({ source_path = dir }, outdir).asset_hash
    luacdk.write(dir .. "/a", "22")
    assert.equal(first, stage({ source_path = dir }, outdir).asset_hash)
    cdk.AssetStaging.clear_asset_hash_cache()
    assert.not_equal(first, stage({ source_path = dir }, outdir).asset_hash)
  end)
end)

describe("bundling", function()
  it("is not run again while its output is there", function()
    local dir, outdir = folder { a = "1" }, folder()
    local calls = 0
    local bundler = { try_bundle = function(_, output)
      calls = calls + 1
      luacdk.write(output .. "/o", "1")
      return true
    end }
    for _ = 1, 2 do
      stage({ source_path = dir, bundling = { image = image, local_ = bundler } }, outdir)
      cdk.AssetStaging.clear_asset_hash_cache()
    end
    assert.equal(1, calls)
  end)

  it("is run again when its output has other permissions than it had", function()
    local dir, outdir = folder { a = "1" }, folder()
    local calls = 0
    local bundler = { try_bundle = function(_, output)
      calls = calls + 1
      luacdk.write(output .. "/o", "1")
      return true
    end }
    for _ = 1, 2 do
      stage({ source_path = dir, bundling = { image = image, local_ = bundler } }, outdir)
      cdk.AssetStaging.clear_asset_hash_cache()
      os.execute("chmod 600 " .. outdir .. "/asset.*/o")
    end
    assert.equal(2, calls)
  end)

  it("needs a directory, an output, and one file where one is expected", function()
    local file = folder { ["a.txt"] = "1" } .. "/a.txt"
    assert.error_matches(function()
      stage { source_path = file, bundling = { image = image, local_ = writer {} } }
    end, "only a directory can be bundled")
    assert.error_matches(function() stage { bundling = { image = image, local_ = writer {} } } end,
      "%[S/A%] bundling did not produce any output")
    local two = writer { ["a.zip"] = "1", ["b.zip"] = "2" }
    assert.error_matches(function()
      stage { bundling = { image = image, local_ = two, output_type = cdk.BundlingOutput.ARCHIVED } }
    end, "exactly one file, an archive")
    assert.error_matches(function()
      stage { bundling = { image = image, local_ = two, output_type = cdk.BundlingOutput.SINGLE_FILE } }
    end, "exactly one file")
  end)

  it("refuses an output that is a link", function()
    local linker = { try_bundle = function(_, dir) return assets.symlink("/etc/passwd", dir .. "/p.zip") end }
    assert.error_matches(function() stage { bundling = { image = image, local_ = linker } } end, "symbolic link")
  end)

  it("that raises is reported with the place of its output", function()
    local broken = { try_bundle = function() error("no compiler", 0) end }
    assert.error_matches(function() stage { bundling = { image = image, local_ = broken } } end,
      "%[S/A%] bundling of asset S/A failed: no compiler")
  end)

  it("says whether it did it by true or false, nothing else", function()
    local wordy = { try_bundle = function() return "yes" end }
    assert.error_matches(function() stage { bundling = { image = image, local_ = wordy } } end,
      "try_bundle must return true if it filled the folder, else false, got 'yes'")
  end)

  it("takes what the bundler made in a folder that all may write to", function()
    local mode
    local looker = { try_bundle = function(_, dir)
      mode = assets.stat(dir).mode & tonumber("777", 8)
      luacdk.write(dir .. "/o", "1")
      return true
    end }
    stage { bundling = { image = image, local_ = looker } }
    assert.equal(tonumber("777", 8), mode)
  end)

  it("hides the password of a package index from the hash, and refuses what is no URL", function()
    local function hash(url)
      return stage({ source_path = "spec/fixtures/lambda_code/bundle", bundling = {
        image = image, environment = { PIP_INDEX_URL = url }, local_ = writer { o = "1" },
      } }).asset_hash
    end
    assert.equal(hash "https://me:one@host/simple", hash "https://me:two@host/simple")
    assert.not_equal(hash "https://me:one@host/simple", hash "https://you:one@host/simple")
    assert.error_matches(function() hash "no url" end, "PIP_INDEX_URL must be a URL")
  end)

  it("needs the image", function()
    assert.error_matches(function() stage { bundling = { local_ = writer { o = "1" } } } end, "image")
  end)
end)

describe("s3_assets.Asset", function()
  it("names the synthesizer whose answer it cannot use", function()
    local Odd = cdk.DefaultStackSynthesizer:extend "Odd"
    function Odd.add_file_asset() return { bucket_name = "b" } end
    local stack = cdk.Stack(cdk.App { outdir = folder() }, "S", { synthesizer = Odd() })
    assert.error_matches(function() s3_assets.Asset(stack, "A", { path = folder { a = "1" } }) end,
      "Odd:add_file_asset%(%) must return a table with the string object_key, got nil")
  end)
end)

describe("FileSystem", function()
  it("hashes, copies, makes and removes", function()
    local dir = folder { ["a.txt"] = "hello", ["s/b.md"] = "b" }
    assert.equal("76fc49a89ad00e8763960ecdd250c747c70ac8142c5932286682fdb58d212429",
      cdk.FileSystem.fingerprint(dir, { exclude = { "s" } }))
    local copy = cdk.FileSystem.mkdtemp "luacdk-spec-"
    folders[#folders + 1] = copy
    assert.equal(cdk.FileSystem.tmpdir .. "/luacdk-spec-", copy:sub(1, -7))
    assert.is_true(cdk.FileSystem.is_empty(copy))
    cdk.FileSystem.copy_directory(dir, copy, { exclude = { "*.txt" } })
    assert.same({ "s/", "s/b.md" }, luacdk.list(copy))
    cdk.FileSystem.rmrf(copy .. "/s")
    cdk.FileSystem.rmrf(copy .. "/s")
    assert.is_true(cdk.FileSystem.is_empty(copy))
    assert.error_matches(function() cdk.FileSystem.fingerprint "/no/such/file" end, "/no/such/file")
    assert.error_matches(function() cdk.FileSystem.fingerprint(dir, { exlude = {} }) end, "exclude")
  end)

  it("counts patterns from the root it is given", function()
    local dir, copy = folder { ["s/a"] = "1", ["s/t/b"] = "2", ["t/c"] = "3" }, folder()
    cdk.FileSystem.copy_directory(dir .. "/s", copy, { exclude = { "s/t" } }, dir)
    assert.same({ "a" }, luacdk.list(copy))
  end)
end)

describe("IgnoreStrategy", function()
  it("tells which paths are left out", function()
    local glob = cdk.IgnoreStrategy.glob("/root", { "*.txt" })
    assert.is_true(glob:ignores "/root/s/a.txt")
    assert.is_false(glob:ignores "/root/s/a.md")
    glob:add "*.md"
    assert.is_true(glob:ignores "/root/s/a.md")
    local docker = cdk.IgnoreStrategy.docker("/root", { "s", "!s/a" })
    assert.is_false(docker:completely_ignores "/root/s")
    assert.is_true(docker:ignores "/root/s/b")
    local git = cdk.IgnoreStrategy.from_copy_options({ ignore_mode = cdk.IgnoreMode.GIT, exclude = { "d/" } }, "/root")
    assert.is_true(git:completely_ignores "/root/x/d")
    assert.is_false(git:ignores "/root/d")
  end)

  it("takes absolute paths only", function()
    assert.error_matches(function() cdk.IgnoreStrategy.git("root", {}) end, "must be an absolute path, got 'root'")
    assert.error_matches(function() cdk.IgnoreStrategy.git("/root", {}):ignores "a" end, "absolute path is expected")
  end)

  it("can be of the user's own", function()
    local Mine = cdk.IgnoreStrategy:extend "Mine"
    function Mine.ignores(_, path) return path == "/x" end
    assert.is_true(Mine():completely_ignores "/x")
  end)
end)
