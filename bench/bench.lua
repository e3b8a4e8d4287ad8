-- Runs each case as our program and as the reference's (without and with its validation of templates), in alternation,
-- and prints medians. Run by `make bench` as
--
--   luacdk bench/bench.lua -- <our program> <node_modules> <work folder> [case …]
--
-- Before anything is timed, all three must have written equal templates and asset manifests. Nothing is judged by its
-- time.
local assembly = require "luacdk.assembly"

local program, modules, work = arg[1], arg[2], arg[3]
local wanted = {}
for i = 4, #arg do wanted[arg[i]] = true end

local function size(name, default) return math.tointeger(os.getenv(name)) or default end

local FILES, BIG_FILES, BIG_MIB = size("FILES", 10000), size("BIG_FILES", 16), size("BIG_MIB", 64)
local ROUNDS = size("ROUNDS", nil)

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local function run(format, ...)
  local command = format:format(...)
  assert(os.execute(command), command)
end

local function lines(command)
  local list, pipe = {}, assert(io.popen(command))
  for line in pipe:lines() do list[#list + 1] = line end
  pipe:close()
  return list
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

-- ---- inputs ---------------------------------------------------------------------------------------------------------

-- Made once for given sizes: the last thing that a finished folder gets is its mark.
local function input(name, mark, make)
  local folder = work .. "/input/" .. name
  local done = io.open(folder .. ".made")
  local made = done and done:read "a"
  if done then done:close() end
  if made ~= mark then
    print("making " .. folder .. ": " .. mark)
    run("rm -rf %s && mkdir -p %s", folder, folder)
    make(folder)
    done = assert(io.open(folder .. ".made", "w"))
    done:write(mark)
    done:close()
  end
  return folder
end

local function small_files(folder)
  for i = 0, FILES - 1 do
    if i % 100 == 0 then run("mkdir -p %s/d%d", folder, i // 100) end
    local file = assert(io.open(("%s/d%d/f%d.py"):format(folder, i // 100, i), "w"))
    for line = 1, 20 + i % 40 do file:write("def f", i, "_", line, "(event):\n    return event[", line, "]\n") end
    file:close()
  end
end

local function big_files(folder)
  for i = 1, BIG_FILES do run("head -c %dM /dev/urandom >%s/part%d.bin", BIG_MIB, folder, i) end
end

-- ---- cases ----------------------------------------------------------------------------------------------------------

-- name; script in bench/cases; what it does; rounds; its environment; keep = the output of the round before stays.
local CASES = {
  { "empty", "empty", "the empty app", 21 },
  { "stack", "stack", "an empty stack", 21 },
  { "vpc", "vpc", "a VPC of three zones", 21 },
  { "factories", "factories", "six functions, one a factory", 15 },
  { "fleet", "fleet", "a fleet of 12 cells", 15 },
  { "grants", "grants", "100 tables, queues and functions", 11, "COUNT=100" },
  { "functions-60", "functions", "60 functions in 1 stack", 11, "COUNT=60" },
  { "functions-600", "functions", "600 functions in 10 stacks", 7, "COUNT=600" },
  { "functions-3000", "functions", "3,000 functions in 50 stacks", 5, "COUNT=3000" },
  { "files", "asset", FILES .. " small files", 5, files = true },
  { "files-again", "asset", FILES .. " small files, again", 5, files = true, keep = true },
  { "big", "asset", BIG_FILES .. " files of " .. BIG_MIB .. " MiB", 3, big = true },
  { "big-again", "asset", BIG_FILES .. " files of " .. BIG_MIB .. " MiB, again", 3, big = true, keep = true },
}

-- The three commands of a case, each with an output folder of its own, and a home: hashes of files are kept there.
local function contestants(case)
  local environment = case[5] or ""
  if case.files then environment = "INPUT=" .. input("files", FILES .. " files", small_files) end
  if case.big then
    environment = "INPUT=" .. input("big", ("%d files of %d MiB"):format(BIG_FILES, BIG_MIB), big_files)
  end
  local function contestant(name, every, command, more)
    local out = work .. "/out/" .. name
    return {
      every = every, out = out, home = out .. ".home", errors = out .. ".err",
      command = ("env %s HOME=%s.home CDK_OUTDIR=%s %s %s/measure %s.err %s"):format(
        environment, out, out, more, work, out, command),
    }
  end
  local js = "node bench/cases/" .. case[2] .. ".js"
  local with = "NODE_PATH=" .. quote(modules)
  return {
    contestant("luacdk", 1, quote(program) .. " bench/cases/" .. case[2] .. ".lua", ""),
    contestant("reference", 1, js, with .. " CDK_VALIDATION=false"),
    contestant("validating", 5, js, with), -- takes seconds, and varies little
  }
end

-- One run: { wall (ms), cpu (ms), memory (MB) }.
local function measure(contestant)
  local result = lines(contestant.command)[1] or ""
  local wall, cpu, memory, status = result:match "^(%d+) (%d+) (%d+) (%d+)$"
  if status ~= "0" then
    error(("%s failed:\n%s"):format(contestant.command, read(contestant.errors)), 0)
  end
  return { wall / 1000, cpu / 1000, memory / 1024 }
end

local function documents(folder)
  local found = {}
  for _, name in ipairs(lines(("cd %s && find . -name '*.template.json' -o -name '*.assets.json'"):format(folder))) do
    found[name] = assembly.parse_json(read(folder .. "/" .. name))
  end
  return found
end

local function equal(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not equal(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

local function check_equal_work(case, all)
  local ours = documents(all[1].out)
  for i = 2, #all do
    if not equal(ours, documents(all[i].out)) then
      error(("%s: %s and %s differ"):format(case[1], all[1].out, all[i].out), 0)
    end
  end
end

local function median(runs, which)
  local values = {}
  for i, result in ipairs(runs) do values[i] = result[which] end
  table.sort(values)
  local middle = #values // 2
  return #values % 2 == 1 and values[middle + 1] or (values[middle] + values[middle + 1]) / 2
end

-- The medians of each contestant, { wall, cpu, memory } each.
local function compete(case)
  local all = contestants(case)
  run("rm -rf %s/out && mkdir -p %s/out", work, work)
  for _, contestant in ipairs(all) do measure(contestant) end
  check_equal_work(case, all)
  local runs = {}
  for i in ipairs(all) do runs[i] = {} end
  for round = 0, (ROUNDS or case[4]) - 1 do
    for i, contestant in ipairs(all) do
      if round % contestant.every == 0 then
        if not case.keep then run("rm -rf %s %s", contestant.out, contestant.home) end
        table.insert(runs[i], measure(contestant))
      end
    end
  end
  local medians = {}
  for i in ipairs(all) do medians[i] = { median(runs[i], 1), median(runs[i], 2), median(runs[i], 3) } end
  run("rm -rf %s/out", work)
  return medians
end

-- ---- table ----------------------------------------------------------------------------------------------------------

local row = "%-30s %-11s %10s %10s %9s   %8s %8s %8s"

-- A ratio above 1 says how many times what ours took.
local function show(case, medians)
  for i, name in ipairs { "luacdk", "reference", "validating" } do
    local numbers, ratios = medians[i], { "", "", "" }
    for n = 1, 3 do
      if i > 1 then ratios[n] = ("%.1f"):format(numbers[n] / medians[1][n]) end
    end
    print(row:format(i == 1 and case[3] or "", name, ("%.1f"):format(numbers[1]), ("%.1f"):format(numbers[2]),
      ("%.1f"):format(numbers[3]), table.unpack(ratios)))
  end
end

-- ---- a session -----------------------------------------------------------------------------------------------------

local SESSION_LINES = 1000

-- Lines as somebody enters them: constructs, locals that later lines use, expressions, a loop of three lines; one in
-- two hundred fails, so that the tree is built anew from all lines before.
local function session_line(i)
  local kind, base = i % 10, i - i % 10
  if kind == 0 then return ('local bucket%d = s3.Bucket(stack, "B%d", { versioned = true })'):format(i, i) end
  if kind == 1 then return ('sqs.Queue(stack, "Q%d")'):format(i) end
  if kind == 2 then return ("bucket%d.bucket_arn"):format(base) end
  if kind == 3 then return ("local n%d = %d + 1"):format(i, i) end
  if kind == 4 then return ("n%d * 2"):format(i - 1) end
  if kind == 5 then return "for k = 1, 3 do" end
  if kind == 6 then return "  total = (total or 0) + k" end
  if kind == 7 then return "end" end
  if kind == 8 then
    return ("bucket%d:add_lifecycle_rule { expiration = cdk.Duration.days(%d) }"):format(base, i % 300 + 1)
  end
  return ('sns.Topic(stack, "%s%d")'):format(i % 200 == 9 and "Q" or "T", i % 200 == 9 and base + 1 or i)
end

-- Medians of whole runs, and what a line takes beyond a session that ends at once.
local function run_session()
  run("mkdir -p %s/out/home", work)
  local path = work .. "/input.session"
  local file = assert(io.open(path, "w"))
  file:write 'stack = cdk.Stack(cdk.App(), "Demo")\n'
  for i = 0, SESSION_LINES - 2 do file:write(session_line(i), "\n") end
  file:close()
  local function measured(path_of_input)
    local runs = {}
    for i = 1, ROUNDS or 7 do
      local command = ("env HOME=%s/out/home %s/measure %s/out/session.err sh -c %s"):format(work, work, work,
        quote(("exec %s repl --keep-going <%s"):format(quote(program), path_of_input)))
      local wall, cpu, memory = (lines(command)[1] or ""):match "^(%d+) (%d+) (%d+)"
      runs[i] = { wall / 1000, cpu / 1000, memory / 1024 }
    end
    return { median(runs, 1), median(runs, 2), median(runs, 3) }
  end
  local empty, whole = measured "/dev/null", measured(path)
  run("rm -rf %s/out %s", work, path)
  print(("session of %d lines, 5 of which fail: %.0f ms, %.2f ms a line, %.1f MB; an empty one: %.1f ms"):format(
    SESSION_LINES, whole[1], (whole[1] - empty[1]) / SESSION_LINES, whole[3], empty[1]))
end

io.stdout:setvbuf "line"
if not next(wanted) or wanted.session then run_session() end
if next(wanted) and not next(wanted, next(wanted)) and wanted.session then return end
print "Medians. reference: aws-cdk-lib under node with CDK_VALIDATION=false; validating: as it comes."
print(row:format("", "", "wall ms", "CPU ms", "peak MB", "x wall", "x CPU", "x peak"))
for _, case in ipairs(CASES) do
  if not next(wanted) or wanted[case[1]] then show(case, compete(case)) end
end
