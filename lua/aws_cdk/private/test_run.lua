--- Apps made in tests are written to temporary folders that are removed with the run, never to the project's cdk.out.
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"

local test_run = {}

local folder, count = nil, 0
local forced = false

--- Calls `f`, whose apps count as a test's, whoever runs it.
function test_run.call(f, ...)
  local before = forced
  local restore <close> = setmetatable({}, { __close = function() forced = before end }) -- luacheck: ignore
  forced = true
  local result = f(...)
  return result
end

-- Removes the folder when the Lua state is closed.
local Remover = { __gc = function(self) assets.remove_tree(self.folder) end }

--- Where to write a new app; nil unless it belongs to a test, that is, to a program run by busted.
function test_run.outdir()
  if not (forced or package.loaded.busted) then return nil end
  folder = folder or setmetatable({ folder = cdk.FileSystem.mkdtemp "luacdk-test-" }, Remover)
  count = count + 1
  return folder.folder .. "/" .. count
end

return test_run
