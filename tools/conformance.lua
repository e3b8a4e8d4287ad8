-- Records the reference anew and compares: the committed recordings with what it gives now, and what our program makes
-- with both. Run by `make conformance` as
--
--   luacdk tools/conformance.lua -- <node_modules> <work folder> <spec host> [area]
--
-- Prints a table, a row an area of tools/golden: recordings, how many of the committed ones are stale, in how many
-- there are programs for which we have our own (`luacdk handlers`: their hashes count as equal), and how many specs of
-- the area pass and fail against the new ones. Ends with status 1 when anything is stale or fails.
local modules, work, host, only = table.unpack(arg)
local fresh = work .. "/golden"

local function lines(command)
  local list, pipe = {}, assert(io.popen(command))
  for line in pipe:lines() do list[#list + 1] = line end
  local ok = pipe:close()
  return list, ok
end

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text
end

-- The recordings of an area: a folder of its name, or one file.
local function recordings(folder, area)
  return (lines(("cd %s && find %s %s.json -type f 2>/dev/null | LC_ALL=C sort"):format(folder, area, area)))
end

-- The recordings that differ, are missing or are left over.
local function stale(area)
  local seen, list = {}, {}
  for _, folder in ipairs { fresh, "spec/golden" } do
    for _, name in ipairs(recordings(folder, area)) do
      if not seen[name] and read(fresh .. "/" .. name) ~= read("spec/golden/" .. name) then list[#list + 1] = name end
      seen[name] = true
    end
  end
  return list
end

-- How many of the recordings name a program for which we have our own.
local function with_own_programs(area)
  local pipe = assert(io.popen((os.getenv "LUACDK" or "build/luacdk") .. " handlers --json"))
  local references = {}
  for hash in pipe:read("a"):gmatch '"reference": "(%x+)"' do references[hash] = true end
  pipe:close()
  local count = 0
  for _, name in ipairs(recordings(fresh, area)) do
    for hash in read(fresh .. "/" .. name):gmatch "%f[%x]%x+" do
      if references[hash] then
        count = count + 1
        break
      end
    end
  end
  return count
end

-- Runs the specs that read the area's recordings; two lists of their names.
local function run_specs(area)
  local patterns = ([[-e 'golden\.check("%s"' -e 'golden \.\. "/%s["./]']]):format(area, area)
  if area == "assets" then patterns = "-e 'spec.support.trees'" end
  local files = lines(("grep -rl --include='*_spec.lua' %s spec | LC_ALL=C sort"):format(patterns))
  if #files == 0 then return {}, { "no spec reads these recordings" } end
  local command = "LUACDK_GOLDEN=%s %s -o TAP %s 2>%s/%s.err"
  local passed, failed, count = {}, {}, 0
  for _, line in ipairs((lines(command:format(fresh, host, table.concat(files, " "), work, area)))) do
    local name = line:match "^ok %d+ %- (.*)"
    if name then passed[#passed + 1] = name end
    name = line:match "^not ok %d+ %- (.*)"
    if name then failed[#failed + 1] = name end
    count = count + 1
  end
  if count == 0 then failed[1] = "the specs did not run: see " .. work .. "/" .. area .. ".err" end
  return passed, failed
end

assert(os.execute("rm -rf " .. fresh .. " && mkdir -p " .. fresh))
local record = ("node tools/record.js %s %s %s >%s/record.out 2>%s/record.err"):format(
  modules, fresh, only or "", work, work)
if not os.execute(record) then
  io.stderr:write(read(work .. "/record.err"))
  os.exit(1)
end

local problems = {}
local row = "%-28s %10s %6s %8s %8s %8s"
print(row:format("area", "recordings", "stale", "own code", "passed", "failed"))
local totals = { 0, 0, 0, 0, 0 }
for _, file in ipairs((lines "ls tools/golden")) do
  local area = file:match "^(.*)%.js$"
  if area and (not only or only == area) then
    local old = stale(area)
    local passed, failed = run_specs(area)
    local numbers = { #recordings(fresh, area), #old, with_own_programs(area), #passed, #failed }
    for i, number in ipairs(numbers) do totals[i] = totals[i] + number end
    print(row:format(area, table.unpack(numbers)))
    for _, name in ipairs(old) do problems[#problems + 1] = "stale: spec/golden/" .. name end
    for _, name in ipairs(failed) do problems[#problems + 1] = ("fails: %s: %s"):format(area, name) end
  end
end
print(row:format("all", table.unpack(totals)))
for _, problem in ipairs(problems) do print(problem) end
if #problems > 0 then os.exit(1) end
