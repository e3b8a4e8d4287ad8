-- Does the cost of a thing grow with the number of things, or faster? Run by `make growth`:
--
--   luacdk bench/growth.lua [-- KIND…]
--
-- Each kind (bench/growth/kinds.lua) makes N of something. It runs with N and 4 N in processes of their own, under
-- valgrind, which counts the blocks of instructions that it runs: other load does not disturb that, and it takes a
-- fraction of the time that counting instructions one by one takes. What is there anyway is taken off. The exponent of
-- the growth is log4 of the ratio: 1 is linear, 2 is quadratic. More than LIMIT fails.
--
-- With SIZE in the environment, N goes on in steps of 4 up to that number, or as far as a kind goes, or until a run
-- takes longer than SECONDS; the exponent is that of the last step.
package.path = "./?.lua;" .. package.path
local kinds = require "bench.growth.kinds"

local LIMIT = 1.05
local SIZE = tonumber(os.getenv "SIZE")
local SECONDS = tonumber(os.getenv "SECONDS") or 60

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

-- The blocks that a run with that many takes; nil and what it said if it failed, nil and "time" if it took too long.
local function blocks(kind, n)
  clear()
  write("app.lua", kind.script)
  for name, text in pairs(kind.files and kind.files(n) or {}) do write(name, text) end
  local run = ("valgrind --tool=none --stats=yes %s"):format(program)
  local command = kind.command and kind.command(n) or "-q app.lua -- " .. n
  local line = "cd %s && export LUACDK_NO_SCHEMA_CHECK=1; { %s %s; } >out 2>err; echo $? >status"
  write("command", line:format(folder, run, (command:gsub("PROGRAM", run))))
  os.execute(("timeout %d bash %s/command"):format(SECONDS, folder))
  local finished = io.open(folder .. "/status")
  if not finished then return nil, "time" end
  finished:close()
  local text, sum = read "err", 0
  if read "status" ~= "0\n" then return nil, (text:gsub("==%d+==[^\n]*\n", ""):gsub("%-%-%d+%-%-[^\n]*\n", "")) end
  for count in text:gmatch "scheduler: ([%d,]+) event checks" do sum = sum + tonumber((count:gsub(",", ""))) end
  return sum
end

-- What is there anyway, by the script that makes no more than that.
local bases = {}

local function base_of(kind)
  local script = kind.in_stack and "cdk.Stack(cdk.App(), 'S')" or ""
  bases[script] = bases[script] or assert(blocks({ script = script }, 0))
  return bases[script]
end

-- The exponent between two numbers of things, and what they took.
local function exponent(few, many, ratio, base)
  return math.log((many - base) / math.max(few - base, 1)) / math.log(ratio)
end

-- How a kind grows: a list of { n, blocks }; what went wrong.
local function measure(kind)
  local most = math.min(kind.most or math.huge, SIZE or 4 * kind.n)
  local n, points = math.min(kind.n, most // 4), {}
  while n <= most do
    local count, why = blocks(kind, n)
    if not count then return points, why end
    points[#points + 1] = { n, count }
    if n == most then break end
    n = math.min(4 * n, most)
  end
  return points
end

local function wanted(name)
  if #arg == 0 then return true end
  for _, pattern in ipairs(arg) do
    if name:find(pattern, 1, true) then return true end
  end
  return false
end

local bad = 0
for _, kind in ipairs(kinds) do
  if wanted(kind.name) then
    local points, why = measure(kind)
    local last, before = points[#points], points[#points - 1]
    local power = before and exponent(before[2], last[2], last[1] / before[1], base_of(kind))
    local verdict = why and why ~= "time" and "fails: " .. why:sub(-300)
      or not before and "takes too long"
      or power > LIMIT and "grows too fast" or ""
    if verdict ~= "" then bad = bad + 1 end
    if before then
      local at_most = SIZE and last[1] == kind.most
      local stopped = why == "time" and "no more in time" or at_most and kind.why or ""
      print(("%-52s %8d %9.1f M  %8d %9.1f M   N^%.2f  %s%s"):format(kind.name, before[1], before[2] / 1e6, last[1],
        last[2] / 1e6, power, verdict, stopped))
    else
      print(("%-52s %s"):format(kind.name, verdict))
    end
    io.stdout:flush()
  end
end
clear()
os.execute("rmdir " .. folder)
if bad > 0 then os.exit(1) end
