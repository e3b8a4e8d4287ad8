-- Runs the one-property programs that tools/properties/generate.js wrote, and compares with the reference's templates:
--
--   luacdk tools/properties/compare.lua -- <luacdk> <node_modules> <folder of .jsonl> <work folder> [failures to show]
--
-- A program that the reference refuses has to be refused. Programs that run in the cloud are the reference's, from its
-- node_modules: nested templates have them, too, and are seen by their hashes alone. Prints a row a module, and the
-- constructs of which the reference refuses every program: their properties are untested until bases.js has what they
-- need. Ends with status 1 when anything differs.
local assembly = require "luacdk.assembly"

local program, modules, folder, work = arg[1], arg[2], arg[3], arg[4]
local most = tonumber(arg[5] or 5)

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  file:close()
end

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text
end

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

-- The template of a program, or nil and what was said on standard error.
local function run(lua, flags)
  local place = ("%s/%s"):format(work, flags)
  write(place .. "/app.lua", lua)
  os.remove(place .. "/cdk.out/S.template.json")
  local pipe = assert(io.popen(("cd %s && %s -q -c %s app.lua 2>&1"):format(quoted(place), quoted(program),
    quoted("luacdk:aws-handlers=" .. modules))))
  local said = pipe:read "a"
  local ok = pipe:close()
  return ok and read(place .. "/cdk.out/S.template.json") or nil, said
end

-- What differs, or nil; whether even the bytes are equal.
local function difference(case)
  local text, said = run(case.lua, case.flags)
  if case.error then
    if not text then return nil end
    return "the reference refuses it: " .. case.error
  end
  if not text then return said end
  local expected = assembly.parse_json(case.template)
  if not same(expected, assembly.parse_json(text)) then return "the templates differ" end
  return nil, text == case.template
end

local function show(case, what)
  print(("--- %s (flags: %s)\n%s\n%s"):format(case.name, case.flags, case.lua, what))
  if case.template and what == "the templates differ" then
    write(work .. "/expected.json", case.template)
    local pipe = assert(io.popen(("diff %s %s/%s/cdk.out/S.template.json"):format(quoted(work .. "/expected.json"),
      quoted(work), case.flags)))
    print(pipe:read "a")
    pipe:close()
  end
end

for _, flags in ipairs { "none", "all" } do
  local place = work .. "/" .. flags
  os.execute(("mkdir -p %s && ln -sfn \"$PWD/spec\" %s"):format(quoted(place), quoted(place .. "/spec")))
end
write(work .. "/all/cdk.json", read(folder .. "/flags.json"))

-- Constructs in the order of their first program; why the reference refuses the first, until one is accepted.
local names, refusals = {}, {}

-- A construct's first program is the one without any property that may be left out, and has its name alone.
local function note_base(case)
  local name = names[#names]
  if not name or case.name:sub(1, #name + 1) ~= name .. "." then name = case.name end
  if refusals[name] == nil then
    names[#names + 1] = name
    refusals[name] = case.error or false
  end
  if not case.error then refusals[name] = false end
end

local failed, shown = 0, 0
local pipe = assert(io.popen("ls " .. quoted(folder) .. "/*.jsonl"))
for path in pipe:lines() do
  local count, equal, identical, refused, absent = 0, 0, 0, 0, 0
  for line in io.lines(path) do
    local case = assembly.parse_json(line)
    count = count + 1
    note_base(case)
    local what, exact = difference(case)
    if not what then
      equal = equal + 1
      if case.error then refused = refused + 1 elseif exact then identical = identical + 1 end
    elseif what:find("is not part of luacdk yet", 1, true) then
      absent = absent + 1
    else
      failed = failed + 1
      if shown < most then
        show(case, what)
        shown = shown + 1
      end
    end
  end
  print(("%-36s %5d of %5d equal (%d byte-identical, %d refused by both), %d need a missing class"):format(
    path:match "([^/]+)%.jsonl$", equal, count, identical, refused, absent))
end
pipe:close()
for _, name in ipairs(names) do
  if refusals[name] then print(("no program of %s works: %s"):format(name, refusals[name])) end
end
if failed > 0 then os.exit(1, true) end
