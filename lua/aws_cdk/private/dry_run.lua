--- A dry run: a session, or a plan, that only looks at an app. Assets are fingerprinted but never copied; neither
--- docker nor bundling nor a custom command runs; `synth()` writes nothing. Templates are made in a separate process
--- (see luacdk.repl.preview), the only one where `synth()` works, into memory.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local settings = require "luacdk.settings"

local dry_run = {}

--- Whether this is a dry run: no assembly is written.
function dry_run.is_on() return settings.dry_run == true end

--- Whether no asset is copied, built or bundled; a session can enable that with `:stage`.
function dry_run.makes_nothing() return settings.dry_run == true and not settings.staging end

--- Whether this process may synthesise into memory.
function dry_run.is_previewing() return settings.previewing == true end

-- ---- files that are not there yet -----------------------------------------------------------------------------------

-- Absolute path → hash of the input of the future file or folder.
local future_hashes = {}

--- Notes that a program would have made the file or folder `path` from `seed` (a string, or a list of strings).
function dry_run.note_future(path, seed)
  if not dry_run.makes_nothing() then return end
  if type(seed) == "table" then seed = table.concat(seed, "\0") end
  future_hashes[assets.path.resolve(path)] = assets.sha256(seed)
end

--- The hash that represents a file or folder that does not exist yet; nil for one that exists or was not noted.
function dry_run.future_hash(path)
  return dry_run.makes_nothing() and not assets.exists(path) and future_hashes[path] or nil
end

--- Whether a program would write into the file or folder, so that what is there now says nothing.
function dry_run.is_future(path) return future_hashes[assets.path.resolve(path)] ~= nil end

local foreseen = setmetatable({}, { __mode = "k" })

--- Notes that the hash of an asset is provisional.
function dry_run.foresee(construct) foreseen[construct] = true end

--- Whether it is.
function dry_run.is_foreseen(construct) return foreseen[construct] == true end

--- Whether that of any asset is.
function dry_run.has_foreseen() return next(foreseen) ~= nil end

-- ---- apps -----------------------------------------------------------------------------------------------------------

-- By their number. Apps that nobody can reach any more need not be shown.
local apps, app_count = setmetatable({}, { __mode = "v" }), 0

--- Notes an app that might be shown, even for a script that stops for a session only later.
function dry_run.add_app(app)
  app_count = app_count + 1
  apps[app_count] = app
end

--- From now on apps are kept even if nobody can reach them any more.
function dry_run.keep_apps() setmetatable(apps, nil) end

--- All apps, in the order in which they were made.
function dry_run.apps()
  local list = {}
  for number = 1, app_count do list[#list + 1] = apps[number] end
  return list
end

local unwritten = {
  __name = "assembly that is not written",
  __index = function(_, name)
    engine.fail(nil, "'%s' of the assembly cannot be read: synth() writes nothing in a dry run; -> :tpl shows the"
      .. " templates, :synth DIR writes the assembly", tostring(name))
  end,
  __newindex = function(_, name)
    engine.fail(nil, "'%s' of the assembly cannot be set: synth() writes nothing in a dry run", tostring(name))
  end,
}

--- The result of `synth()` instead of an assembly.
function dry_run.assembly() return engine.standin() or setmetatable({}, unwritten) end

--- From now on this process synthesises the app only into memory, even if it was made to be written.
function dry_run.preview(app)
  settings.dry_run, settings.previewing, settings.staging = true, true, nil
  local output = dry_run.output(app._assembly_builder.outdir)
  for _, stage in ipairs(engine.find(app, "stage")) do stage._assembly_builder._output = output end
  return output
end

--- Files of an assembly in memory, instead of the output folder. `path`: where they would be written.
function dry_run.output(path)
  local output = { path = path, files = {} }
  function output:write(name, text) self.files[name] = tostring(text) end
  function output:mkdir() end
  function output:stage() end
  function output:commit() end
  function output:abandon() end
  return output
end

return dry_run
