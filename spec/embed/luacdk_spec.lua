-- libluacdk: the example host and tools/embed/two_states.c, compiled against what `make library` has built.
local luacdk = require "spec.support.luacdk"

local program = os.getenv "LUACDK" or "build/luacdk"
local build = program:match("^(.*)/[^/]*$") .. "/library"

local function shell(command)
  local pipe = assert(io.popen("{ " .. command .. "; } 2>&1"))
  local text = pipe:read("a")
  local _, _, status = pipe:close()
  return text, status
end

local function quoted(text) return "'" .. text:gsub("'", [['\'']]) .. "'" end

describe("the library", function()
  local folder

  setup(function()
    folder = luacdk.folder()
    if luacdk.exists(build .. "/libluacdk.so.0") and os.execute("command -v cc >/dev/null") then
      local text, status = shell(
        ("cc -Wall -Wextra -Werror -Isrc/embed examples/host/host.c -o %s -L%s -lluacdk -Wl,-rpath,%s")
          :format(quoted(folder .. "/host"), quoted(build), quoted(build)))
      assert.equal(0, status, text)
    end
  end)

  teardown(function() luacdk.remove(folder) end)

  local function host(arguments)
    if not luacdk.exists(folder .. "/host") then pending("needs `make library` and a C compiler") return end
    return shell(quoted(folder .. "/host") .. " " .. arguments)
  end

  it("has an example host of fewer than 60 lines", function()
    local _, lines = luacdk.read("examples/host/host.c"):gsub("\n", "")
    assert.is_true(lines < 60, lines)
  end)

  it("writes what the program writes", function()
    local out = quoted(folder .. "/out")
    local text, status = host("examples/bucket.lua " .. out)
    if not text then return end
    assert.equal(0, status, text)
    assert.equal(folder .. "/out\n", text)
    local result = luacdk.run(".", { "synth", "-q", "examples/bucket.lua", "-o", folder .. "/program" })
    assert.equal(0, result.status, result.err)
    assert.equal("", (shell(("diff -r %s %s"):format(out, quoted(folder .. "/program")))))
  end)

  it("gives the message that the program would print", function()
    luacdk.write(folder .. "/wrong.lua", "local cdk = require 'aws_cdk'\n\ncdk.Stack(cdk.App(), 3)\n")
    local text, status = host(("%s %s"):format(quoted(folder .. "/wrong.lua"), quoted(folder .. "/wrong")))
    if not text then return end
    assert.equal(1, status)
    assert.truthy(text:find("wrong.lua:3: ", 1, true), text)
    assert.is_false(luacdk.exists(folder .. "/wrong"))
  end)

  it("gives the messages of synthesis, and of each cell that failed", function()
    luacdk.write(folder .. "/late.lua", "local cdk = require 'aws_cdk'\nlocal stack = cdk.Stack(cdk.App(), 'S')\n"
      .. "stack.node:add_validation { validate = function() return { 'too late' } end }\n")
    local text, status = host(("%s %s"):format(quoted(folder .. "/late.lua"), quoted(folder .. "/late")))
    if not text then return end
    assert.equal(1, status)
    assert.truthy(text:find("[S] too late", 1, true), text)
    luacdk.write(folder .. "/cells.lua", [[
      return cdk.matrix {
        template = cdk.template { params = { region = "string" }, build = function(scope, p)
          if p.region ~= "eu-west-1" then error("not in " .. p.region, 0) end
        end },
        region = { "eu-west-1", "us-east-1", "us-west-2" },
      }]])
    text, status = host(("%s %s"):format(quoted(folder .. "/cells.lua"), quoted(folder .. "/cells")))
    assert.equal(1, status)
    assert.matches("cell region=us%-east%-1: [^\n]*cells%.lua:3: not in us%-east%-1\n", text)
    assert.matches("cell region=us%-west%-2: [^\n]*cells%.lua:3: not in us%-west%-2\n", text)
    assert.truthy(text:find("2 of 3 cells failed: nothing was written", 1, true), text)
    assert.is_false(luacdk.exists(folder .. "/cells"))
  end)

  it("passes context on", function()
    luacdk.write(folder .. "/context.lua", "local cdk = require 'aws_cdk'\nlocal app = cdk.App()\n"
      .. "cdk.Stack(app, app.node:try_get_context('name'))\n")
    local text, status = host(("%s %s name=Given"):format(quoted(folder .. "/context.lua"), quoted(folder .. "/given")))
    if not text then return end
    assert.equal(0, status, text)
    assert.is_true(luacdk.exists(folder .. "/given/Given.template.json"))
  end)

  it("shows nobody else's names", function()
    if not luacdk.exists(build .. "/libluacdk.so.0") then pending("needs `make library`") return end
    local text = shell("nm -D --defined-only " .. quoted(build .. "/libluacdk.so.0"))
    local _, all = text:gsub("\n", "")
    local _, ours = text:gsub(" T luacdk_[a-z_]+@@LUACDK_0\n", "")
    assert.equal(all, ours + 1, text) -- and the name of the version itself
  end)
end)
