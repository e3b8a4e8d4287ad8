--- The options of a bundling as JSON, which count in the hash of an asset besides the user's own hash.
local asset_json = require "aws_cdk.private.asset_json"
local l2 = require "aws_cdk.l2"
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local ordered = engine.ordered


local MAPS = { build_args = true, define = true, esbuild_args = true, loader = true }

local converted = {
  docker_image = function(image) return image:to_json() end,
  command_hooks = function() return engine.map {} end,
  environment = asset_json.environment,
  volumes = asset_json.volumes,
}

-- The user's values, under JSON's names, in the order of asset_json.
local function given(props)
  local result = ordered()
  local fields = { table.unpack(engine.schema.type("aws_cdk.aws_lambda_nodejs.BundlingOptions").fields) }
  table.sort(fields, function(a, b) return a.name < b.name end)
  for _, field in ipairs(fields) do
    local value = props[field.name]
    local convert = converted[field.name]
      or type(value) == "table" and (MAPS[field.name] and asset_json.map or asset_json.list)
    if value ~= nil then
      result[field.jsii_name or l2.camel(field.name)] = convert and convert(value) or value
    end
  end
  return result
end

local function runtime_json(runtime)
  return ordered("name", runtime.name, "supportsInlineCode", runtime.supports_inline_code,
    "supportsCodeGuruProfiling", runtime.supports_code_guru_profiling, "supportsSnapStart", runtime.supports_snap_start,
    "family", runtime.family, "bundlingDockerImage", runtime.bundling_docker_image:to_json(),
    "bundlingImage", runtime.bundling_image:to_json(), "isVariable", runtime.is_variable)
end

--- JSON of what bundling.lua keeps of a bundling.
return function(self)
  local props = self.props
  local all = given(props)
  all.entry = props.entry
  all.runtime = runtime_json(props.runtime)
  all.architecture = ordered("name", props.architecture.name, "dockerPlatform", props.architecture.docker_platform)
  all.depsLockFilePath = props.deps_lock_file_path
  all.projectRoot = props.project_root
  local manager = self.manager
  local function list(values) return values and asset_json.list(values) or nil end
  return assembly.print_json(ordered(
    "props", all,
    "image", self.image:to_json(),
    "entrypoint", list(props.entrypoint),
    "command", list(self.command),
    "volumes", props.volumes and asset_json.volumes(props.volumes) or nil,
    "volumesFrom", list(props.volumes_from),
    "environment", props.environment and asset_json.environment(props.environment) or nil,
    "workingDirectory", props.working_directory or "/",
    "user", props.user,
    "securityOpt", props.security_opt,
    "network", props.network,
    "local", not props.force_docker_bundling and engine.map {} or nil,
    "bundlingFileAccess", props.bundling_file_access,
    "projectRoot", self.root,
    "relativeEntryPath", self.entry,
    "relativeTsconfigPath", self.tsconfig,
    "relativeDepsLockFilePath", self.lock_file,
    "externals", list(self.externals),
    "packageManager", ordered(
      "lockFile", manager.lock_file,
      "installCommand", list(manager.install_command),
      "runCommand", list(manager.run_command),
      "argsSeparator", manager.separator)))
end
