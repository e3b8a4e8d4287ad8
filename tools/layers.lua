-- Checks that nothing reaches up: run by `make lint` as `luacdk tools/layers.lua`.
--
-- In C a room may include headers of rooms below it and its own, and no two files include each other, be it through
-- others; X.h and X.c are one:
--   base < assets, assembly, schema < document < object < check < synth < l1 < api < lambda < host < embed < repl < cli
-- and only from object upwards does Lua's API exist, whose unchecked functions only src/object/raw.c names. In Lua,
-- constructs stands on the engine, the core (lua/aws_cdk) on constructs, the services (lua/aws_cdk/aws_…) on the core;
-- the session (lua/luacdk/repl) may look at everything. No files need each other in a circle before they are whole, be
-- it by `require` or by a class of another module that is named outside functions: that would show as a module that is
-- `true`, or as a class that is not there yet.

local engine = require "luacdk.engine"

local LEVEL = {
  base = 1, assets = 2, assembly = 2, schema = 2, document = 3, object = 4, check = 5, synth = 6, l1 = 7, api = 8,
  lambda = 9, host = 10, embed = 11, repl = 12, cli = 13,
}
local LOWEST_WITH_LUA = LEVEL.object

-- Parts of the core's folder that stand on services.
local SERVICE_LIKE = {
  l2 = true, custom_resources = true, pipelines = true, triggers = true, cloudformation_include = true,
  cloud_assembly_schema = true, lambda_layer_awscli = true, lambda_layer_node_proxy_agent = true,
}

local problems = 0

local function problem(file, line, text, ...)
  problems = problems + 1
  print(("%s:%d: %s"):format(file, line, text:format(...)))
end

local function each_line(file, visit)
  local number = 0
  for line in io.lines(file) do
    number = number + 1
    visit(line, number)
  end
end

local function each_file(pattern, visit)
  local pipe = assert(io.popen("find " .. pattern .. " | LC_ALL=C sort"))
  for file in pipe:lines() do visit(file) end
  pipe:close()
end

-- ---- circles --------------------------------------------------------------------------------------------------------

--- Names each circle of `edges` (name → { name it needs = line }) once.
local function report_circles(edges, what)
  local state = {} -- "open" while on the way, "done" behind it
  local function visit(name, way)
    if state[name] == "done" or not edges[name] then return end
    if state[name] == "open" then
      local from = 1
      while way[from] ~= name do from = from + 1 end
      print(("%s: a circle of %s: %s -> %s"):format(edges[name].file, what, table.concat(way, " -> ", from), name))
      problems = problems + 1
      return
    end
    state[name] = "open"
    way[#way + 1] = name
    for other in pairs(edges[name].needs) do visit(other, way) end
    way[#way] = nil
    state[name] = "done"
  end
  local names = {}
  for name in pairs(edges) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do visit(name, {}) end
end

-- ---- C --------------------------------------------------------------------------------------------------------------

local includes = {} -- what each pair of files, X.h and X.c, includes

local function check_include(file, line, room, included)
  local pair, other_pair = file:match "^src/(.+)%.[ch]$", included:match "^(.+)%.h$"
  includes[pair] = includes[pair] or { file = file, needs = {} }
  if other_pair ~= pair then includes[pair].needs[other_pair] = true end
  local level = LEVEL[room]
  local other = included:match "^([%w_]+)/"
  if not LEVEL[other] then
    problem(file, line, "include \"%s\" by its room: \"room/file.h\"", included)
  elseif other ~= room and LEVEL[other] >= level then
    problem(file, line, "src/%s includes %s, which is not below it", room, included)
  end
end

each_file("src -mindepth 2 -name '*.[ch]'", function(file)
  local room = file:match "^src/([^/]+)/"
  if not LEVEL[room] then
    problem(file, 1, "src/%s has no place among the rooms: see tools/layers.lua", room)
    return
  end
  each_line(file, function(text, line)
    local own = text:match '^%s*#%s*include%s+"([^"]+)"'
    local system = text:match "^%s*#%s*include%s+<([^>]+)>"
    if own then check_include(file, line, room, own) end
    local of_lua = system == "lua.h" or system == "lauxlib.h" or system == "lualib.h"
    if (text:find "unchecked_" or text:find "__real_") and file ~= "src/object/raw.c" then
      problem(file, line, "only src/object/raw.c may pass by the checks of raw access")
    end
    if of_lua and LEVEL[room] < LOWEST_WITH_LUA then
      problem(file, line, "src/%s knows no Lua: <%s>", room, system)
    end
  end)
end)

report_circles(includes, "files that include each other")

-- ---- Lua ------------------------------------------------------------------------------------------------------------

--- The level of the part of the library that a module belongs to: native, constructs, core, a service (definitions
--- stand beside them) or the session.
local function level_of(module)
  if module == "luacdk" or module == "luacdk.globals" then return 4 end -- what users require
  if module:find "^luacdk%.repl" or module:find "^luacdk%.check%f[.\0]" then return 4 end
  if module:find "^luacdk%.import" or module == "luacdk.plan"
    or module == "luacdk.asset.requests" then return 3 end
  if module:find "^luacdk%.handlers" or module:find "^luacdk%.project" then return 3 end
  if module:find "^luacdk%.template%f[.\0]" or module:find "^luacdk%.graph%f[.\0]" then return 3 end
  if module:find "^luacdk%." then return 0 end
  if module == "constructs" or module:find "^constructs%." then return 1 end
  local service = module:match "^aws_cdk%.([%w_]+)"
  if service and (service:find "^aws_" or SERVICE_LIKE[service]) then return 3 end
  if module == "aws_cdk" or service then return 2 end
  return nil
end

local eager = {} -- what each file needs before it can run to its end

-- The file in which a module of the library has a class; nil if the class follows from rows.
local function file_of(module, class)
  local exports = engine.exports(require(module)) or {}
  local file = exports[class]
  return file and (file:find("%.") and file or module .. "." .. file)
end

-- Notes the classes that a line outside functions names: `local Rule = events.Rule`, `engine.class("…", cdk.Resource)`.
local function note_classes(module, text, aliases)
  local runs_at_once = text:find "^[%w_]" and not text:find "^function" and not text:find "function[ (]"
  if not runs_at_once then return end
  for alias, class in text:gmatch "%f[%w_]([%l_][%w_]*)%.(%u%w*)" do
    local file = aliases[alias] and file_of(aliases[alias], class)
    if file and file ~= module then eager[module].needs[file] = true end
  end
end

each_file("lua -name '*.lua'", function(file)
  local module = file:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/", "."):gsub("%.init$", "")
  local level = level_of(module)
  eager[module] = { file = file, needs = {} }
  local aliases = {} -- modules of services by the locals that hold them
  local in_text = false -- between [[ and ]], be it a program that is written for users
  each_line(file, function(text, line)
    if in_text or text:find "= %[%[$" then
      in_text = not text:find "^%]%]"
      return
    end
    local alias, of = text:match '^local ([%w_]+) = require "(aws_cdk[%w_.]*)"'
    local part = alias and of:match "^aws_cdk%.([%w_]+)$"
    if part and (part:find "^aws_" or SERVICE_LIKE[part]) then aliases[alias] = of end
    note_classes(module, text:gsub('"[^"]*"', '""'), aliases)
    local at_once = text:match '^local [%w_, ]+ = require[%s%(]*"([^"]+)"'
    if at_once then eager[module].needs[at_once] = true end
    for required in text:gsub("%-%-.*", ""):gmatch 'require[%s%(]*"([^"]+)"' do
      local other = level_of(required)
      if not other then
        problem(file, line, "'%s' is no part of the library", required)
      elseif other > level then
        problem(file, line, "%s stands below '%s'", module, required)
      end
    end
  end)
end)

report_circles(eager, "files that require each other before they are whole")

if problems > 0 then os.exit(1) end
