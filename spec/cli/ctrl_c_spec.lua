-- Ctrl-C at a terminal, while something takes long: the command ends at once, and leaves nothing behind.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

-- Notes its process, and builds for ever.
local DOCKER = [[#!/bin/sh
case "$1" in
image) exit 1;;
build) echo $$ >"$(dirname "$0")/builder"; exec sleep 60;;
esac
]]

local APP = [[
local stack = cdk.Stack(cdk.App(), "Shop")
sqs.Queue(stack, "Orders")
]]

local WORK = {
  hashing = APP .. [[s3_assets.Asset(stack, "A", { path = "large" })]],
  ["hashing again"] = APP .. [[s3_assets.Asset(stack, "A", { path = "large", asset_hash = "x" })]],
  copying = APP .. [[s3_assets.Asset(stack, "A", { path = "large" })]],
  docker = APP .. [[cdk.DockerImage.from_build("context")]],
}

local GIVEN = { ["app.lua"] = true, bin = true, context = true, large = true }

local COMMANDS = {
  hashing = { { "check", "app.lua" }, { "asset", "explain", "large" } },
  ["hashing again"] = { { "asset", "explain", "app.lua" } },
  copying = { { "app.lua" }, { "ls", "app.lua" }, { "deploy", "app.lua" }, { "watch", "app.lua" } },
  docker = { { "app.lua" }, { "render", "app.lua" }, { "deploy", "app.lua" }, { "watch", "app.lua" } },
}

describe("Ctrl-C at a terminal", function()
  local folder
  after_each(function()
    repl.end_all()
    luacdk.remove(folder)
  end)

  local function start(app, command)
    folder = luacdk.folder { ["app.lua"] = app, ["bin/docker"] = DOCKER, ["context/Dockerfile"] = "FROM scratch",
      ["large/part"] = "", ["tmp/x"] = "" }
    assert(os.execute(("cd %s && rm tmp/x && chmod +x bin/docker && truncate -s 400G large/part"):format(folder)))
    return repl.open { folder = folder, wait = false, command = command,
      env = { CDK_DOCKER = "./bin/docker", LUACDK_PROGRESS = "0", TMPDIR = folder .. "/tmp", CDK = "true" } }
  end

  local function milliseconds() return 1000 * io.open("/proc/uptime"):read "n" end

  -- The shortest of some attempts counts: other programs run too.
  local function shortest(attempts, attempt)
    local best = math.huge
    for _ = 1, attempts do
      best = math.min(best, attempt())
      if best <= 200 then break end
    end
    return best
  end

  for name, app in pairs(WORK) do
    for _, command in ipairs(COMMANDS[name]) do
      it(("ends luacdk %s while %s"):format(table.concat(command, " "), name), function()
        local took = shortest(3, function()
          if folder then luacdk.remove(folder) end
          local session = start(app, command)
          session:wait_for("^" .. name:match "%a+" .. " ")
          local begun = milliseconds()
          session:type "\3"
          local status = session:wait()
          local ended = milliseconds()
          assert.equal(130, status)
          assert.is_true(session:is_cooked())
          assert.equal("", table.concat(session:screen(), ""):gsub("%s+", ""):gsub("%^C", ""), "something was said")
          local left = {}
          for _, file in ipairs(luacdk.list(folder)) do
            if not GIVEN[file:match "^[^/]*"] then left[#left + 1] = file end
          end
          assert.same({ "tmp/" }, left)
          if name == "docker" then
            local builder = luacdk.read(folder .. "/bin/builder"):match "%d+"
            assert.falsy(luacdk.exists("/proc/" .. builder .. "/stat"), "docker goes on")
          end
          return ended - begun
        end)
        assert.is_true(took <= 200, took .. " ms")
      end)
    end
  end
end)
