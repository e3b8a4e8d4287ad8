--- `luacdk init`: called by src/cli/init.c. Without `folder` it only looks whether `target` has a file of the project
--- already; with it, it writes the project's files there. Returns whether it could.
local assets = require "luacdk.assets"

local texts = require "luacdk.project.texts"

-- "my-shop" → "MyShop": what CloudFormation takes as the name of a stack.
local function stack_name(folder)
  local name = ""
  for word in folder:gmatch "%w+" do name = name .. word:sub(1, 1):upper() .. word:sub(2) end
  if not name:find "^%a" then name = "App" .. name end
  return name:sub(1, 100)
end

local function complain(format, ...)
  io.stderr:write("luacdk: ", format:format(...), "\n")
  return false
end

-- Links count even if what they point to is missing.
local function check(target, names)
  local present = {}
  for _, name in ipairs(names) do
    if assets.lstat(target .. "/" .. name) then present[#present + 1] = name end
  end
  if #present == 0 then return true end
  return complain("%s already has %s; nothing was written", target, table.concat(present, ", "))
end

local function write(folder, files, names)
  for _, name in ipairs(names) do
    local path = folder .. "/" .. name
    local ok, why = assets.mkdirs(assets.path.dirname(path))
    if ok then ok, why = assets.write_file(path, files[name]) end
    if not ok then return complain("%s", why) end
  end
  return true
end

return function(options)
  local files = texts[options.template](stack_name(options.name), options.definitions)
  local names = {}
  for name in pairs(files) do names[#names + 1] = name end
  table.sort(names)
  if options.folder then return write(options.folder, files, names) end
  return check(options.target, names)
end
