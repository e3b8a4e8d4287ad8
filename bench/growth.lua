-- Does the cost of a thing grow with the number of things, or faster? Run by `make growth`:
--
--   luacdk bench/growth.lua [-- KIND…]
--
-- Each kind (bench/growth/kinds.lua) makes N of something. It runs with 1, N and 4 N in processes of their own, under
-- valgrind, which counts the blocks of instructions that it runs: other load does not disturb that, and it takes a
-- fraction of the time that counting instructions one by one takes. What one of them takes is taken off. The exponent
-- of the growth is log4 of the ratio: 1 is linear, 2 is quadratic. More than LIMIT fails.
--
-- Of a program that forks only the parent is counted: the count of a child begins with that of its parent.
--
-- With CPU in the environment, it is seconds of CPU that are counted, which reaches larger numbers and says less about
-- small ones: what takes less than a tenth of a second is not judged.
--
-- With SIZE in the environment, N goes on in steps of 4 up to that number, or as far as a kind goes, or until a run
-- takes longer than SECONDS; the exponent is that of the last step. With KINDS, names with bars between them, or as
-- arguments, only kinds run whose names hold one of these. Ends with a line that counts kinds.
package.path = "./?.lua;" .. package.path
local kinds = require "bench.growth.kinds"

local TENTH = 0.1e6 -- of a second
local SIZE = tonumber(os.getenv "SIZE")
local SECONDS = tonumber(os.getenv "SECONDS") or 60
local IN_SECONDS = os.getenv "CPU" == "1"
local LIMIT = IN_SECONDS and 1.3 or 1.05 -- the more memory is in use, the longer each access takes

-- How a program is run, and how what it took is found in what it said; in units that make millions readable.
local COUNTED = "valgrind --tool=none --stats=yes --child-silent-after-fork=yes %s"
local TIMED = "bash -c 'TIMEFORMAT=\"took %%U %%S\"; time \"$0\" \"$@\"' %s"

local function cost_of(text)
  local sum = 0
  if IN_SECONDS then
    for user, system in text:gmatch "took ([%d.]+) ([%d.]+)" do sum = sum + tonumber(user) + tonumber(system) end
    return sum * 1e6
  end
  for count in text:gmatch "scheduler: ([%d,]+) event checks" do sum = sum + tonumber((count:gsub(",", ""))) end
  return sum
end

local program = os.getenv "LUACDK" or arg[-1] or "build/luacdk"
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

-- The blocks that a run with that many takes, and how many things that is; nil and what it said if it failed, nil and
-- "time" if it took too long.
local function blocks(kind, n)
  clear()
  write("app.lua", kind.script)
  for name, text in pairs(kind.files and kind.files(n) or {}) do write(name, text) end
  local run = (IN_SECONDS and TIMED or COUNTED):format(program)
  local command = kind.command and kind.command(n) or "-q app.lua -- " .. n
  local line = "cd %s && export LUACDK_NO_SCHEMA_CHECK=1; { %s %s; } >out 2>err; echo $? >status"
  write("command", line:format(folder, run, (command:gsub("PROGRAM", (run:gsub("%%", "%%%%"))))))
  os.execute(("timeout %d bash %s/command"):format(SECONDS, folder))
  local finished = io.open(folder .. "/status")
  if not finished then return nil, "time" end
  finished:close()
  local text = read "err"
  if read "status" ~= (kind.fails and "1\n" or "0\n") then
    return nil, (text:gsub("==%d+==[^\n]*\n", ""):gsub("%-%-%d+%-%-[^\n]*\n", ""))
  end
  local sum = cost_of(text)
  if not kind.written then return sum, n end
  local bytes = io.popen(("cat %s/cdk.out/* | wc -c"):format(folder))
  local count = bytes:read "n"
  bytes:close()
  return sum, count
end

-- The exponent between two points, of which what the least takes is taken off.
local function exponent(least, few, many)
  return math.log((many.blocks - least.blocks) / math.max(few.blocks - least.blocks, 1))
    / math.log((many.things - least.things) / (few.things - least.things))
end

-- How a kind grows: a list of { n =, things =, blocks = }; what went wrong.
local function measure(kind)
  local most = math.min(kind.most or math.huge, SIZE or 4 * kind.n)
  local points, n = {}, kind.least or 1
  while true do
    local count, things = blocks(kind, n)
    if not count then return points, things end
    points[#points + 1] = { n = n, things = things, blocks = count }
    if n == most then return points end
    n = #points == 1 and math.min(kind.n, most // 4) or math.min(4 * n, most)
  end
end

local names = { table.unpack(arg) }
for name in (os.getenv "KINDS" or ""):gmatch "[^|]+" do names[#names + 1] = name end

local function is_wanted(name)
  for _, part in ipairs(names) do
    if name:find(part, 1, true) then return true end
  end
  return #names == 0
end

local good, bad = 0, 0
for _, kind in ipairs(kinds) do
  if is_wanted(kind.name) then
    local points, why = measure(kind)
    local least, before, last = points[1], points[#points - 1], points[#points]
    local power = #points > 2 and exponent(least, before, last)
    if power and IN_SECONDS and before.blocks < TENTH then power = math.min(power, LIMIT) end
    local verdict = why and why ~= "time" and "fails: " .. why:sub(-300)
      or not power and "takes too long"
      or power > LIMIT and "grows too fast" or ""
    if verdict == "" then good = good + 1 else bad = bad + 1 end
    if power then
      local at_most = SIZE and last.n == kind.most
      local stopped = why == "time" and "no more in time" or at_most and kind.why or ""
      print(("%-52s %8d %9.2f M  %8d %9.2f M   N^%.2f  %s%s"):format(kind.name, before.n, before.blocks / 1e6, last.n,
        last.blocks / 1e6, power, verdict, stopped))
    else
      print(("%-52s %s"):format(kind.name, verdict))
    end
    io.stdout:flush()
  end
end
clear()
os.execute("rmdir " .. folder)
print(("%d passed, %d failed"):format(good, bad))
if bad > 0 then os.exit(1) end
