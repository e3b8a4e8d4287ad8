-- Definitions that extend another: what they inherit, what they change, and where mistakes are told.
local luacdk = require "spec.support.luacdk"

local BASE = [[
return cdk.template {
  doc = "A service",
  params = {
    memory = { type = "integer", max = 100, default = 3 },
    tags = { type = "map", of = "string", default = { A = "1" } },
    zones = { type = "list", of = "string", default = { "a" } },
    net = { type = "map", fields = { nat = { type = "integer", default = 1, max = 3 } } },
    code = { type = "code", default = { asset = "fn" } },
  },
  stack = { termination_protection = true },
  check = function(p) if p.memory == 13 then return "thirteen brings bad luck" end end,
  build = function(scope, p)
    sqs.Queue(scope, "Inherited")
    local folder = p.code.path:gsub("^.*/tmp%.[^/]*/", "")
    print(p.memory, p.tags.A, p.tags.B, table.concat(p.zones, " "), p.net.nat, folder)
  end,
}
]]

local folder

after_each(function() luacdk.remove(folder) end)

-- Runs d.lua, which extends base.lua.
local function run(text, arguments, files)
  local all = { ["base.lua"] = BASE, ["fn/index.py"] = "x", ["d.lua"] = text }
  for name, content in pairs(files or {}) do all[name] = content end
  folder = luacdk.folder(all)
  return luacdk.run(folder, arguments or { "d.lua", "-q" })
end

local function prints(expected, text, arguments, files)
  local result = run(text, arguments, files)
  assert.same({ 0, "", expected }, { result.status, result.err, result.out })
end

local function fails(message, text, arguments, files)
  local result = run(text, arguments, files)
  assert.same({ 1, message .. "\n" }, { result.status, result.err })
end

describe("a template that extends another", function()
  it("inherits everything, and has its own name", function()
    prints("3\t1\tnil\ta\t1\tfn\n", 'return cdk.template { extends = include "base.lua" }')
    local template = luacdk.read(folder .. "/cdk.out/d.template.json")
    assert.matches('"Description": "A service"', template)
    assert.matches('"terminationProtection": true', luacdk.read(folder .. "/cdk.out/manifest.json"))
  end)

  it("has other defaults, merged like a layer of values", function()
    local text = [[return cdk.template { extends = include "base.lua", defaults = {
      memory = 7, tags = { B = "2" }, zones = { append = { "b" } }, net = { nat = 2 } } }]]
    prints("7\t1\t2\ta b\t2\tfn\n", text)
    assert.matches("^memory   7 ", luacdk.run(folder, { "d.lua", "--explain-values" }).out)
    luacdk.write(folder .. "/values.yaml", "memory: 8\ntags: { A: x }\n")
    luacdk.write(folder .. "/values/e.yaml", "memory: ~\n")
    assert.equal("7\tx\t2\ta b\t2\tfn\n", luacdk.run(folder, { "d.lua", "-q", "--env", "e" }).out)
    prints("3\tnil\tnil\ta\t1\tfn\n",
      'return cdk.template { extends = include "base.lua", defaults = { tags = { A = cdk.NULL } } }')
  end)

  it("changes and adds parameters", function()
    local text = [[return cdk.template { extends = include "base.lua", params = {
      memory = { max = 5, doc = "How much" }, net = { fields = { nat = { max = 9 }, more = "string" } },
      extra = { type = "boolean", default = true } } }]]
    local result = run(text, { "params", "d.lua" })
    assert.equal([[
NAME      TYPE            DEFAULT         ALLOWED    WHAT
memory    integer         3               at most 5  How much
tags      map of string   {"A":"1"}
zones     list of string  ["a"]
net       map
net.nat   integer         1               at most 9
net.more  string
code      code            {"asset":"fn"}
extra     boolean         true
]], result.out)
  end)

  it("calls all checks, and builds on what it inherits", function()
    local text = [[return cdk.template { extends = include "base.lua", params = { x = "string" },
  check = function(p) if p.x then return "no x" end end,
  build = function(scope, p, inherited) inherited() sqs.Queue(scope, "Own") print(p.x) end }]]
    prints("3\t1\tnil\ta\t1\tfn\nnil\n", text)
    assert.matches("Inherited.*Own", luacdk.read(folder .. "/cdk.out/d.template.json"))
    fails("2 errors in the values:\n  base.lua:11: thirteen brings bad luck\n  d.lua:2: no x", text,
      { "d.lua", "--set", "memory=13", "--set", "x=1" })
  end)

  it("may be in another folder than what it extends, and at the end of a chain", function()
    local chain = {
      ["base.lua"] = 'return cdk.template { extends = include "lib/real.lua", defaults = { memory = 4 } }',
      ["lib/real.lua"] = BASE, ["lib/fn/index.py"] = "x", ["values.yaml"] = "zones: [v]",
      ["lib/values.yaml"] = "zones: [w]" }
    prints("4\t9\tnil\tv\t1\tlib/fn\n",
      'return cdk.template { extends = include "base.lua", defaults = { tags = { A = "9" } } }', nil, chain)
    prints("5\t1\tnil\ta\t1\tlib/fn\n",
      'include "base.lua":build(cdk.App(), "One", { memory = 5 })', nil, chain)
  end)

  it("cannot be extended by itself", function()
    local result = run('return cdk.template { extends = include "e.lua" }', nil,
      { ["e.lua"] = 'return cdk.template { extends = include "d.lua" }' })
    assert.matches("^[de].lua:1: files include each other: ", result.err)
  end)

  it("has its mistakes told on its lines", function()
    local start = 'return cdk.template { extends = include "base.lua",\n'
    fails("d.lua:2: unknown parameter 'memry'; did you mean 'memory'?", start .. "defaults = { memry = 1 } }")
    fails("d.lua:2: the default of memory: must be at most 100, got 200", start .. "defaults = { memory = 200 } }")
    fails("d.lua:3: the default of net.nat: must be at most 3, got 4", start .. "defaults = {\nnet = { nat = 4 } } }")
    fails("d.lua:2: the inherited parameter 'memory' is of type integer and cannot become 'size'",
      start .. 'params = { memory = "size" } }')
    fails("d.lua:2: unknown facet 'maxx'; did you mean 'max'?", start .. "params = { memory = { maxx = 1 } } }")
    fails("d.lua:2: memory: is required and has no value: set it in a values file, with --set memory=… or with "
      .. "LUACDK_P_MEMORY", start .. "params = { memory = { required = true } } }")
    fails("d.lua:1: cdk.template extends what cdk.template has returned, such as include \"base.lua\"; got 'base.lua'",
      'return cdk.template { extends = "base.lua" }')
    fails("d.lua:1: defaults are for parameters that are inherited with extends; give each parameter its own default",
      "return cdk.template { defaults = {}, build = print }")
  end)
end)

describe("a matrix that extends another", function()
  local MATRIX = { ["m.lua"] = [[return cdk.matrix {
  template = include "base.lua", env = { "dev", "prod" }, region = { "eu-west-1" },
  values = { memory = 200, tags = { A = "m" } },
}]] }

  it("inherits axes and merges values", function()
    prints("5\tm\tnil\ta\t1\tfn\n5\tm\tnil\ta\t1\tfn\n", [[return cdk.matrix { extends = include "m.lua",
      region = { "us-east-1", "us-west-2" }, values = { memory = 5 }, exclude = { { env = "dev" } } }]], nil, MATRIX)
    assert.equal("base-prod-us-east-1\nbase-prod-us-west-2\n", luacdk.run(folder, { "ls", "d.lua" }).out)
  end)

  it("tells mistakes where they were inherited from", function()
    fails("cell env=dev region=eu-west-1: m.lua:3: memory: must be at most 100, got 200",
      'return cdk.matrix { extends = include "m.lua", env = { "dev" } }', nil, MATRIX)
  end)
end)
