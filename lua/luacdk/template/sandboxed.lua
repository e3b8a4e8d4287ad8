--- The way into the sandbox: definitions, values files and `build` go through here.
local inputs = require "luacdk.inputs"
local sandbox = require "luacdk.sandbox"
local settings = require "luacdk.settings"
local source = require "luacdk.template.source"

local sandboxed = {}

local trusted = false

--- Calls f, and trusts what it runs: a test is as much its user's own as the definition that it looks at.
function sandboxed.trusting(f, ...)
  local before = trusted
  local restore <close> = setmetatable({}, { __close = function() trusted = before end }) -- luacheck: ignore
  trusted = true
  local result = f(...)
  return result
end

--- The folder that files must be below; nil when what runs is trusted.
function sandboxed.root(folder)
  local options = settings.definition
  if trusted or options and options.trust then return nil end
  return require("luacdk.assets").path.resolve(folder)
end

--- A definition lies in the folder: its functions will be called with that as theirs.
function sandboxed.announce(folder) sandbox.announce(folder) end

--- Calls a function of a definition under the limits; its errors pass through.
function sandboxed.call(folder, f, ...)
  local results = table.pack(sandbox.call({ root = folder, trust = trusted or nil }, f, ...))
  if not results[1] then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

--- Loads a Lua file that is part of a definition and lies at or below `folder`; returns what it returns.
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

--- Ends the limits of what was called so far, until the next call. The guard stays: what came of untrusted code is in
--- this process still.
function sandboxed.rest() pcall(sandbox.rest) end

--- Notes a file that the run depends on.
function sandboxed.input(path) inputs.add(path) end

return sandboxed
