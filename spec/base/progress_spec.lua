-- src/base/progress.c: one line at a terminal about what takes long.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

-- A docker that builds until there is a file `go`; a line of its own for each line of `say`.
local DOCKER = [[#!/bin/sh
case "$1" in
image) exit 1;;
build)
  : >started
  while [ ! -e go ]; do
    if [ -e say ]; then mv say said; cat said; fi
    sleep 0.02
  done
  if [ -e fail ]; then echo broken >&2; exit 3; fi;;
esac
]]

local BUILDING = [[
print "before"
cdk.DockerImage.from_build("context")
print "after"
local stack = cdk.Stack(cdk.App(), "Shop")
sqs.Queue(stack, "Orders")
]]

local COPYING = [[
local stack = cdk.Stack(cdk.App(), "Shop")
s3_assets.Asset(stack, "Files", { path = "files" })
]]

local folder, session

local function start(files, options)
  options = options or {}
  folder = luacdk.folder(files)
  luacdk.write(folder .. "/docker", DOCKER)
  assert(os.execute("chmod +x " .. folder .. "/docker"))
  local env = { CDK_DOCKER = "./docker", LUACDK_PROGRESS = "0", TMPDIR = folder }
  for name, value in pairs(options.env or {}) do env[name] = value end
  session = repl.open { folder = folder, wait = false, command = options.command or { "app.lua" }, env = env,
    columns = options.columns, term = options.term }
end

local function build(options) start({ ["app.lua"] = BUILDING, ["context/Dockerfile"] = "FROM scratch" }, options) end

local function touch(name, text) luacdk.write(folder .. "/" .. name, text or "") end

local function wait_for_file(name)
  session:wait_until(function() return luacdk.exists(folder .. "/" .. name) end, "the file " .. name)
end

-- All that is on the screen when the program has ended, and its status.
local function rest()
  while session:take(50) ~= nil do end
  local lines = {}
  for _, line in ipairs(session:screen()) do lines[#lines + 1] = (line:gsub("%s+$", "")) end
  while lines[#lines] == "" do lines[#lines] = nil end
  return lines, session:wait()
end

local LINE = "^docker build " -- with the folder's name, which is not always the same

describe("progress", function()
  after_each(function()
    repl.end_all()
    luacdk.remove(folder)
  end)

  it("of docker is one line, gone when it ends", function()
    build()
    session:wait_for "^docker build context  %d+ s$"
    touch "go"
    local lines, status = rest()
    assert.same({ "before", "after", "cdk.out: 1 stack: Shop" }, lines)
    assert.equal(0, status)
  end)

  it("makes way for what docker says, and appears again", function()
    build()
    session:wait_for(LINE)
    touch("say", "step 1\n")
    session:wait_for "^step 1$"
    session:wait_for(LINE)
    touch("say", "half a line")
    session:wait_for "^half a line$"
    touch("say", ", and the rest\n")
    session:wait_for "^half a line, and the rest$"
    session:wait_for(LINE)
    touch "go"
    assert.same({ "before", "step 1", "half a line, and the rest", "after", "cdk.out: 1 stack: Shop" }, (rest()))
  end)

  it("leaves nothing before an error", function()
    build()
    session:wait_for(LINE)
    touch "fail"
    touch "go"
    local lines, status = rest()
    assert.equal(1, status)
    assert.equal("before", lines[1])
    assert.equal("broken", lines[2])
    for _, line in ipairs(lines) do assert.is_nil(line:find "^docker build context  ") end
  end)

  it("leaves nothing after Ctrl-C", function()
    build()
    session:wait_for(LINE)
    session:type "\3"
    local lines, status = rest()
    assert.equal(130, status)
    assert.equal("before", lines[1])
    for _, line in ipairs(lines) do assert.is_nil(line:find "docker build context  %d") end
  end)

  it("leaves nothing when it is ended by force", function()
    build()
    session:wait_for(LINE)
    session:signal(repl.SIGTERM)
    session:signal(repl.SIGTERM)
    local lines, status = rest()
    assert.equal(143, status)
    assert.equal("before", lines[1])
    for _, line in ipairs(lines) do assert.is_nil(line:find "docker build context  %d") end
  end)

  it("fits into narrow windows, also when they become narrow", function()
    build { columns = 20 }
    session:wait_for "^docker build  %d+ s$"
    touch "go"
    assert.same({ "before", "after", "cdk.out: 1 stack: Sh", "op" }, (rest()))
    repl.end_all()
    luacdk.remove(folder)
    build { columns = 60 }
    session:wait_for "^docker build context"
    session:resize(22)
    session:wait_for "^docker build  %d+ s$"
    touch "go"
    assert.same({ "before", "after", "cdk.out: 1 stack: Shop" }, (rest()))
  end)

  it("cuts what it is about at the front, and nothing in it commands the terminal", function()
    start({ ["app.lua"] = BUILDING:gsub("context", "a long folder\\27[2J\\ncontext") ,
      ["a long folder\27[2J\ncontext/Dockerfile"] = "" }, { columns = 40 })
    session:wait_for "^docker build …folder%?%[2J%?context  %d+ s$"
    touch "go"
    assert.same({ "before", "after", "cdk.out: 1 stack: Shop" }, (rest()))
  end)

  it("of copying and hashing tells the bytes", function()
    start { ["app.lua"] = COPYING, ["files/one"] = ("x"):rep(3 << 20) }
    assert.same({ "cdk.out: 1 stack: Shop" }, (rest()))
    assert.is_truthy(session.bytes:find("\rcopying files  [%d.]+ [KM]iB of 3.0 MiB\27%[K"))
    repl.end_all()
    session = repl.open { folder = folder, wait = false, command = { "asset", "explain", "files" },
      env = { LUACDK_PROGRESS = "0" } }
    assert.equal("1 of 1 file, 3.1 MB; ignore mode glob, follow external", (rest())[2])
    assert.is_truthy(session.bytes:find("\rhashing files  [%d.]+ [KM]iB of 3.0 MiB\27%[K"))
  end)

  it("of a definition's cells counts them", function()
    start { ["app.lua"] = [[
      return cdk.matrix { n = { 1, 2, 3 }, template = cdk.template {
        params = { n = { type = "number" } }, build = function(stack) sqs.Queue(stack, "Q") end } }]] }
    rest()
    assert.is_truthy(session.bytes:find "\rrunning cells  %d of 3\27%[K")
  end)

  it("is nothing that nobody would look at", function()
    for _, case in ipairs {
      { env = { CI = "1" } }, { env = { AI_AGENT = "1" } }, { env = { LUACDK_PROGRESS = "off" } },
      { term = "dumb" }, { command = { "--quiet", "app.lua" } },
    } do
      build(case)
      wait_for_file "started"
      touch("say", "building\n") -- relayed, so there was time for a line
      session:wait_for "^building$"
      touch "go"
      rest()
      assert.is_nil(session.bytes:find "docker build")
      repl.end_all()
      luacdk.remove(folder)
    end
    folder = luacdk.folder { ["app.lua"] = COPYING, ["files/one"] = ("x"):rep(3 << 20) }
    assert.equal("cdk.out: 1 stack: Shop\n", luacdk.run(folder, "app.lua", { env = { LUACDK_PROGRESS = "0" } }).err)
  end)
end)
