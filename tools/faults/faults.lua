-- Makes things go wrong around runs of luacdk, and looks at what is left: `make faults` (faults.mk says how).
--
--   luacdk tools/faults/faults.lua -- <build folder> <every Nth fault> <part>…
local build, every = arg[1], tonumber(arg[2])
local parts = table.move(arg, 3, #arg, 1, {})

local program, failing = build .. "/luacdk", build .. "/luacdk-faults"
local work, faults, runs = nil, 0, 0

-- ---- helpers --------------------------------------------------------------------------------------------------------

local function capture(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "a"
  pipe:close()
  return text
end

local function sh(format, ...)
  local command = format:format(...)
  local _, kind, status = os.execute(command)
  return kind == "signal" and 128 + status or status
end

local function must(...) assert(sh(...) == 0, (...)) end

local function write(path, text)
  must("mkdir -p $(dirname %s)", path)
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
end

local function read(path)
  local file = io.open(path)
  local text = file and file:read "a"
  if file then file:close() end
  return text or ""
end

-- ---- programs -------------------------------------------------------------------------------------------------------

local APP = [[
local stack = cdk.Stack(cdk.App(), "S")
lambda.Function(stack, "F", {
  code = lambda.Code.from_asset "fn", handler = "i.h", runtime = lambda.Runtime.NODEJS_24_X })
s3.Bucket(stack, "%s")
cdk.CfnOutput(stack, "O", { value = stack.region .. "-" .. "%s" })
]]

-- Programs, and their arguments in a folder that has the app twice, and in `out` what "b" has written.
local PROGRAMS = {
  { name = "synth", arguments = "-o out a.lua", writes = true },
  { name = "sandbox", arguments = "--sandbox -o out a.lua", writes = true },
  { name = "render", arguments = "render a.lua" },
  { name = "import", arguments = "import template.yaml" },
}

local function fresh_folder(name)
  local folder = work .. "/" .. name
  must("rm -rf %s && cp -r %s/base %s", folder, work, folder)
  return folder
end

local function prepare()
  work = capture("mktemp -d"):match "%S+"
  write(work .. "/base/a.lua", APP:format("A", "a"))
  write(work .. "/base/b.lua", APP:format("B", "b"))
  write(work .. "/base/fn/i.js", "exports.h = async () => 1\n")
  write(work .. "/base/fn/lib/x.js", ("// a line\n"):rep(200))
  write(work .. "/base/template.yaml", "Resources:\n  B:\n    Type: AWS::S3::Bucket\nOutputs:\n  O: {Value: !Ref B}\n")
  must("mkdir -p %s/tmp", work)
  for _, letter in ipairs { "a", "b" } do
    must("cd %s/base && %s -q -o %s/%s %s.lua", work, program, work, letter, letter)
  end
  must("cd %s/base && %s -q -o out b.lua", work, program)
end

-- ---- what must hold -------------------------------------------------------------------------------------------------

local function report(what, problem, ...)
  faults = faults + 1
  print(("%s: %s"):format(what, problem:format(...)))
end

-- Hidden files are the program's own business: what a run was killed over is removed by the next one.
local function is(folder, letter)
  return sh("diff -r -x '.*' %s %s/%s >/dev/null 2>&1", folder, work, letter) == 0
end

--- After a run of `what` in `folder` that ended with `status`.
local function check(what, folder, status, options)
  options = options or {}
  runs = runs + 1
  local err = read(folder .. "/err")
  if status > 2 and not options.killed then report(what, "status %d: %s", status, err:sub(1, 300)) end
  if status ~= 0 and err == "" and not options.killed and not options.silent then
    report(what, "status %d without a message", status) end
  local out = folder .. "/out"
  local old, new = is(out, "b"), is(out, "a")
  if not old and not new then
    report(what, "the output is neither old nor new (status %d)\n%s", status,
      capture(("diff -rq %s %s/a | head -5"):format(out, work)))
  end
  if options.writes and status == 0 and not new then report(what, "status 0, but the output is the old one") end
  if not options.killed then
    local temporary = "-name '.tmp-*' -o -name '.asset-*' -o -name '.luacdk-run-*' -o -name '*-building'"
    local left = capture(("cd %s && find . %s; ls -A %s/tmp"):format(folder, temporary, work))
    if left ~= "" then
      report(what, "left behind: %s", left:gsub("\n", " "))
      sh("rm -rf %s/tmp/*", work)
    end
  end
end

-- ---- parts ----------------------------------------------------------------------------------------------------------

local part = {}

local function run_failing(entry, before, command)
  local folder = fresh_folder "run"
  local status = sh("cd %s && TMPDIR=%s/tmp %s timeout -s KILL 60 %s %s >stdout 2>err </dev/null", folder, work, before,
    command, entry.arguments)
  return folder, status
end

function part.allocations()
  for _, entry in ipairs(PROGRAMS) do
    run_failing(entry, "LUACDK_COUNT_FILE=" .. work .. "/count", failing)
    local count = tonumber(read(work .. "/count")) or 0
    assert(count > 0, "no allocations were counted")
    for n = 1 + (every - 1) // 2, count, every do
      local folder, status = run_failing(entry, "LUACDK_FAIL_ALLOCATION=" .. n, failing)
      check(("%s, allocation %d of %d"):format(entry.name, n, count), folder, status,
        { writes = entry.writes })
    end
  end
end

local ERRORS = { mmap = "ENOMEM", brk = "ENOMEM", mremap = "ENOMEM", clone3 = "EAGAIN", clone = "EAGAIN",
  write = "ENOSPC", openat = "EMFILE", mkdir = "ENOSPC", mkdirat = "ENOSPC" } -- of the others EIO
-- Those that cannot fail, or that the C library itself cannot do without (brk: its malloc then crashes; mprotect: it
-- ends the program before that has begun).
local NEVER = {}
for name in ([[execve exit exit_group rt_sigreturn arch_prctl set_tid_address rt_sigaction rt_sigprocmask futex brk
  wait4 vfork mprotect]]):gmatch "%S+" do NEVER[name] = true end


function part.calls()
  for _, entry in ipairs(PROGRAMS) do
    run_failing(entry, "", ("strace -qq -o %s/trace %s"):format(work, program))
    local counts, messages = {}, {}
    for line in io.lines(work .. "/trace") do
      local name = line:match "^(%w+)%("
      if name and not NEVER[name] then
        counts[name] = (counts[name] or 0) + 1
        -- Where standard error itself fails, there can be no message.
        if line:find "^writev?%(2," then messages[name .. counts[name]] = true end
      end
    end
    local number = 0
    for name, count in pairs(counts) do
      for n = 1, count do
        number = number + 1
        if number % every == 0 then
          local inject = ("strace -qq -o /dev/null -e trace=%s -e inject=%s:error=%s:when=%d %s"):format(name, name,
            ERRORS[name] or "EIO", n, program)
          local folder, status = run_failing(entry, "", inject)
          check(("%s, %s %d of %d"):format(entry.name, name, n, count), folder, status,
            { writes = entry.writes, silent = messages[name .. n] })
        end
      end
    end
  end
end

function part.kills()
  for n = 1, math.max(1, 200 // every) do
    local folder = fresh_folder "run"
    local status = sh("cd %s && timeout -s KILL 0.%03d %s -q -o out a.lua >stdout 2>err", folder, 1 + n % 40, program)
    check("killed after " .. 1 + n % 40 .. " ms", folder, status, { killed = true })
    status = sh("cd %s && TMPDIR=%s/tmp %s -q -o out a.lua >stdout 2>err", folder, work, program)
    check("the run after a kill", folder, status, { writes = true })
  end
end

function part.runs()
  for n = 1, math.max(1, 200 // every) do
    local folder = fresh_folder "run"
    sh("cd %s && { %s -q -o out a.lua 2>err & %s -q -o out b.lua 2>err2 & wait; }", folder, program, program)
    check("two runs at once, pair " .. n, folder, 0)
  end
end

function part.disk()
  local folder = fresh_folder "run"
  for _, entry in ipairs(PROGRAMS) do
    if not entry.writes then
      local status = sh("cd %s && %s %s >/dev/full 2>err", folder, program, entry.arguments)
      check(entry.name .. " to a full standard output", folder, status)
      if status == 0 then report(entry.name, "status 0 with a full standard output") end
    end
  end
  for kib = 1, 40, every > 10 and 8 or 1 do
    folder = fresh_folder "run"
    local status = sh("cd %s && { (ulimit -f %d; exec %s -q -o out a.lua) 2>err; }", folder, kib, program)
    check("files of at most " .. kib .. " KiB", folder, status, { writes = true })
  end
  for kib = 8, 120, every > 10 and 28 or 8 do -- needs the right to mount
    folder = fresh_folder "run"
    local status = sh([[cd %s && unshare -m sh -c 'mount -t tmpfs -o size=%dk none fn/../out 2>/dev/null || exit 99
      cp -r %s/b/. out/ 2>/dev/null || exit 99; %s -q -o out a.lua 2>err; status=$?
      mkdir -p ../seen && rm -rf ../seen/out && cp -r out ../seen/out; exit $status']], folder, kib, work, program)
    if status ~= 99 then
      must("rm -rf %s/out && mv %s/seen/out %s/out", folder, work, folder)
      check("a disk of " .. kib .. " KiB", folder, status, { writes = true })
    end
  end
end

function part.changes()
  for n = 1, math.max(1, 30 // every) do
    local folder = fresh_folder "run"
    sh([[cd %s && { (i=0; while [ $i -lt 3000 ]; do echo "$i" >fn/i.js; i=$((i + 1)); done) & writer=$!
      %s -q -o changed a.lua 2>err; echo $? >status; kill $writer; wait $writer; } 2>/dev/null]], folder, program)
    runs = runs + 1
    local asset = capture(("ls %s/changed 2>/dev/null | grep '^asset\\.[0-9a-f]*$'"):format(folder)):match "%S+"
    if asset then -- staged once more, it has the same name
      must("cd %s && rm -rf fn && cp -r changed/%s fn && %s -q -o again a.lua", folder, asset, program)
      if sh("test -d %s/again/%s", folder, asset) ~= 0 then
        report("a file that changes, run " .. n, "%s holds something else than its name says", asset)
      end
    elseif read(folder .. "/status"):match "0" then
      report("a file that changes, run " .. n, "status 0, but there is no asset")
    end
  end
end

local DOCKERS = {
  ["fails without a word"] = "exit 1",
  ["kills itself"] = "kill -9 $$",
  ["succeeds and makes nothing"] = "exit 0",
  ["prints 64 MiB"] = "head -c 67108864 /dev/zero; exit 1",
  ["prints what commands a terminal"] = "printf '\\033[2J\\302\\233H' >&2; exit 1",
  ["closes its outputs and goes on"] = "exec >&- 2>&-; sleep 0.2; exit 1",
}

function part.docker()
  for what, text in pairs(DOCKERS) do
    local folder = fresh_folder "run"
    write(folder .. "/docker", "#!/bin/sh\n" .. text .. "\n")
    must("chmod +x %s/docker", folder)
    write(folder .. "/d.lua", [[
      lambda.Function(cdk.Stack(cdk.App(), "S"), "F", { handler = "i.h", runtime = lambda.Runtime.NODEJS_24_X,
        code = lambda.Code.from_asset("fn", { bundling = { image = cdk.DockerImage.from_registry "i" } }) })]])
    local status = sh("cd %s && TMPDIR=%s/tmp CDK_DOCKER=$PWD/docker timeout 60 %s -q -o out d.lua >stdout 2>err",
      folder, work, program)
    check("a docker that " .. what, folder, status)
    if status == 0 then report("a docker that " .. what, "status 0") end
    if read(folder .. "/err"):find "[\27\155]" then report("a docker that " .. what, "its bytes reach the terminal") end
  end
end

-- ---- all ------------------------------------------------------------------------------------------------------------

prepare()
for _, name in ipairs(parts) do
  local before, begin = faults, runs
  part[name]()
  print(("%s: %d runs, %d not as they should be"):format(name, runs - begin, faults - before))
end
sh("chmod -R u+w %s; rm -rf %s", work, work)
print(("%d passed, %d failed"):format(math.max(runs - faults, 0), faults))
os.exit(faults == 0)
