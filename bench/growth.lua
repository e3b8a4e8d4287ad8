-- Does the cost of a thing grow with the number of things, or faster? Run by `make growth`:
--
--   luacdk bench/growth.lua [-- KIND…]
--
-- Each kind (bench/growth/kinds.lua) makes N of something. It runs with 1, 4 N and 16 N in processes of their own, by a
-- luacdk that counts the blocks of code it runs (bench/growth/count.c), so that other load does not disturb. What one
-- of them takes is taken off. The exponent of the growth is log4 of the ratio: 1 is linear, 2 is quadratic. More than
-- LIMIT fails.
--
-- With SIZE in the environment, the last two numbers are a quarter of it and all of it, or of what a kind goes to. When
-- a run takes more than SECONDS of CPU time, or more than MEMORY MiB, both are a quarter of that. With KINDS, names
-- with bars between them, or as arguments, only kinds run that are called so or, if none is, whose names hold one of
-- these. TABLE names a file for the result as a table, with seconds and memory. Ends with a line that counts kinds.
package.path = "./?.lua;" .. package.path
local kinds = require "bench.growth.kinds"

local SIZE = tonumber(os.getenv "SIZE")
local SECONDS = tonumber(os.getenv "SECONDS") or 60
local MEMORY = tonumber(os.getenv "MEMORY") or 8192
local LIMIT = 1.05
local TENTH = 0.1 -- of a second: what takes less has no exponent of its time

local program = os.getenv "LUACDK" or "build/counted/luacdk"
program = io.popen("realpath " .. program):read "l"
local folder = io.popen("mktemp -d"):read "l"

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "w"))
  file:write(text)
  file:close()
end

local function read(name)
  local file = assert(io.open(folder .. "/" .. name))
  local text = file:read "a"
  file:close()
  return text
end

local function clear() os.execute(("find %s -mindepth 1 -delete"):format(folder)) end

-- What a run with that many takes: { n =, things =, blocks =, seconds =, memory = in MiB }; nil and why it has none:
-- "time", "memory", or what it said when it failed.
local function run(kind, n)
  clear()
  write("app.lua", kind.script)
  for name, text in pairs(kind.files and kind.files(n) or {}) do write(name, text) end
  local command = kind.command and kind.command(n) or "-q app.lua -- " .. n
  write("command", ("cd %s && export LUACDK_NO_SCHEMA_CHECK=1 LUACDK_COUNTS=%s/counts && ulimit -v %d -t %d; \
{ %s %s; } >out 2>err; echo $? >status"):format(folder, folder, MEMORY * 1024, SECONDS, program,
    (command:gsub("PROGRAM", program))))
  os.execute(("timeout %d bash %s/command 2>/dev/null"):format(10 * SECONDS, folder))
  local finished = io.open(folder .. "/status")
  local status = finished and finished:read "n"
  if finished then finished:close() end
  if not status or status > 128 then return nil, "time" end
  if status ~= (kind.fails and 1 or 0) then
    local said = read "err"
    return nil, (said:find "not enough memory" or said:find "out of memory") and "memory" or said
  end
  local point = { n = n, things = n, blocks = 0, seconds = 0, memory = 0 }
  for blocks, seconds, memory in read("counts"):gmatch "(%d+) ([%d.]+) (%d+)" do
    point.blocks = point.blocks + tonumber(blocks)
    point.seconds = point.seconds + tonumber(seconds)
    point.memory = math.max(point.memory, tonumber(memory) / 1024)
  end
  if kind.bytes then point.things = kind.bytes(n) end
  if kind.written then
    local bytes = io.popen(("find %s/cdk.out -type f -exec cat {} + | wc -c"):format(folder))
    point.things = bytes:read "n"
    bytes:close()
  end
  return point
end

-- The exponent of what `field` counts between two points, of which what the least takes is taken off.
local function exponent(field, least, few, many)
  return math.log((many[field] - least[field]) / math.max(few[field] - least[field], 1e-3))
    / math.log((many.things - least.things) / (few.things - least.things))
end

-- How a kind grows: a list of points; what ended it early.
local function measure(kind)
  local most = math.min(kind.most or math.huge, SIZE or 16 * kind.n)
  local first, ended = run(kind, kind.least or 1)
  if not first then return {}, ended end
  local small, why = run(kind, most // 4)
  while not small and most // 4 >= 4 * kind.n do
    most, ended = most // 4, why
    small, why = run(kind, most // 4)
  end
  if not small then return { first }, why end
  if ended then return { first, run(kind, most // 4), small }, ended end
  local large
  large, why = run(kind, most)
  if large then return { first, small, large } end
  return { first, run(kind, most // 16), small }, why
end

local names = { table.unpack(arg) }
for name in (os.getenv "KINDS" or ""):gmatch "[^|]+" do names[#names + 1] = name end

local is_kind = {}
for _, kind in ipairs(kinds) do is_kind[kind.name] = true end

local function is_wanted(name)
  for _, part in ipairs(names) do
    if name == part or not is_kind[part] and name:find(part, 1, true) then return true end
  end
  return #names == 0
end

local good, bad = 0, 0
local rows = { "| kind | from | to | growth | CPU time | seconds | MiB | what ended it |", "|" .. ("---|"):rep(8) }
for _, kind in ipairs(kinds) do
  if is_wanted(kind.name) then
    local points, why = measure(kind)
    local least, before, last = points[1], points[#points - 1], points[#points]
    local power = #points > 2 and exponent("blocks", least, before, last)
    local verdict = not power and (why or "too few") or power > LIMIT and "grows too fast"
      or why and why ~= "time" and why ~= "memory" and "fails"
    if verdict then bad = bad + 1 else good = good + 1 end
    local ended = why and why:sub(-200):gsub("%s+", " ") or last.n == kind.most and SIZE and kind.why or ""
    if power then
      local time = before.seconds >= TENTH and ("N^%.2f"):format(exponent("seconds", least, before, last)) or ""
      print(("%-52s %8d %9.2f M  %8d %9.2f M   N^%.2f  %-6s %6.2f s %5.0f MiB  %s%s"):format(kind.name, before.n,
        before.blocks / 1e6, last.n, last.blocks / 1e6, power, time, last.seconds, last.memory,
        verdict and verdict .. ": " or "", ended))
      rows[#rows + 1] = ("| %s | %d | %d | N^%.2f | %s | %.2f | %.0f | %s |"):format(kind.name, before.n, last.n, power,
        time, last.seconds, last.memory, ended)
    else
      print(("%-52s %s"):format(kind.name, verdict .. ": " .. ended))
      rows[#rows + 1] = ("| %s | | | | | | | %s |"):format(kind.name, ended)
    end
    io.stdout:flush()
  end
end
clear()
os.execute("rmdir " .. folder)
local table_name = os.getenv "TABLE" or ""
if table_name ~= "" then
  local file = assert(io.open(table_name, "w"))
  file:write(table.concat(rows, "\n"), "\n")
  file:close()
end
print(("%d passed, %d failed"):format(good, bad))
if bad > 0 then os.exit(1) end
