local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local sandbox = require "luacdk.sandbox"
local known_patterns = require "aws_cdk.private.known_patterns"

local fail = engine.fail

--- Files and directories, as assets see them.
local FileSystem = engine.class "aws_cdk.FileSystem"

local function check(value, message)
  if not value then fail(nil, "%s", message) end
  return value
end

local function options_of(options)
  return { exclude = known_patterns(nil, options.exclude), follow = options.follow, ignore_mode = options.ignore_mode,
    extra_hash = options.extra_hash }
end

local function temporary_directory()
  for _, name in ipairs { "TMPDIR", "TMP", "TEMP" } do
    local value = os.getenv(name)
    if value and value ~= "" then return value end
  end
  return "/tmp"
end

--- The folder for temporary files, with links resolved. Code in the sandbox can neither use it nor learn where it is.
FileSystem.tmpdir = not sandbox.active() and assets.realpath(temporary_directory()) or "/tmp"

--- Makes a new temporary folder whose name starts with `prefix`.
function FileSystem.mkdtemp(prefix)
  return check(assets.mkdtemp(FileSystem.tmpdir .. "/" .. prefix))
end

--- Hash of the content of a file or directory.
function FileSystem.fingerprint(file_or_directory, options)
  options = options or {}
  return check(assets.fingerprint(file_or_directory, options_of(options)))
end

-- Copies `from`, a directory at or below `root`, with patterns relative to `root`.
local function copy_below(root, from, to, options, ignored)
  check(assets.mkdirs(to))
  for _, name in ipairs(check(assets.list(from))) do
    local source, target = from .. "/" .. name, to .. "/" .. name
    local path = assets.path.relative(root, source)
    local kind = assets.lstat(source).type
    if kind == "link" and options.follow ~= "never" then
      local real = assets.realpath(source)
      local internal = real and assets.path.is_within(root, real)
      local follow = options.follow or "external"
      if real and (follow == "always" or internal == (follow == "internal-only")) then
        kind = assets.stat(source).type
      end
    end
    if kind == "directory" then
      if not ignored:completely_ignores(path) then copy_below(root, source, target, options, ignored) end
    elseif kind == "file" and not ignored:ignores(path) then
      check(assets.copy_file(source, target))
    elseif kind == "link" and not ignored:ignores(path) then
      if options.follow == "internal-only" then
        fail(nil, "%s is an external symbolic link, which follow mode %s forbids", source, options.follow)
      end
      check(assets.symlink(check(assets.readlink(source)), target))
    end
  end
end

--- Copies a directory: what is not excluded, and links according to the follow mode. Patterns are relative to
-- `root_dir`, which is `src_dir` unless given.
function FileSystem.copy_directory(src_dir, dest_dir, options, root_dir)
  options = options or {}
  if not root_dir or assets.path.resolve(root_dir) == assets.path.resolve(src_dir) then
    check(assets.copy_directory(src_dir, dest_dir, options_of(options)))
    return
  end
  if not assets.is_directory(src_dir) then fail(nil, "%s is not a directory", src_dir) end
  local ignored = check(assets.ignore(options.ignore_mode or "glob", options.exclude or {}))
  copy_below(check(assets.realpath(root_dir)), check(assets.realpath(src_dir)), dest_dir, options, ignored)
end

--- Whether a directory is empty.
function FileSystem.is_empty(dir)
  return #check(assets.list(dir)) == 0
end

--- Removes a file, or a directory with everything in it; a missing one is fine.
function FileSystem.rmrf(dirname)
  check(assets.remove_tree(dirname))
end

return { FileSystem = FileSystem }
