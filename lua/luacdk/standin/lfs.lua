--- The part of LuaFileSystem that busted and penlight use; the original is a C module and cannot be loaded into this
--- program.
local assets = require "luacdk.assets"

local lfs = { _VERSION = "luacdk's stand-in" }

local MODES = { file = "file", directory = "directory", link = "link" }

local function attributes(stat_of, path, wanted)
  local stat = stat_of(path)
  if not stat then return nil, ("cannot obtain information from file '%s'"):format(path), 2 end
  local found = type(wanted) == "table" and wanted or {}
  found.mode, found.size = MODES[stat.type] or "other", stat.size
  found.modification = math.floor(stat.mtime or 0)
  found.access, found.change = found.modification, found.modification
  found.permissions = ("%o"):format(stat.mode)
  if type(wanted) == "string" then return found[wanted] end
  return found
end

function lfs.attributes(path, wanted) return attributes(assets.stat, path, wanted) end
function lfs.symlinkattributes(path, wanted) return attributes(assets.lstat, path, wanted) end
function lfs.currentdir() return assets.cwd() end

--- The working folder does not change.
function lfs.chdir(path)
  if assets.path.resolve(path) == assets.cwd() then return true end
  return nil, "luacdk does not change its working folder"
end

function lfs.dir(path)
  local names, why = assets.list(path)
  if not names then error(("cannot open %s: %s"):format(path, why), 2) end
  local all, i = { ".", "..", table.unpack(names) }, 0
  return function()
    i = i + 1
    return all[i]
  end
end

function lfs.mkdir(path)
  if assets.exists(path) then return nil, "File exists", 17 end
  return assets.mkdirs(path)
end

function lfs.rmdir(path) return os.remove(path) end

return lfs
