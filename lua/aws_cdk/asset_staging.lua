--- Assets: hashing a file or directory and putting it into the output folder.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local asset_bundling = require "aws_cdk.private.asset_bundling"
local asset_json = require "aws_cdk.private.asset_json"
local dry_run = require "aws_cdk.private.dry_run"
local known_patterns = require "aws_cdk.private.known_patterns"
local pending = require "aws_cdk.private.pending"
local selection = require "aws_cdk.private.selection"

local Construct = engine.Construct
local fail = engine.fail
local path = assets.path

local ZIP_DIRECTORY, FILE = "zip", "file"
local BUNDLING_ATTEMPTS = 3

local AssetStaging = engine.class("aws_cdk.AssetStaging", Construct)

AssetStaging.BUNDLING_INPUT_DIR = asset_bundling.INPUT_DIR
AssetStaging.BUNDLING_OUTPUT_DIR = asset_bundling.OUTPUT_DIR

-- What was staged in this process, keyed by everything that the result depends on.
local staged_assets = {}

--- Forgets what was staged, so that changed files are read again.
function AssetStaging.clear_asset_hash_cache()
  staged_assets = {}
end

-- ---------------------------------------------------------------------------------------------------------------------
-- Hashes

local function hash_type_of(self, props)
  local given, hash = props.asset_hash_type, props.asset_hash
  if hash == "" then hash = nil end
  if hash and given and given ~= "custom" then
    fail(self, "asset_hash_type %s cannot be combined with asset_hash: -> use AssetHashType.CUSTOM or leave it out",
      engine.display(given))
  end
  if given == "custom" and not hash then
    fail(self, "asset_hash_type CUSTOM needs an asset_hash")
  end
  return given or (hash and "custom" or "source")
end

local function is_output_type(hash_type)
  return hash_type == "output" or hash_type == "bundle"
end

local function fingerprint_options(self, props)
  local salt = self.node:try_get_context "@aws-cdk/core:assetHashSalt"
  local extra = (props.extra_hash or "") .. (salt and tostring(salt) or "")
  local exclude = known_patterns(self, props.exclude) or {}
  return {
    exclude = table.move(exclude, 1, #exclude, 2, { ".is_custom_resource" }),
    ignore_mode = props.ignore_mode,
    follow = props.follow,
    extra_hash = extra ~= "" and extra or nil,
  }
end

local function fingerprint(self, file, options)
  local hash, message = assets.fingerprint(file, options)
  if not hash then fail(self, "%s", message) end
  return hash
end

-- The hash of a bundled asset if it is known before bundling; nil if it is that of the output.
local function hash_before_bundling(self, hash_type, custom, source, options, bundling)
  if is_output_type(hash_type) then return nil end
  local first = hash_type == "custom" and custom or fingerprint(self, source, options)
  return assets.sha256(first .. asset_json.bundling_options(bundling))
end

-- ---------------------------------------------------------------------------------------------------------------------
-- Staging without bundling

local function stage_by_copying(self, request)
  local custom
  if request.hash_type == "custom" then
    custom = assets.sha256(request.custom)
  elseif is_output_type(request.hash_type) then
    fail(self, "asset_hash_type %s hashes the output of bundling: -> give `bundling`, or use SOURCE or CUSTOM",
      engine.display(request.hash_type))
  end
  local options = request.options
  local staged, message = assets.stage {
    source = request.source,
    outdir = request.outdir,
    hash = custom,
    exclude = options.exclude,
    ignore_mode = options.ignore_mode,
    follow = options.follow,
    extra_hash = options.extra_hash,
    disable_copy = request.staging_disabled or request.left_out or dry_run.makes_nothing(),
  }
  if not staged then fail(self, "%s", message) end
  local staged_path = staged.staged_path
  if (request.left_out or dry_run.makes_nothing()) and not request.staging_disabled then
    staged_path = path.join(request.outdir, "asset." .. staged.hash .. staged.extension)
  end
  return {
    hash = staged.hash,
    path = staged_path,
    packaging = staged.is_directory and ZIP_DIRECTORY or FILE,
    is_archive = staged.is_directory or assets.is_archive_extension(staged.extension),
  }
end

-- ---------------------------------------------------------------------------------------------------------------------
-- Staging with bundling

local function check(self, value, message)
  if not value then fail(self, "%s", message) end
  return value
end

-- Bundles into a new folder and returns it. Its name is the reference's, because containers see it.
local function bundle(self, request, hash)
  local folder = check(self, assets.new_folder(request.outdir,
    (hash and "asset." .. hash or "bundling-temp-" .. assets.sha256(request.key)) .. "-building"))
  -- Whichever user the container runs as may write here.
  check(self, assets.chmod(folder, tonumber("777", 8)))
  io.stderr:write("Bundling asset ", self.node.path, "...\n")
  local by, message = asset_bundling.bundle(request.source, folder, request.bundling)
  if not by then
    assets.remove_tree(folder)
    fail(self, "bundling of asset %s failed: %s", self.node.path, message)
  end
  if #check(self, assets.list(folder)) == 0 then
    fail(self, "bundling did not produce any output; -> check that content is written to %s",
      by == "local" and "the folder that try_bundle is given" or asset_bundling.OUTPUT_DIR)
  end
  return folder
end

-- The part of the bundled folder that is the asset: { path, packaging, extension }.
local function bundled_asset(self, request, bundle_dir)
  local output_type = request.bundling.output_type or "auto-discover"
  local file = asset_bundling.single_file(bundle_dir, output_type ~= "single-file")
  if output_type == "auto-discover" then output_type = file and "archived" or "not-archived" end
  if output_type == "not-archived" then
    if request.options.follow == "internal-only" then
      check(self, assets.check_links(bundle_dir, request.link_options))
    end
    return { path = bundle_dir, packaging = ZIP_DIRECTORY, extension = "" }
  end
  if not file then
    fail(self, "output_type %s expects exactly one file%s in the output of bundling", engine.display(output_type),
      output_type == "archived" and ", an archive," or "")
  end
  if assets.lstat(file).type == "link" then fail(self, "the output of bundling cannot be a symbolic link") end
  return { path = file, packaging = FILE, extension = assets.extension(file) }
end

-- Where a bundled asset is staged. A single file without extension has a folder of the same name beside it.
local function bundled_target(request, asset, hash)
  local target = path.join(request.outdir, "asset." .. hash .. asset.extension)
  if asset.packaging == FILE and asset.extension == "" and not is_output_type(request.hash_type) then
    target = target .. "_noext"
  end
  return target
end

-- The asset that an earlier run made from the same input, if it is complete, and where it is.
local function bundled_before(self, request, hash)
  local bundle_dir = path.join(request.outdir, "asset." .. hash)
  if not assets.is_bundle(bundle_dir) then return nil end
  local asset = bundled_asset(self, request, bundle_dir)
  local target = bundled_target(request, asset, hash)
  if target ~= bundle_dir and not assets.is_bundle(target) then return nil end
  return asset, target
end

-- Gives the bundled folder or file its name.
local function place_bundled(self, request, folder, asset, hash)
  local target = bundled_target(request, asset, hash)
  check(self, assets.put(asset.path, target))
  if is_output_type(request.hash_type) then return target end
  if asset.packaging == FILE then
    -- Lets a later run that finds the folder know what kind of output it was.
    local bundle_dir = path.join(request.outdir, "asset." .. hash)
    check(self, assets.write_file(asset.path, ""))
    check(self, assets.put(folder, bundle_dir))
    check(self, assets.note_bundle(bundle_dir))
  end
  check(self, assets.note_bundle(target))
  return target
end

-- What the asset will be, as far as that is known before bundling: from an earlier run's output if it exists, otherwise
-- from the options. If the hash will be that of the output, uses the source's until then.
local function foresee_bundled(self, request, hash)
  local bundling = request.bundling
  local bundle_dir = hash and path.join(request.outdir, "asset." .. hash)
  local asset
  if bundle_dir and assets.exists(bundle_dir) then
    asset = bundled_asset(self, request, bundle_dir)
  elseif bundling.output_type == "archived" or bundling.output_type == "single-file" then
    asset = { packaging = FILE, extension = bundling.output_type == "archived" and ".zip" or "" }
  else
    asset = { packaging = ZIP_DIRECTORY, extension = "" }
  end
  hash = hash or hash_before_bundling(self, "source", nil, request.source, request.options, bundling)
  return {
    hash = hash,
    path = path.join(request.outdir, "asset." .. hash .. asset.extension),
    packaging = asset.packaging,
    is_archive = bundling.output_type ~= "single-file",
  }
end

-- Bundles the source that the hash describes: if it changes in the meantime, bundles again.
local function bundle_unchanged(self, request, hash)
  for _ = 1, BUNDLING_ATTEMPTS do
    local folder = bundle(self, request, hash)
    local asset = bundled_asset(self, request, folder)
    if not hash then return asset, folder, fingerprint(self, asset.path, request.options) end
    local now = hash_before_bundling(self, request.hash_type, request.custom, request.source, request.options,
      request.bundling)
    if now == hash then return asset, folder, hash end
    assets.remove_tree(folder)
    hash = now
  end
  fail(self, "%s changes while it is being bundled; -> run again once it is finished", request.source)
end

local function stage_by_bundling(self, request)
  local bundling, hash_type = request.bundling, request.hash_type
  if not assets.is_directory(request.source) then
    fail(self, "only a directory can be bundled, and %s is not one", request.source)
  end
  if request.skip then
    local custom = request.custom
    if is_output_type(hash_type) then hash_type, custom = "custom", engine.node_unique_id(self) end
    local hash = hash_before_bundling(self, hash_type, custom, request.source, request.options, bundling)
    return { hash = hash, path = request.source, packaging = ZIP_DIRECTORY, is_archive = true }
  end
  local hash = hash_before_bundling(self, hash_type, request.custom, request.source, request.options, bundling)
  if dry_run.makes_nothing() then return foresee_bundled(self, request, hash) end
  local asset, target
  if hash then asset, target = bundled_before(self, request, hash) end
  if not asset then
    local folder
    asset, folder, hash = bundle_unchanged(self, request, hash)
    target = place_bundled(self, request, folder, asset, hash)
  end
  return {
    hash = hash,
    path = target,
    packaging = asset.packaging,
    is_archive = bundling.output_type ~= "single-file",
  }
end

-- ---------------------------------------------------------------------------------------------------------------------
-- Staging what is not there yet

-- An asset of a file or folder that a program would have made by now.
local function stage_future(request, future)
  local extension = assets.extension(request.source)
  local is_archive = assets.is_archive_extension(extension)
  if not is_archive then extension = "" end
  local hash = request.custom and assets.sha256(request.custom)
    or assets.sha256(future .. (request.options.extra_hash or ""))
  return {
    hash = hash,
    path = path.join(request.outdir, "asset." .. hash .. extension),
    packaging = is_archive and FILE or ZIP_DIRECTORY,
    is_archive = true,
  }
end

-- ---------------------------------------------------------------------------------------------------------------------
-- The construct

local function cache_key(request, props, future)
  local bundling = request.bundling
  return table.concat({
    request.outdir,
    request.source,
    bundling and asset_json.bundling_options(bundling) or "",
    bundling and tostring(asset_bundling.local_bundler(bundling) or "") or "",
    request.hash_type,
    request.custom or "",
    request.options.extra_hash or "",
    table.concat(props.exclude or {}, "\0"),
    props.ignore_mode or "",
    tostring(request.skip),
    tostring(request.staging_disabled),
    tostring(request.left_out),
    tostring(dry_run.makes_nothing()),
    future or "",
  }, "\1")
end

function AssetStaging:init(scope, id, props)
  Construct.init(self, scope, id)
  local source = path.resolve(props.source_path)
  self.source_path = source
  local left_out = not selection.needs(self)
  local future = dry_run.future_hash(source) or pending.provide(source, not left_out)
  if not future and not assets.exists(source) then fail(self, "cannot find asset at %s", source) end
  local link_options = { exclude = props.exclude, ignore_mode = props.ignore_mode }
  if props.follow == "internal-only" and assets.is_directory(source) then
    check(self, assets.check_links(source, link_options))
  end
  local stage = engine.stage_of(self)
  local outdir = stage and stage.asset_outdir
  if not outdir then
    fail(self, "there is no output folder: -> assets must be made inside an App or Stage")
  end
  local hash_type = hash_type_of(self, props)
  local bundling = props.bundling
  local request = {
    source = source,
    outdir = path.resolve(outdir),
    bundling = bundling,
    hash_type = hash_type,
    custom = hash_type == "custom" and props.asset_hash or nil,
    options = fingerprint_options(self, props),
    link_options = link_options,
    skip = bundling ~= nil and (left_out or not engine.stack_of(self).bundling_required),
    left_out = left_out,
    staging_disabled = self.node:try_get_context "aws:cdk:disable-asset-staging" and true or false,
  }
  if dry_run.makes_nothing() then self._request = request end -- for whoever explains the asset
  request.key = cache_key(request, props, future)
  local staged = staged_assets[request.key]
  if not staged then
    staged = future and stage_future(request, future)
      or (bundling and stage_by_bundling or stage_by_copying)(self, request)
    staged_assets[request.key] = staged
  end
  if dry_run.makes_nothing() and (future or bundling and is_output_type(hash_type) and not request.skip) then
    dry_run.foresee(self)
  end
  self.asset_hash = staged.hash
  self.absolute_staged_path = staged.path
  self.packaging = staged.packaging
  self.is_archive = staged.is_archive
  self._asset_outdir = request.outdir
  self._staging_disabled = request.staging_disabled
end

AssetStaging.get.staged_path = function(self) return self.absolute_staged_path end
AssetStaging.get.source_hash = function(self) return self.asset_hash end

--- The staged path in manifests of the stack's stage: relative to that stage's folder, or absolute for an asset that
-- was not copied to the output.
function AssetStaging:relative_staged_path(stack)
  local staged = self.absolute_staged_path
  local stage = engine.stage_of(stack)
  if not stage or self._staging_disabled or not path.is_within(self._asset_outdir, staged) then return staged end
  return path.relative(stage.outdir, staged)
end

return { AssetStaging = AssetStaging }
