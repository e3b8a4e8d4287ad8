--- The one door to the sandbox: definitions, values files and `build` go through here.
local settings = require "luacdk.settings"
local source = require "luacdk.template.source"

local door = {}

local function sandbox()
  local ok, module = pcall(require, "luacdk.sandbox")
  return ok and module or nil
end

local function is_trusted()
  local options = settings.definition
  return options ~= nil and options.trust == true
end

--- The folder that files must be below; nil when what runs is trusted.
function door.root(folder)
  if is_trusted() then return nil end
  return require("luacdk.assets").path.resolve(folder)
end

--- Loads a Lua file that is part of a definition and lies at or below `folder`; returns what it returns.
function door.load(file, folder)
  local before = source.loading
  local restore <close> = setmetatable({}, { __close = function() source.loading = before end }) -- luacheck: ignore
  source.loading = file
  local box = not is_trusted() and sandbox()
  if box then
    local chunk, why = box.load(file, { root = folder })
    if not chunk then error(why, 0) end
    local result = door.call(folder, chunk)
    return result
  end
  local chunk, why = loadfile(file, "t")
  if not chunk then error(why, 0) end
  local result = chunk()
  return result
end

--- Calls a function of a definition under the limits; its errors pass through.
function door.call(folder, f, ...)
  local box = not is_trusted() and sandbox()
  if not box then return f(...) end
  local results = table.pack(box.call({ root = folder }, f, ...))
  if not results[1] then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

--- Notes a file that the run depends on.
function door.input(path)
  local ok, inputs = pcall(require, "luacdk.inputs")
  if ok then inputs.add(path) end
end

return door
