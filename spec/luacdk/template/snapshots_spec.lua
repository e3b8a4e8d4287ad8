-- luacdk test: facts and snapshots, the tests inside a definition.
local luacdk = require "spec.support.luacdk"

local DEFINITION = [[
return cdk.template {
  params = { seconds = { type = "integer", default = 3, max = 20 } },
  facts = { ["long waits are whole"] = function(p) return p.seconds < 10 or p.seconds % 5 == 0 end },
  snapshots = {
    ["by default"] = {},
    long = { seconds = 20 },
  },
  build = function(scope, p)
    sqs.Queue(scope, "Jobs", { receive_message_wait_time = cdk.Duration.seconds(p.seconds) })
  end,
}
]]

describe("luacdk test", function()
  local folder

  before_each(function() folder = luacdk.folder { ["d.lua"] = DEFINITION } end)
  after_each(function() luacdk.remove(folder) end)

  local function change(what, by, file)
    file = folder .. "/" .. (file or "d.lua")
    local text, count = luacdk.read(file):gsub(what:gsub("%p", "%%%0"), (by:gsub("%%", "%%%%")))
    assert.equal(1, count, what)
    luacdk.write(file, text)
  end

  local function test(...) return luacdk.run(folder, { "test", "d.lua", ... }) end

  local function gives(status, out, err, ...)
    local result = test(...)
    assert.same({ status, out, err }, { result.status, result.out, result.err })
  end

  local NO_MISTAKES = "d.lua: no values files, no mistakes\n"

  local function accept() gives(0, NO_MISTAKES .. "d.lua.snapshots: 2 templates\n", "", "--update") end

  it("compares the template of each snapshot with the one that was committed", function()
    gives(1, NO_MISTAKES, "luacdk: there is no d.lua.snapshots yet; luacdk test d.lua --update makes it\n")
    accept()
    assert.same({ "by default.template.json", "long.template.json" }, luacdk.list(folder .. "/d.lua.snapshots"))
    assert.truthy(luacdk.read(folder .. "/d.lua.snapshots/long.template.json"):find(
      '"ReceiveMessageWaitTimeSeconds": 20', 1, true))
    gives(0, NO_MISTAKES .. "d.lua.snapshots: 2 templates, none differs\n", "")
    change("default = 3", "default = 4")
    gives(1, NO_MISTAKES .. "by default:\n  ~ JobsDF1CC2D4.ReceiveMessageWaitTimeSeconds 3 → 4 (no interruption)\n",
      "luacdk: 1 of 2 stacks differs from d.lua.snapshots; --update accepts the changes\n")
    accept()
    gives(0, NO_MISTAKES .. "d.lua.snapshots: 2 templates, none differs\n", "")
  end)

  it("takes values over the defaults, and none of files, which facts are about", function()
    accept()
    luacdk.write(folder .. "/values.yaml", "seconds: 17\n")
    gives(1, "d.lua:3: the fact 'long waits are whole' is false: seconds = 17 (values.yaml:1)\n"
      .. "d.lua.snapshots: 2 templates, none differs\n", "1 mistake in 1 values file\n")
  end)

  it("tells what cannot be made, and compares the rest", function()
    accept()
    change("seconds = 20 }", "seconds = 21 }")
    gives(1, NO_MISTAKES .. "d.lua:6: seconds: must be at most 20, got 21\n  in the snapshot 'long'\n"
      .. "d.lua.snapshots: 1 template, none differs\n", "1 snapshot could not be made\n")
    change("sqs.Queue(", "sqs.Queeu(")
    gives(1, NO_MISTAKES .. "d.lua:9: sqs has no member 'Queeu'; did you mean 'Queue'?\n"
      .. "  in the snapshot 'by default'\nd.lua:6: seconds: must be at most 20, got 21\n  in the snapshot 'long'\n",
      "2 snapshots could not be made\n")
    test "--update"
    assert.same({ "by default.template.json", "long.template.json" }, luacdk.list(folder .. "/d.lua.snapshots"))
  end)

  it("notices snapshots that were added and removed", function()
    accept()
    change("long = {", "longer = {")
    gives(1, NO_MISTAKES .. "longer:\n  is not in the snapshot\nlong:\n  is only in the snapshot\n",
      "luacdk: 2 of 3 stacks differ from d.lua.snapshots; --update accepts the changes\n")
    accept()
    assert.same({ "by default.template.json", "longer.template.json" }, luacdk.list(folder .. "/d.lua.snapshots"))
  end)

  it("has nothing to compare in a definition without snapshots", function()
    luacdk.write(folder .. "/d.lua", "return cdk.template { build = print }\n")
    gives(0, NO_MISTAKES, "")
    luacdk.write(folder .. "/d.lua", "print 'no definition'\n")
    gives(1, "no definition\n", "d.lua does not return a definition: values and parameters need `return cdk.template "
      .. "{ … }` or `return cdk.matrix { … }`\n")
  end)

  it("tests the template of a matrix, and facts for each cell", function()
    luacdk.write(folder .. "/m.lua", "return cdk.matrix { template = include 'd.lua', region = { 'eu-west-1' },\n"
      .. "  values = function(cell) return { seconds = 13 } end }\n")
    local result = luacdk.run(folder, { "test", "m.lua", "--update" })
    assert.same({ 1, "d.lua:3: the fact 'long waits are whole' is false: seconds = 13 (m.lua:2)\n"
      .. "m.lua.snapshots: 2 templates\n", "1 mistake in no values files\n" },
      { result.status, result.out, result.err })
  end)

  it("does not inherit snapshots", function()
    luacdk.write(folder .. "/heir.lua", "return cdk.template { extends = include 'd.lua', snapshots = { own = {} } }\n")
    local result = luacdk.run(folder, { "test", "heir.lua", "--update" })
    assert.equal("heir.lua: no values files, no mistakes\nheir.lua.snapshots: 1 template\n", result.out, result.err)
    assert.truthy(luacdk.exists(folder .. "/heir.lua.snapshots/own.template.json"))
  end)

  it("refuses names that are no names of files, on their line", function()
    for _, name in ipairs { "../up", "a/b", ".hidden", "", "a\\nb", "-dash" } do
      luacdk.write(folder .. "/d.lua", DEFINITION:gsub("long = ", '["' .. name .. '"] = ', 1))
      local result = test()
      assert.equal(1, result.status)
      assert.matches("^d.lua:6: snapshots are values by names of letters, digits, blanks", result.err)
    end
    luacdk.write(folder .. "/d.lua", DEFINITION:gsub("long = {.-}", "long = 5", 1))
    assert.matches("^d.lua:6: snapshots are values by names", test().err)
    luacdk.write(folder .. "/d.lua", DEFINITION:gsub("snapshots = {.-\n  }", "snapshots = 5", 1))
    assert.matches("^d.lua:4: snapshots of cdk.template must be a table, got 5", test().err)
  end)

  it("keeps the definition in the sandbox", function()
    change("sqs.Queue(", "io.open('stolen', 'w') sqs.Queue(")
    local result = test()
    assert.equal(1, result.status)
    assert.truthy(result.out:find("d.lua:9: ", 1, true), result.out)
    assert.same({ "d.lua" }, luacdk.list(folder))
  end)
end)
