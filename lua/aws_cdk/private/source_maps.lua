--- Source maps for AWS's language server and explorer. They find source lines only through frames in the languages that
--- they know, but follow source maps: each frame in Lua is followed by one in `cdk.out/app.lua.js`, a file that has
--- nothing but a map from its lines to those of `app.lua`.
local engine = require "luacdk.engine"
local settings = require "luacdk.settings"
local base64 = require "aws_cdk.private.base64"

local M = {}

-- Sources of a map are URLs.
local function url(path)
  return (path:gsub("[^%w/._~-]", function(c) return ("%%%02X"):format(c:byte()) end))
end

-- From the folder of `cdk.out/stacks/net.lua.js` to the working folder.
local function way_back(path)
  local _, folders = path:gsub("/", "")
  return ("../"):rep(folders)
end

local function text(folder, file, last)
  local map = engine.ordered("version", 3, "file", file:match "[^/]*$" .. ".js",
    "sources", engine.list { way_back(folder .. "/" .. file) .. url(file) },
    "names", engine.list {},
    "mappings", "AAAA" .. (";AACA"):rep(last - 1)) -- line n to line n, column 1
  return "//# sourceMappingURL=data:application/json;charset=utf-8;base64," .. base64(engine.json(map)) .. "\n"
end

--- The frames that lead tools to a line of a script: "call (app.lua:4)" and, if it can be mapped, one in app.lua.js.
function M.frames(file, line)
  local frames, lines = { ("call (%s:%d)"):format(file, line) }, engine.mapped_lines()
  if lines and lines[file] then
    lines[file] = math.max(lines[file], line)
    frames[2] = ("luacdk (%s/%s.js:%d:1)"):format(engine.mapped_folder(), file, line)
  end
  return frames
end

--- Writes the maps that the frames recorded so far refer to.
function M.write(builder)
  local folder = engine.mapped_folder()
  if builder.outdir ~= settings.outdir then return end
  local files = {}
  for file in pairs(engine.mapped_lines()) do files[#files + 1] = file end
  table.sort(files)
  for _, file in ipairs(files) do builder:write(file .. ".js", text(folder, file, engine.mapped_lines()[file])) end
end

return M
