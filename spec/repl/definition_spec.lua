-- luacdk repl with definitions, which run in the sandbox there as well.
local luacdk = require "spec.support.luacdk"

describe("luacdk repl of a definition", function()
  local folder

  before_each(function()
    folder = luacdk.folder {
      ["def/def.lua"] = [[
        return cdk.template {
          params = { size = { type = "integer", default = 1 } },
          build = function(stack, p)
            sqs.Queue(stack, "Q", { delivery_delay = cdk.Duration.seconds(p.size) })
          end,
        }]],
      ["def/matrix.lua"] = 'return cdk.matrix { template = include "def.lua", env = { "dev", "prod" } }',
      ["def/reaches.lua"] = [[
        os.execute "echo >escaped"
        return cdk.template { build = function(stack) os.execute "echo >escaped" end }]],
      ["def/prints.lua"] = "return cdk.template { build = function() print 'x\\27[2J\\194\\155y\\155' end }",
      ["def/loops.lua"] = [[
        return cdk.template { build = function(stack)
          stack.template_options.description = cdk.Lazy.string { produce = function() while true do end end }
        end }]],
      ["far/data.json"] = '{ "a": 7 }',
    }
  end)
  after_each(function() luacdk.remove(folder) end)

  local function feed(input, words, before)
    return luacdk.run(folder .. "/def", { "repl", table.unpack(words) },
      { input = input, env = { HOME = folder }, before = before })
  end

  it("has the app and the stack", function()
    local result = feed("stack\napp.node.children[1] == stack\n:find Queue\n", { "def.lua" })
    assert.same({ 0, "" }, { result.status, result.err })
    assert.matches("^Stack def %[1 resource%]\ntrue\n.*AWS::SQS::Queue", result.out)
  end)

  it("takes values as other commands do", function()
    local line = "stack:resolve(stack.node:find_child('Q').node.default_child.delay_seconds)\n"
    assert.equal("9\n", feed(line, { "def.lua", "--set", "size=9" }).out)
    local result = feed("1\n", { "--set", "size=9" })
    assert.same({ 2, "luacdk: values are for a definition: luacdk repl FILE\nTry `luacdk help repl`.\n" },
      { result.status, result.err })
    luacdk.write(folder .. "/def/app.lua", "cdk.Stack(cdk.App(), 'S')")
    assert.matches("does not return a definition", feed("1\n", { "app.lua", "--set", "size=9" }).err)
  end)

  it("has the stacks of a matrix by their names", function()
    local result = feed("stacks['def-prod'].node.id\n:synth\n", { "matrix.lua" })
    assert.same({ 0, '"def-prod"\n', "cdk.out: 2 stacks: def-dev, def-prod\n" },
      { result.status, result.out, result.err })
  end)

  it("runs it in the sandbox", function()
    local result = feed("1\n", { "reaches.lua" })
    assert.matches("^reaches%.lua:1: the sandbox has no 'os'; pass %-%-trust to allow it", result.err)
    assert.is_false(luacdk.exists(folder .. "/def/escaped"))
    assert.equal(0, feed("1\n", { "--trust", "reaches.lua" }).status)
    assert.is_true(luacdk.exists(folder .. "/def/escaped"))
  end)

  it("lets it command no terminal", function()
    assert.equal("x?[2J?y?\n", feed("", { "prints.lua" }).out)
    assert.equal("x?[2J?y?\nz?[2J\n", feed("include('prints.lua'):build(cdk.App(), 'S') print 'z\\27[2J'\n", {}).out)
  end)

  it("writes the assembly, but no script", function()
    assert.equal("cdk.out: 1 stack: def\n", feed(":synth\n", { "def.lua" }).err)
    assert.is_true(luacdk.exists(folder .. "/def/cdk.out/def.template.json"))
    assert.matches(':save has no script to write for the definition def%.lua: put lines into a script that has'
      .. ' `include "def%.lua":build', feed(":save x.lua\n", { "def.lua" }).err)
  end)

  it("limits what a line runs of it, not how long somebody thinks", function()
    local slowly = "sh -c '(echo \"s = include([[def.lua]]):build(cdk.App(), [[S]])\"; sleep 1.5; echo 1 + 1)"
      .. " | \"$@\"' sh"
    assert.same({ status = 0, out = "2\n", err = "" }, feed("", { "--time-limit", "1" }, slowly))
    local result = feed("s = include('loops.lua'):build(cdk.App(), 'S')\n"
      .. "s:resolve(s.template_options.description)\n3\n", { "--keep-going", "--time-limit", "0.5" })
    assert.equal("3\n", result.out)
    assert.equal("loops.lua:2: the limit of 0.5 seconds was reached; --time-limit changes it\n", result.err)
  end)

  it("runs earlier lines again that may do more than it", function()
    local result = feed("t = cdk.read_json '../far/data.json'\ns = include('def.lua'):build(cdk.App(), 'S')\nx = 1\n"
      .. ":undo\nx\nt.a\n:synth ../out\n:save saved.lua\n", {})
    assert.same({ 0, "nil\n7\n", "../out: 1 stack: S\n" }, { result.status, result.out, result.err })
    assert.same({ status = 0, out = "", err = "cdk.out: 1 stack: S\n" }, luacdk.run(folder .. "/def", "saved.lua"))
  end)
end)
