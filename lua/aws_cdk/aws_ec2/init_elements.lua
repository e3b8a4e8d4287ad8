--- The elements of a CloudFormation::Init configuration.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local base64 = require "aws_cdk.private.base64"
local deep_merge = require "aws_cdk.aws_ec2.private.deep_merge"

local fail, display, ordered = engine.fail, engine.display, engine.ordered

-- ServiceManager.
local MANAGERS = { [0] = "sysvinit", [1] = "windows", [2] = "systemd" }

local function class(name, base) return engine.class("aws_cdk.aws_ec2." .. name, base) end

local InitElement = class "InitElement"

function InitElement.init() end

local function numbered(index) return ("%03d"):format(index) end

-- ---- restarts -------------------------------------------------------------------------------------------------------

local InitServiceRestartHandle = class "InitServiceRestartHandle"

--- Restarts a service when an element that has the handle changes something.
function InitServiceRestartHandle:init() self._lists = {} end

function InitServiceRestartHandle:_add(kind, key)
  local list = self._lists[kind] or {}
  list[#list + 1] = key
  self._lists[kind] = list
end

function InitServiceRestartHandle:_add_package(package_type, key)
  local packages = self._packages or ordered()
  self._packages = packages
  local list = packages[package_type] or {}
  list[#list + 1] = key
  packages[package_type] = list
end

local function tell(handles, kind, key)
  for _, handle in ipairs(handles or {}) do handle:_add(kind, key) end
end

-- ---- commands -------------------------------------------------------------------------------------------------------

local InitCommandWaitDuration = class "InitCommandWaitDuration"

function InitCommandWaitDuration.init() end

local function wait_of(seconds)
  local wait = InitCommandWaitDuration()
  wait._seconds = seconds
  return wait
end

--- Waits for a duration after the command.
function InitCommandWaitDuration.of(duration) return wait_of(duration:to_seconds()) end

--- Does not wait.
function InitCommandWaitDuration.none() return wait_of(0) end

--- Waits until the machine has started again.
function InitCommandWaitDuration.forever() return wait_of "forever" end

local InitCommand = class("InitCommand", InitElement)
InitCommand.element_type = "COMMAND"

function InitCommand:init(command, options) self._command, self._options = command, options or {} end

--- Runs a line of the shell.
function InitCommand.shell_command(shell_command, options) return InitCommand(shell_command, options) end

--- Runs a program with arguments.
function InitCommand.argv_command(argv, options)
  if not engine.is_unresolved(argv) and #argv == 0 then fail(nil, "argv_command needs a program, got an empty list") end
  return InitCommand(argv, options)
end

function InitCommand:_bind(bind_options)
  local options = self._options
  local key = options.key ~= "" and options.key or numbered(bind_options.index)
  local wait = options.wait_after_completion
  if wait and not bind_options.windows then
    fail(bind_options.scope, "the command %s: wait_after_completion is only for Windows", display(self._command))
  end
  tell(options.service_restart_handles, "commands", key)
  return { config = ordered(key, ordered(
    "command", self._command, "env", options.env and engine.map(options.env), "cwd", options.cwd,
    "test", options.test_cmd, "ignoreErrors", options.ignore_errors, "waitAfterCompletion", wait and wait._seconds)) }
end

-- ---- files ----------------------------------------------------------------------------------------------------------

local function s3_authentication(role, bucket_name)
  return ordered("S3AccessCreds", ordered(
    "type", "S3", "roleName", role.role_ref.role_name, "buckets", { bucket_name }))
end

-- What an object of a bucket gives to an element: `where(url)` is its configuration.
local function from_object_of(bucket, key, bind_options, where)
  bucket:grant_read(bind_options.instance_role, key)
  return {
    config = where(bucket:url_for_object(key)),
    authentication = s3_authentication(bind_options.instance_role, bucket.bucket_name),
  }
end

-- The same of an asset.
local function from_asset_of(asset, bind_options, where)
  asset:grant_read(bind_options.instance_role)
  return {
    config = where(asset.http_url), asset_hash = asset.asset_hash,
    authentication = s3_authentication(bind_options.instance_role, asset.s3_bucket_name),
  }
end

-- An asset in the stack; its id contains what is already there.
local function new_asset(scope, target, props)
  local id = assets.md5(table.concat(l2.pluck(scope.node.children, "node.path"), ",")) .. target .. "Asset"
  return require("aws_cdk.aws_s3_assets").Asset(scope, id, props)
end

local InitFile = class("InitFile", InitElement)
InitFile.element_type = "FILE"

function InitFile:init(file_name, options) self._file_name, self._options = file_name, options or {} end

-- The configuration of a file with the given content, a list of names and values.
local function file_config(self, bind_options, ...)
  local options = self._options
  local row = ordered(...)
  if bind_options.windows then
    if options.group or options.owner or options.mode then
      fail(bind_options.scope, "the file %s: Windows has no group, owner or mode", display(self._file_name))
    end
  else
    row.mode = options.mode ~= "" and options.mode or "000644"
    row.owner = options.owner ~= "" and options.owner or "root"
    row.group = options.group ~= "" and options.group or "root"
  end
  return ordered(self._file_name, row)
end

function InitFile:_bind(bind_options)
  tell(self._options.service_restart_handles, "files", self._file_name)
  return self._give(bind_options)
end

-- A file whose content `give(file, bind_options)` says.
local function file_of(file_name, options, give)
  local file = InitFile(file_name, options)
  file._give = function(bind_options) return give(file, bind_options) end
  return file
end

--- A file with the given content.
function InitFile.from_string(file_name, content, options)
  if content == "" then fail(nil, "the file %s: content must not be empty", display(file_name)) end
  return file_of(file_name, options, function(self, bind_options)
    local encoding = self._options.base64_encoded and "base64" or "plain"
    return { config = file_config(self, bind_options, "content", content, "encoding", encoding) }
  end)
end

--- A symbolic link.
function InitFile.symlink(file_name, target, options)
  local all = l2.with({}, options)
  if all.mode and all.mode ~= "" and all.mode:sub(1, 3) ~= "120" then
    fail(nil, "the mode of a symbolic link must start with 120, got %s", display(all.mode))
  end
  all.mode = all.mode ~= "" and all.mode or "120644"
  return InitFile.from_string(file_name, target, all)
end

--- A JSON file.
function InitFile.from_object(file_name, obj, options)
  return file_of(file_name, options, function(self, bind_options)
    return { config = file_config(self, bind_options, "content", engine.map(obj)) }
  end)
end

--- A file with the content of a file of this machine, written into the template.
function InitFile.from_file_inline(target_file_name, source_file_name, options)
  local content, reason = assets.read_file(source_file_name)
  if not content then fail(nil, "cannot read %s: %s", display(source_file_name), reason) end
  return InitFile.from_string(target_file_name, options and options.base64_encoded and base64(content) or content,
    options)
end

--- A file that the machine downloads.
function InitFile.from_url(file_name, url, options)
  return file_of(file_name, options, function(self, bind_options)
    return { config = file_config(self, bind_options, "source", url) }
  end)
end

--- A file out of a bucket.
function InitFile.from_s3_object(file_name, bucket, key, options)
  return file_of(file_name, options, function(self, bind_options)
    return from_object_of(bucket, key, bind_options, function(url)
      return file_config(self, bind_options, "source", url)
    end)
  end)
end

-- The options that the asset of a file accepts.
local ASSET_OPTIONS = {
  "asset_hash", "asset_hash_type", "bundling", "deploy_time", "display_name", "exclude", "extra_hash",
  "follow_symlinks", "ignore_mode", "readers", "source_kms_key",
}

--- A file of this machine, uploaded as an asset.
function InitFile.from_asset(target_file_name, path, options)
  return file_of(target_file_name, options, function(self, bind_options)
    local props = { path = path }
    for _, name in ipairs(ASSET_OPTIONS) do props[name] = self._options[name] end
    local asset = new_asset(bind_options.scope, target_file_name, props)
    return from_asset_of(asset, bind_options, function(url) return file_config(self, bind_options, "source", url) end)
  end)
end

--- A file that is an asset already.
function InitFile.from_existing_asset(target_file_name, asset, options)
  return file_of(target_file_name, options, function(self, bind_options)
    return from_asset_of(asset, bind_options, function(url) return file_config(self, bind_options, "source", url) end)
  end)
end

-- ---- groups and users -----------------------------------------------------------------------------------------------

local InitGroup = class("InitGroup", InitElement)
InitGroup.element_type = "GROUP"

function InitGroup:init(group_name, group_id) self._name, self._id = group_name, group_id end

--- A group.
function InitGroup.from_name(group_name, group_id) return InitGroup(group_name, group_id) end

function InitGroup:_bind(bind_options)
  if bind_options.windows then fail(bind_options.scope, "cfn-init cannot create groups on Windows") end
  return { config = ordered(self._name, ordered("gid", self._id)) }
end

local InitUser = class("InitUser", InitElement)
InitUser.element_type = "USER"

function InitUser:init(user_name, options) self._name, self._options = user_name, options or {} end

--- A user. Options: user_id, groups, home_dir.
function InitUser.from_name(user_name, options) return InitUser(user_name, options) end

function InitUser:_bind(bind_options)
  if bind_options.windows then fail(bind_options.scope, "cfn-init cannot create users on Windows") end
  local options = self._options
  return { config = ordered(self._name, ordered(
    "uid", options.user_id, "groups", options.groups and engine.list(options.groups), "homeDir", options.home_dir)) }
end

-- ---- packages -------------------------------------------------------------------------------------------------------

local InitPackage = class("InitPackage", InitElement)
InitPackage.element_type = "PACKAGE"

function InitPackage:init(type, versions, package_name, service_handles)
  self._type, self._versions, self._name, self._handles = type, versions, package_name, service_handles
end

--- The package's versions, after its name.
function InitPackage:_render_package_versions()
  local versions = self._versions
  return #versions > 0 and versions or deep_merge.EMPTY
end

function InitPackage:_bind(bind_options)
  if bind_options.windows ~= (self._type == "msi") then
    fail(bind_options.scope, "packages of type %s cannot be installed here: Windows takes only msi, other "
      .. "systems anything else",
      self._type)
  end
  local name = self._name
  if name == nil or name == "" then
    if self._type ~= "rpm" and self._type ~= "msi" then
      fail(bind_options.scope, "packages of type %s need a name", self._type)
    end
    name = numbered(bind_options.index)
  end
  for _, handle in ipairs(self._handles or {}) do handle:_add_package(self._type, name) end
  return { config = ordered(self._type, ordered(name, self:_render_package_versions())) }
end

-- Packages by name, of any of `options.version`.
for method, type in pairs { yum = "yum", ruby_gem = "rubygems", python = "python", apt = "apt" } do
  InitPackage[method] = function(package_name, options)
    options = options or {}
    return InitPackage(type, options.version or {}, package_name, options.service_restart_handles)
  end
end

--- A package of RPM at a URL.
function InitPackage.rpm(location, options)
  options = options or {}
  return InitPackage("rpm", { location }, options.key, options.service_restart_handles)
end

local MsiPackage = class("MsiInitPackage", InitPackage)

function MsiPackage:_render_package_versions() return self._versions[1] end

--- A package of Windows at a URL.
function InitPackage.msi(location, options)
  options = options or {}
  return MsiPackage("msi", { location }, options.key, options.service_restart_handles)
end

-- ---- services -------------------------------------------------------------------------------------------------------

local InitService = class("InitService", InitElement)
InitService.element_type = "SERVICE"

function InitService:init(service_name, options) self._name, self._options = service_name, options end

--- Starts a service, now and with the machine.
function InitService.enable(service_name, options)
  local all = l2.with({}, options)
  if all.ensure_running == nil then all.ensure_running = all.enabled end
  if all.ensure_running == nil then all.ensure_running = true end
  if all.enabled == nil then all.enabled = true end
  return InitService(service_name, all)
end

function InitService:_bind(bind_options)
  local options = self._options
  local manager = options.service_manager or (bind_options.windows and 1 or 0)
  local row = ordered("enabled", options.enabled, "ensureRunning", options.ensure_running)
  local handle = options.service_restart_handle
  if handle then
    -- One by one: the order is part of the fingerprint.
    row.commands = handle._lists.commands
    row.files = handle._lists.files
    row.packages = handle._packages
    row.sources = handle._lists.sources
  end
  return { config = ordered(MANAGERS[manager], ordered(self._name, row)) }
end

local function must_be_absolute(path, what)
  if path:sub(1, 1) ~= "/" then fail(nil, "%s must be an absolute path, got %s", what, display(path)) end
end

--- The file that makes a program a service of systemd.
function InitService.systemd_config_file(service_name, options)
  must_be_absolute(options.command, "command")
  local lines = { "[Unit]" }
  local function add(name, value)
    if value ~= nil and value ~= "" then lines[#lines + 1] = name .. "=" .. tostring(value) end
  end
  add("Description", options.description)
  if options.after_network ~= false then add("After", "network.target") end
  lines[#lines + 1] = "[Service]"
  add("ExecStart", options.command)
  add("WorkingDirectory", options.cwd)
  add("User", options.user)
  -- The group is written as the library writes it: with the name of the user.
  if options.group ~= nil and options.group ~= "" then
    lines[#lines + 1] = "Group=" .. (options.user and tostring(options.user) or "undefined")
  end
  if options.keep_running ~= false then add("Restart", "always") end
  for _, file in ipairs(options.environment_files or {}) do
    must_be_absolute(file, "each of environment_files")
    add("EnvironmentFile", file)
  end
  local variables = options.environment_variables or {}
  for _, name in ipairs(engine.keys(variables)) do
    lines[#lines + 1] = ('Environment="%s=%s"'):format(name, tostring(variables[name]))
  end
  lines[#lines + 1] = "[Install]"
  lines[#lines + 1] = "WantedBy=multi-user.target"
  return InitFile.from_string(("/etc/systemd/system/%s.service"):format(service_name), table.concat(lines, "\n"))
end

-- ---- archives -------------------------------------------------------------------------------------------------------

local InitSource = class("InitSource", InitElement)
InitSource.element_type = "SOURCE"

function InitSource:init(target_directory, service_handles)
  self._directory, self._handles = target_directory, service_handles
end

function InitSource:_bind(bind_options)
  tell(self._handles, "sources", self._directory)
  return self._give(bind_options)
end

-- An archive that `give(bind_options, where)` says; `where(url)` is the configuration.
local function source_of(directory, options, give)
  local source = InitSource(directory, options and options.service_restart_handles)
  local function where(url) return ordered(directory, url) end
  source._give = function(bind_options) return give(bind_options, where) end
  return source
end

--- An archive that the machine downloads.
function InitSource.from_url(target_directory, url, options)
  return source_of(target_directory, options, function(_, where) return { config = where(url) } end)
end

--- A repository of GitHub at a branch, tag or commit.
function InitSource.from_git_hub(target_directory, owner, repo, ref_spec, options)
  return InitSource.from_url(target_directory,
    ("https://github.com/%s/%s/tarball/%s"):format(owner, repo, ref_spec or "master"), options)
end

--- An archive out of a bucket.
function InitSource.from_s3_object(target_directory, bucket, key, options)
  return source_of(target_directory, options, function(bind_options, where)
    return from_object_of(bucket, key, bind_options, where)
  end)
end

--- A folder or archive of this machine, uploaded as an asset.
function InitSource.from_asset(target_directory, path, options)
  return source_of(target_directory, options, function(bind_options, where)
    return from_asset_of(new_asset(bind_options.scope, target_directory, { path = path }), bind_options, where)
  end)
end

--- An archive that is an asset already.
function InitSource.from_existing_asset(target_directory, asset, options)
  return source_of(target_directory, options, function(bind_options, where)
    return from_asset_of(asset, bind_options, where)
  end)
end

return {
  InitCommand = InitCommand, InitCommandWaitDuration = InitCommandWaitDuration, InitElement = InitElement,
  InitFile = InitFile, InitGroup = InitGroup, InitPackage = InitPackage, InitService = InitService,
  InitServiceRestartHandle = InitServiceRestartHandle, InitSource = InitSource, InitUser = InitUser,
}
