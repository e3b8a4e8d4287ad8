--- The only way into the sandbox, for definitions, values files and `build`.
local inputs = require "luacdk.inputs"
local sandbox = require "luacdk.sandbox"
local settings = require "luacdk.settings"
local source = require "luacdk.template.source"

local sandboxed = {}

local trusted = false

--- Calls f and trusts everything it runs: a test belongs to the user as much as the definition that it tests.
function sandboxed.trusting(f, ...)
  local before = trusted
  local restore <close> = setmetatable({}, { __close = function() trusted = before end }) -- luacheck: ignore
  trusted = true
  local result = f(...)
  return result
end

--- The folder that files must be below; nil if the running code is trusted.
function sandboxed.root(folder)
  local options = settings.definition
  if trusted or options and options.trust then return nil end
  return require("luacdk.assets").path.resolve(folder)
end

--- Announces a definition in the folder: its functions will be called as code of that folder.
function sandboxed.announce(folder) sandbox.announce(folder) end

--- Calls a function of a definition under the limits; passes its errors on. `sandboxed.handler`, if it is set, turns
--- them into messages.
function sandboxed.call(folder, f, ...)
  local options = { root = folder, trust = trusted or nil, handler = sandboxed.handler }
  local results = table.pack(sandbox.call(options, f, ...))
  if not results[1] then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

--- Loads a Lua file that is part of a definition and in or below `folder`; returns its result.
function sandboxed.load(file, folder, ...)
  local before = source.loading
  local restore <close> = setmetatable({}, { __close = function() source.loading = before end }) -- luacheck: ignore
  source.loading = file
  inputs.add(file)
  local chunk, why = sandbox.load(file, { root = folder, trust = trusted or nil })
  if not chunk then error(why, 0) end
  local result = sandboxed.call(folder, chunk, ...)
  return result
end

--- Ends the limits of what was called so far, until the next call. The guard stays: results of untrusted code are still
--- in this process.
function sandboxed.rest() pcall(sandbox.rest) end

--- Notes a file that the run depends on.
function sandboxed.input(path) inputs.add(path) end

return sandboxed
