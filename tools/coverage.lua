-- How much of the library's model is there: run by `make coverage` as
--
--   luacdk tools/coverage.lua [-- --missing | --markdown | --whole | MODULE …]
--
-- A row a module: how many of the model's L2 classes and of their public members (methods, statics, constants,
-- properties) are there. For the modules named, or all with --missing, what is not there is listed below the row.
-- --markdown prints the table of services for README, --whole the names of the modules all of whose classes are there,
-- with commas between. A property counts as there when it is computed, or when a file of
-- its module, or of a base class's, has a field of that name.
local engine = require "luacdk.engine"

local schema = engine.schema

local function read(path)
  local file = io.open(path, "rb")
  if not file then return "" end
  local text = file:read "a"
  file:close()
  return text
end

local sources = {}

-- The text of all files of a module.
local function source_of(module)
  if not sources[module] then
    local folder = "lua/" .. module:gsub("%.", "/")
    local deep = module == "aws_cdk" and "-maxdepth 1" or ""
    local pipe = assert(io.popen(("find %s %s -name '*.lua' 2>/dev/null"):format(folder, deep)))
    local all = {}
    for path in pipe:lines() do all[#all + 1] = read(path) end
    pipe:close()
    sources[module] = table.concat(all, "\n")
  end
  return sources[module]
end

-- Whether a file of the class's module, or of one of its bases', speaks of a field of that name.
local function is_set(type, name)
  while type do
    local text = source_of(type.module)
    if text:find("%f[%w_]" .. name .. "%f[^%w_]") then return true end
    type = type.base and schema.type(type.base)
  end
  return false
end

local function value_of(table, name)
  local ok, value = pcall(function() return table[name] end)
  return ok and value or nil
end

local function class_of(module, name)
  local found = value_of({ module = require(module) }, "module")
  for step in name:gmatch "[^.]+" do found = found and value_of(found, step) end
  return found
end

local function has(class, type, member)
  if member.static then return value_of(class, member.name) ~= nil or is_set(type, member.name) end
  if engine.has(setmetatable({}, class), member.name) then return true end
  return member.kind ~= "method" and is_set(type, member.name)
end

local function new_row(module)
  return { module = module, classes = 0, classes_there = 0, members = 0, members_there = 0, missing = {} }
end

local function measure(module)
  local row = new_row(module)
  local names, kinds = schema.types(module)
  for i, name in ipairs(names) do
    if kinds[i] == "class" then
      local type = schema.type(module .. "." .. name)
      local class = class_of(module, name)
      row.classes = row.classes + 1
      if class then row.classes_there = row.classes_there + 1 else row.missing[#row.missing + 1] = name end
      for _, member in ipairs(type.members or {}) do
        if not member.protected then
          row.members = row.members + 1
          if class and has(class, type, member) then
            row.members_there = row.members_there + 1
          elseif class then
            row.missing[#row.missing + 1] = name .. (member.static and "." or ":") .. member.name
          end
        end
      end
    end
  end
  return row
end

local function short(module) return module == "aws_cdk" and "aws_cdk (core)" or (module:gsub("^aws_cdk%.", "")) end

local wanted, names_missing, markdown, whole = {}, false, false, false
for _, word in ipairs(arg) do
  if word == "--missing" then names_missing = true
  elseif word == "--markdown" then markdown = true
  elseif word == "--whole" then whole = true
  else wanted[word:find "^aws_cdk" and word or "aws_cdk." .. word] = true end
end

local rows, all = {}, new_row "all"
for _, module in ipairs(schema.modules()) do
  if not next(wanted) or wanted[module] then
    local row = measure(module)
    if row.classes > 0 then
      rows[#rows + 1] = row
      for key, number in pairs(row) do
        if type(number) == "number" then all[key] = all[key] + number end
      end
    end
  end
end

if whole then
  local names = { "core" }
  for _, row in ipairs(rows) do
    if row.classes_there == row.classes and row.module:find "^aws_cdk%." then names[#names + 1] = short(row.module) end
  end
  print(table.concat(names, ","))
  return
end

if markdown then
  print "| module | classes | members |\n|---|---|---|"
  for _, row in ipairs(rows) do
    if row.classes_there > 0 then
      print(("| `%s` | %d of %d | %d %% |"):format(short(row.module), row.classes_there, row.classes,
        math.floor(100 * row.members_there / math.max(1, row.members))))
    end
  end
  return
end

local function show(row)
  print(("%-36s %4d of %4d classes  %5d of %5d members"):format(short(row.module), row.classes_there, row.classes,
    row.members_there, row.members))
end

for _, row in ipairs(rows) do
  show(row)
  if names_missing or next(wanted) then
    for _, name in ipairs(row.missing) do print("    " .. name) end
  end
end
show(all)
