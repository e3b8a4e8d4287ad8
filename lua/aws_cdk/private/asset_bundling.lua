--- Bundling: filling a folder from a source directory, with the user's own function or in a container.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local docker = require("luacdk.process").docker

local INPUT_DIR = "/asset-input"
local OUTPUT_DIR = "/asset-output"

local asset_bundling = { INPUT_DIR = INPUT_DIR, OUTPUT_DIR = OUTPUT_DIR }

local function user_of(options)
  local user = options.user
  return user and user ~= "" and user or docker.user()
end

local function run_options(options, user)
  return {
    command = options.command,
    user = user,
    environment = options.environment,
    entrypoint = options.entrypoint,
    working_directory = options.working_directory or INPUT_DIR,
    security_opt = options.security_opt,
    platform = options.platform,
  }
end

-- Both directories are mounted.
local function bind_mount(source, output, options)
  local run = run_options(options, user_of(options))
  run.volumes = {
    { host_path = source, container_path = INPUT_DIR },
    { host_path = output, container_path = OUTPUT_DIR },
    table.unpack(options.volumes or {}),
  }
  run.volumes_from = options.volumes_from
  run.network = options.network
  return options.image:_try_run(run)
end

-- Files are copied through two volumes, for a docker that cannot see our folders. If a step fails, the rest does not
-- run and what exists stays for inspection.
local function volume_copy(source, output, options)
  local suffix = docker.unique_suffix()
  local input_volume, output_volume = "assetInput" .. suffix, "assetOutput" .. suffix
  local container = "copyContainer" .. suffix
  local user = user_of(options)
  local run = run_options(options, user)
  run.volumes = options.volumes
  run.volumes_from = { container, table.unpack(options.volumes_from or {}) }
  local helper = docker.helper_args(container, input_volume, output_volume, INPUT_DIR, OUTPUT_DIR, user)
  local steps = {
    docker.volume_args("create", input_volume),
    docker.volume_args("create", output_volume),
    helper,
    docker.cp_args(source .. "/.", container .. ":" .. INPUT_DIR),
    "run",
    docker.cp_args(container .. ":" .. OUTPUT_DIR .. "/.", output),
    docker.rm_args(container),
    docker.volume_args("rm", input_volume),
    docker.volume_args("rm", output_volume),
  }
  for _, argv in ipairs(steps) do
    local ok, report
    if argv == "run" then
      ok, report = options.image:_try_run(run)
    else
      ok, report = docker.exec(argv)
    end
    if not ok then return nil, report end
  end
  return true
end

--- The user's own bundler, if any.
function asset_bundling.local_bundler(options)
  return options["local"]
end

--- Fills `output` from `source`. Returns "local" if the user's own bundler did it, else "docker"; nil and why if it
-- failed.
function asset_bundling.bundle(source, output, options)
  local bundler = asset_bundling.local_bundler(options)
  if bundler then
    local ok, done = pcall(bundler.try_bundle, bundler, output, options)
    if not ok then return nil, tostring(done) end
    if done ~= nil and type(done) ~= "boolean" then
      return nil, ("try_bundle must return true if it filled the folder, else false, got %s")
        :format(engine.display(done))
    end
    if done then return "local" end
  end
  local way = options.bundling_file_access == "VOLUME_COPY" and volume_copy or bind_mount
  local ok, report = way(source, output, options)
  if not ok then return nil, report end
  return "docker"
end

--- The only file that a bundling produced, or nil: there must be no other entry. With `archives_only` only archives
--- count.
function asset_bundling.single_file(directory, archives_only)
  local names = assets.list(directory) or {}
  if #names ~= 1 then return nil end
  local path = assets.path.join(directory, names[1])
  if not assets.is_file(path) then return nil end
  if archives_only and not assets.is_archive_extension(assets.extension(names[1])) then return nil end
  return path
end

return asset_bundling
