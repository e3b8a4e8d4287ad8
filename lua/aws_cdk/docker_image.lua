--- Images that are used while a program is synthesised.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local process = require "luacdk.process"
local asset_json = require "aws_cdk.private.asset_json"
local dry_run = require "aws_cdk.private.dry_run"
local pending = require "aws_cdk.private.pending"
local sorted_keys = engine.keys
local cdk = require "aws_cdk"

local docker = process.docker
local fail = engine.fail

-- { key, value, key, value, … } for a map: the form that docker's argument builders take.
local function pairs_of(map)
  if not map then return nil end
  local flat = {}
  for _, key in ipairs(sorted_keys(map)) do
    flat[#flat + 1] = tostring(key)
    flat[#flat + 1] = tostring(map[key])
  end
  return flat
end

local function strings_of(values)
  if not values then return nil end
  local strings = {}
  for i, value in ipairs(values) do strings[i] = tostring(value) end
  return strings
end

-- With SELinux a container can see only labelled volumes.
local function has_selinux()
  return process.run { argv = { "selinuxenabled" }, stdout = "stderr", stderr = "inherit" }.status == 0
end

--- An image by its name.
local BundlingDockerImage = engine.class "aws_cdk.BundlingDockerImage"

function BundlingDockerImage:init(image, image_hash)
  self.image = image
  self._image_hash = image_hash
end

--- The image in hashes: its own hash if it was built here, else its name.
function BundlingDockerImage:to_json()
  return self._image_hash or self.image
end

-- Builds an image that is due when it is needed; nil and a report if that fails.
local function make_ready(self)
  local build = self._build_later
  self._build_later = nil
  if build then return build() end
  return true
end

-- Runs the image; nil and a report if that fails.
local function run(self, options)
  local ready, why = make_ready(self)
  if not ready then return nil, why end
  local volumes = options.volumes
  return docker.exec(docker.run_args {
    image = self.image,
    security_opt = options.security_opt,
    network = options.network,
    platform = options.platform,
    user = options.user,
    volumes_from = strings_of(options.volumes_from),
    volumes = volumes,
    environment = pairs_of(options.environment),
    working_directory = options.working_directory,
    entrypoint = strings_of(options.entrypoint),
    command = strings_of(options.command),
    selinux = volumes and #volumes > 0 and has_selinux() or false,
  })
end

--- Runs the image in a container that is removed afterwards. Its output goes to stderr; a failure is an error. In a dry
--- run nothing runs.
function BundlingDockerImage:run(options)
  options = options or {}
  if dry_run.makes_nothing() then return end
  local ok, report = run(self, options)
  if not ok then fail(nil, "%s", report) end
end

--- Like run; for a user's image class uses its own `run`. Returns true, or nil and a report.
function BundlingDockerImage:_try_run(options)
  if self.run == BundlingDockerImage.run then return run(self, options) end
  local ok, message = pcall(self.run, self, options)
  if not ok then return nil, tostring(message) end
  return true
end

--- Copies files out of the image, into a new temporary folder unless one is given. Returns the folder; in a dry run it
--- does not exist yet.
function BundlingDockerImage:cp(image_path, output_path)
  if dry_run.makes_nothing() then
    local seed = self:to_json() .. ":" .. image_path
    local folder = output_path or assets.path.join(cdk.FileSystem.tmpdir, "cdk-docker-cp-" .. assets.sha256(seed))
    dry_run.note_future(folder, seed)
    return folder
  end
  local ready, why = make_ready(self)
  if not ready then fail(nil, "%s", why) end
  local text, report = docker.exec(docker.create_args(self.image), true)
  if not text then fail(nil, "%s", report) end
  local container = docker.container_id(text)
  if not container then
    fail(nil, "%s create %s should have printed a container id, but "
      .. "printed %s", docker.program(), self.image, engine.display(text))
  end
  local from = container .. ":" .. image_path
  local to = output_path or cdk.FileSystem.mkdtemp "cdk-docker-cp-"
  local copied, copy_report = docker.exec(docker.cp_args(from, to))
  local removed, remove_report = docker.exec(docker.rm_args(container, true))
  if not removed then fail(nil, "%s", remove_report) end
  if not copied then fail(nil, "cannot copy files from %s to %s: %s", from, to, copy_report) end
  return to
end

--- Like cp, but if some stacks are left out of the run, copies the files only if a stack that is written uses them.
function BundlingDockerImage:_cp_when_needed(image_path, output_path)
  if not pending.is_on() then return self:cp(image_path, output_path) end
  local folder = output_path or cdk.FileSystem.mkdtemp "cdk-docker-cp-"
  pending.add(folder, { self:to_json(), image_path }, function() self:cp(image_path, folder) end)
  return folder
end

--- An image from a registry, or one built here.
local DockerImage = engine.class("aws_cdk.DockerImage", BundlingDockerImage)

function DockerImage.from_registry(image)
  return DockerImage(image)
end

local function cache_options(options)
  if not options then return nil end
  local result = {}
  for i, option in ipairs(options) do
    result[i] = { type = option.type, params = pairs_of(option.params) }
  end
  return result
end

-- Builds the image unless it exists; if some stacks are left out of the run, only when it is needed. `options` may
-- contain the image_path and output_path of lambda.Code's from_docker_build, which count in the tag.
function DockerImage._build(path, options)
  local file = options.file
  if file and assets.path.is_absolute(file) then
    fail(nil, "file must be relative to the build directory, got %s", engine.display(file))
  end
  local hash, message = assets.fingerprint(path, { extra_hash = asset_json.build_options(options) })
  if not hash then fail(nil, "%s", message) end
  local tag = "cdk-" .. hash
  if dry_run.makes_nothing() then return DockerImage(tag, hash) end
  local image = DockerImage(tag, hash)
  local function build()
    local has_contexts = options.build_contexts and next(options.build_contexts) ~= nil
    -- The files of other contexts are not part of any hash.
    if not has_contexts and docker.succeeds(docker.inspect_args(tag)) then return true end
    return docker.exec(docker.build_args {
      tag = tag,
      path = path,
      file = file and file ~= "" and assets.path.join(path, file) or nil,
      platform = options.platform,
      network = options.network,
      target = options.target_stage,
      cache_from = cache_options(options.cache_from),
      cache_to = options.cache_to and cache_options { options.cache_to }[1],
      no_cache = options.cache_disabled,
      build_args = pairs_of(options.build_args),
      build_contexts = pairs_of(options.build_contexts),
    })
  end
  if pending.is_on() then
    image._build_later = build
  else
    local ok, report = build()
    if not ok then fail(nil, "%s", report) end
  end
  return image
end

--- Builds the Dockerfile in a directory. The image is tagged by the hash of directory and options.
function DockerImage.from_build(path, options)
  return DockerImage._build(path, options or {})
end

BundlingDockerImage.from_registry = DockerImage.from_registry
BundlingDockerImage.from_asset = DockerImage.from_build

return {
  BundlingDockerImage = BundlingDockerImage,
  DockerImage = DockerImage,
}
