-- The module for another Lua: Debian's lua5.4 with what `make rock` has built, as packaging/luacdk-scm-1.rockspec
-- installs it.
local luacdk = require "spec.support.luacdk"

local program = os.getenv "LUACDK" or "build/luacdk"
local rock = program:match("^(.*)/[^/]*$"):gsub("/sanitize$", "") .. "/rock"

local function quoted(text) return "'" .. text:gsub("'", [['\'']]) .. "'" end

local function shell(command)
  local pipe = assert(io.popen("{ " .. command .. "; } 2>&1"))
  local text = pipe:read("a")
  local _, _, status = pipe:close()
  return text, status
end

local here = shell("pwd"):gsub("\n$", "")
if rock:sub(1, 1) ~= "/" then rock = here .. "/" .. rock end

local is_there = luacdk.exists(rock .. "/luacdk.so") and select(2, shell "command -v lua5.4") == 0

local environment = ("LUA_CPATH=%s LUA_PATH=%s CDK_DOCKER=tools/demo-docker")
  :format(quoted(rock .. "/?.so"), quoted(here .. "/tools/rock/?.lua;./?.lua"))

--- Runs `lua5.4 ARGUMENTS` in the folder; the assembly goes to `output`.
local function lua(folder, arguments, output)
  return shell(("cd %s && env %s CDK_OUTDIR=%s lua5.4 %s")
    :format(quoted(folder), environment, quoted(output or folder .. "/cdk.out"), arguments))
end

--- What the script of that text prints.
local function script(text, before)
  local folder = luacdk.folder { ["app.lua"] = text }
  finally(function() luacdk.remove(folder) end)
  return lua(folder, (before or "") .. " app.lua")
end

-- A call that spans lines is on its first line in older releases of Lua, on that of its name in newer ones.
local function without_lines(text) return (text:gsub("(%.lua):%d+", "%1")) end

describe("the module for another Lua", function()
  local function it_has(name, f)
    it(name, function()
      if not is_there then pending("needs `make rock` and lua5.4") return end
      f()
    end)
  end

  for _, file in ipairs(luacdk.list "examples") do
    local name = file:match "^([^/]+)%.lua$"
    if name then
      it_has("writes for " .. file .. " what the program writes", function()
        local ours, its = luacdk.folder(), luacdk.folder()
        finally(function() luacdk.remove(ours) luacdk.remove(its) end)
        local result = luacdk.run(".", { "synth", "-q", "examples/" .. file, "-o", ours .. "/out" },
          { env = { CDK_DOCKER = "tools/demo-docker" } })
        assert.equal(0, result.status, result.err)
        local example = "examples/" .. file
        local text = luacdk.read(example)
        if not text:find ":synth()" then -- the program does it at the end
          example = its .. "/" .. file
          luacdk.write(example, text .. "\nstack.node.root:synth()\n")
        end
        local said, status = lua(".", "-l luacdk.globals " .. quoted(example), its .. "/out")
        assert.equal(0, status, said)
        assert.same(luacdk.list(ours .. "/out"), luacdk.list(its .. "/out"))
        for _, written in ipairs(luacdk.list(ours .. "/out")) do
          if written:sub(-1) ~= "/" then
            assert.equal(without_lines(luacdk.read(ours .. "/out/" .. written)),
              without_lines(luacdk.read(its .. "/out/" .. written)), written)
          end
        end
      end)
    end
  end

  it_has("is the core, and has the other modules found", function()
    assert.equal("true\ttrue\ttrue\n", script [[
      local cdk = require "luacdk"
      print(cdk == require "aws_cdk", (require "aws_cdk.aws_s3").Bucket ~= nil, require "constructs" ~= nil)]])
  end)

  it_has("is found under the library's own names, too", function()
    assert.equal("true\ttrue\n", script [[
      local constructs = require "constructs"
      local cdk = require "aws_cdk"
      print(cdk == require "luacdk", constructs.Construct ~= nil)]])
  end)

  it_has("leaves globals and Lua's own functions as they are", function()
    assert.equal("true\ttrue\ttrue\tnil\n", script [[
      local before, names = { pairs, next, table.concat, require, print, string.format }, 0
      for _ in pairs(_G) do names = names + 1 end
      require "luacdk"
      local after = { pairs, next, table.concat, require, print, string.format }
      local same = true
      for i, f in ipairs(before) do same = same and f == after[i] end
      for _ in pairs(_G) do names = names - 1 end
      print(same, names == 0, getmetatable(_G) == nil, s3)]])
  end)

  it_has("makes a script's globals if it is asked to, and leaves strict ones strict", function()
    assert.equal("true\ttrue\nfalse\tstrict: nonesuch\n", script [[
      setmetatable(_G, { __index = function(_, name) error("strict: " .. name, 0) end })
      local cdk = require "luacdk.globals"
      print(s3 == require "aws_cdk.aws_s3", include ~= nil)
      print(pcall(function() return nonesuch end))]])
  end)

  it_has("names the user's line in errors", function()
    local text, status = script [[
      local cdk = require "luacdk"
      local s3 = require "aws_cdk.aws_s3"
      local stack = cdk.Stack(cdk.App(), "Storage")
      s3.Bucket(stack, "Files", { versoned = true })]]
    assert.equal(1, status)
    assert.equal("lua5.4: app.lua:4: [Storage] s3.Bucket 'Files': unknown property 'versoned'; did you mean "
      .. "'versioned'?", text:match "^[^\n]*")
  end)

  it_has("can synthesise again after an error that was caught", function()
    assert.equal("app.lua:5: not yet\ntrue\n", script [[
      local cdk = require "luacdk"
      local app, ready = cdk.App(), false
      local stack = cdk.Stack(app, "Storage")
      cdk.CfnOutput(stack, "Out", { value = cdk.Lazy.string { produce = function()
        return ready and "x" or error "not yet"
      end } })
      print(select(2, pcall(app.synth, app)))
      ready = true
      app:synth()
      print(io.open "cdk.out/Storage.template.json" ~= nil)]])
  end)

  it_has("bears a collector that runs all the time", function()
    local output = luacdk.folder()
    finally(function() luacdk.remove(output) end)
    luacdk.write(output .. "/collect.lua", [[
      debug.sethook(function() collectgarbage() end, "", 20000)
      dofile(arg[1])]])
    local words = { "-l luacdk.globals", quoted(output .. "/collect.lua"), "examples/queue_worker.lua" }
    local text, status = lua(".", table.concat(words, " "), output .. "/out")
    assert.equal(0, status, text)
    assert.is_true(luacdk.exists(output .. "/out/manifest.json"))
  end)

  it_has("runs tests of definitions, with the names that these expect", function()
    local folder = luacdk.folder {
      ["storage.lua"] = [[
        return cdk.template {
          params = { kept = { type = "boolean", default = false } },
          build = function(scope, p) s3.Bucket(scope, "Files", { versioned = p.kept }) end,
        }]],
      ["values.lua"] = "return { kept = true }",
      ["test.lua"] = [[
        local cdk = require "luacdk"
        local bucket = cdk.testing.render("storage.lua"):resource "AWS::S3::Bucket"
        print(bucket.properties.VersioningConfiguration.Status, cdk == nil, s3)]],
    }
    finally(function() luacdk.remove(folder) end)
    assert.equal("Enabled\tfalse\tnil\n", (lua(folder, "test.lua")))
  end)

  it_has("takes context from cdk.json and tells what is wrong with it", function()
    local folder = luacdk.folder {
      ["cdk.json"] = '{ "context": { "name": "Given" } }',
      ["app.lua"] = 'print((require "luacdk").App().node:try_get_context "name")',
    }
    finally(function() luacdk.remove(folder) end)
    assert.equal("Given\n", (lua(folder, "app.lua")))
    luacdk.write(folder .. "/cdk.json", "{")
    local text = lua(folder, "app.lua")
    assert.truthy(text:find("cdk.json", 1, true), text)
  end)

  it_has("shows nobody else's names", function()
    local text = shell("nm -D --defined-only " .. quoted(rock .. "/luacdk.so"))
    assert.same({ "luaopen_luacdk", "luaopen_luacdk_globals" },
      { text:match "^%x+ T (%S+)\n%x+ T (%S+)\n$" })
  end)

  it("is found in the program as well, for scripts of both", function()
    local result = luacdk.script [[
      local cdk = require "luacdk"
      print(cdk == require "aws_cdk", cdk == require "luacdk.globals")]]
    assert.equal("true\ttrue\n", result.out, result.err)
  end)

  it("has a rockspec that makes and installs it", function()
    local spec = {}
    assert(loadfile("packaging/luacdk-scm-1.rockspec", "t", spec))()
    local makefile = luacdk.read "tools/rock/rock.mk"
    assert.truthy(makefile:find("\n" .. spec.build.build_target .. ":", 1, true))
    assert.truthy(makefile:find("\n" .. spec.build.install_target:gsub("%p", "%0") .. ":", 1, true))
    for name in pairs(spec.build.install_variables) do
      assert.truthy(name == "CFLAGS" or makefile:find(name, 1, true), name)
    end
  end)
end)
