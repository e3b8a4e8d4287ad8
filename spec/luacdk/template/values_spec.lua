-- Values in layers: their order, how they are merged, where they come from, what is wrong with them.
local luacdk = require "spec.support.luacdk"

local DEFINITION = [[
local cdk = require "aws_cdk"
return cdk.template {
  params = {
    memory = { type = "integer", default = 1, max = 100 },
    name = "string",
    tags = { type = "map", of = "string", default = { Owner = "default" } },
    zones = { type = "list", of = "string", default = { "a" } },
    net = { type = "map", fields = {
      cidr = { type = "cidr", default = "10.0.0.0/16" },
      nat_gateways = { type = "integer", default = 1 },
    } },
    password = { type = "secret", default = "hidden" },
  },
  build = function(scope, p)
    local tags = {}
    for key, value in pairs(p.tags) do tags[#tags + 1] = key .. "=" .. value end
    table.sort(tags)
    print(p.memory, p.name, table.concat(tags, " "), table.concat(p.zones, " "), p.net.cidr, p.net.nat_gateways)
  end,
}
]]

local function run(files, arguments, options)
  local all = { ["d.lua"] = DEFINITION }
  for name, text in pairs(files) do all[name] = text end
  local folder = luacdk.folder(all)
  local result = luacdk.run(folder, { "d.lua", "-q", table.unpack(arguments or {}) }, options)
  luacdk.remove(folder)
  return result
end

-- The words that `build` prints.
local function values(files, arguments, options)
  local result = run(files, arguments, options)
  assert.equal("", result.err)
  local words = {}
  for word in result.out:gmatch "[^\t\n]+" do words[#words + 1] = word end
  return words
end

local function fails(message, files, arguments, options)
  local result = run(files, arguments, options)
  assert.equal(message .. "\n", result.err)
  assert.equal(1, result.status)
end

describe("the layers", function()
  it("lie over each other in their order", function()
    local files = {
      ["values.yaml"] = "memory: 2\n", ["values/prod.json"] = '{"memory": 3}', ["a.yaml"] = "memory: 4",
      ["b.lua"] = "return { memory = 5 }",
    }
    local env = { LUACDK_P_MEMORY = "6" }
    assert.equal("1", values({})[1])
    assert.equal("2", values(files)[1])
    assert.equal("3", values(files, { "--env", "prod" })[1])
    assert.equal("4", values(files, { "--env", "prod", "--values", "a.yaml" })[1])
    assert.equal("5", values(files, { "--values", "a.yaml", "--values", "b.lua" })[1])
    assert.equal("4", values(files, { "--values", "b.lua", "--values", "a.yaml" })[1])
    assert.equal("6", values(files, { "--values", "a.yaml" }, { env = env })[1])
    assert.equal("7", values(files, { "--set", "memory=7" }, { env = env })[1])
    assert.equal("8", values(files, { "--set", "memory=7", "--set", "memory=8" })[1])
  end)

  it("merge maps and replace lists", function()
    local files = { ["values.yaml"] = "tags: { Team: a }\nzones: [b]\nnet:\n  nat_gateways: 2\n" }
    assert.same({ "1", "nil", "Owner=default Team=a", "b", "10.0.0.0/16", "2" }, values(files))
  end)

  it("append to lists when told to, in Lua, JSON, YAML, and by +=", function()
    assert.equal("a b", values({ ["values.lua"] = 'return { zones = { append = { "b" } } }' })[4])
    assert.equal("a b", values({ ["values.json"] = '{"zones": {"append": ["b"]}}' })[4])
    assert.equal("a b", values({ ["values.yaml"] = "zones:\n  append: [b]\n" })[4])
    assert.equal("a b c", values({}, { "--set", "zones+=b,c" })[4])
    assert.equal("x b", values({ ["values.yaml"] = "zones: [x]" }, { "--set", "zones+=b" })[4])
    fails("--set memory: memory is not a list: += appends only to lists", {}, { "--set", "memory+=1" })
  end)

  it("take a value back by null", function()
    local files = { ["values.yaml"] = "memory: 5", ["values/x.yaml"] = "memory: null" }
    assert.equal("1", values(files, { "--env", "x" })[1])
    local lower = { ["values.yaml"] = "memory: 5\ntags: { Team: x, Cost: y }\nnet: { nat_gateways: 3 }" }
    local function with(name, text) return { ["values.yaml"] = lower["values.yaml"], [name] = text } end
    local expected = { "1", "nil", "Owner=default Team=x", "a", "10.0.0.0/16", "1" }
    for name, text in pairs { ["values/x.yaml"] = "memory: null\ntags: { Cost: ~ }\nnet: null",
      ["values/x.json"] = '{"memory": null, "tags": {"Cost": null}, "net": {"nat_gateways": null}}',
      ["values/x.lua"] = "return { memory = cdk.NULL, tags = { Cost = cdk.NULL }, net = cdk.NULL }" } do
      assert.same(expected, values(with(name, text), { "--env", "x" }), name)
    end
    assert.same(expected, values(lower, { "--set", "memory=null", "--set", "tags.Cost=null", "--set", "net=null" }))
    assert.same(expected, values(lower, {}, { env = { LUACDK_P_MEMORY = "null", LUACDK_P_TAGS__Cost = "null",
      LUACDK_P_NET = "null" } }))
    assert.equal("Owner=default", values(lower, { "--set", "tags=null" })[3])
    assert.equal("Owner=default", values({}, { "--set", "tags.Nope=null" })[3])
    assert.equal("null", values({ ["values.yaml"] = "name: 'null'" })[2])
    assert.equal("a null", values({}, { "--set", "zones=a,null" })[4])
  end)

  it("lose nothing: gaps, null in lists, numbers that cannot be kept, keys that are no texts are errors", function()
    local definition = { ["d.lua"] = [[return cdk.template { params = { rate = { type = "number", default = 1 },
      count = { type = "integer", default = 1 }, l = { type = "list", of = "string", default = {} },
      m = { type = "map", of = "string", default = {} } }, build = function(_, p) print(p.rate, p.count) end }]] }
    local function says(message, name, text, arguments)
      local files = { ["d.lua"] = definition["d.lua"], [name] = text }
      fails(message, files, arguments)
    end
    local kept = "cannot be represented exactly, since JSON numbers have 53 bits"
    local size = "an integer of that size cannot be represented exactly: write it as a string, in quotes"
    says("values.lua:1: l: must be a list without gaps, but its entry 2 is nil", "values.lua",
      "return { l = { 'x', nil, 'y' } }")
    says("values.lua:1: l: must be a list, but has an entry named 'more'", "values.lua",
      "return { l = { 'x', more = 'y' } }")
    says("values.yaml:1: l.2: null cannot be in a list: leave the entry out", "values.yaml", "l: [x, null, y]")
    says("values.json:1: l.1: null cannot be in a list: leave the entry out", "values.json", '{"l": [null]}')
    says("values.lua:1: m: must have strings as keys, got the number 1.5", "values.lua",
      "return { m = { [1.5] = 'b' } }")
    says("values.lua:1: rate: must be a number, but inf is not a number that a template can contain", "values.lua",
      "return { rate = math.huge }")
    says("--set rate: rate: must be a number, but inf is not a number that a template can contain", "x", "",
      { "--set", "rate=1e400" })
    says("--set count: count: must be an integer, but 9007199254740993 " .. kept, "x", "",
      { "--set", "count=9007199254740993" })
    says("values.lua:1: count: must be an integer, but 9007199254740993 " .. kept, "values.lua",
      "return { count = 9007199254740993 }")
    says("values.yaml:1:8: 9007199254740993: " .. size, "values.yaml", "count: 9007199254740993")
    says("values.json:1:11: " .. size, "values.json", '{"count": 9007199254740993}')
    says("values.json:1:10: infinity cannot be written in a template", "values.json", '{"rate": 1e400}')
    assert.same({ "1", "9007199254740992" }, values({ ["d.lua"] = definition["d.lua"],
      ["values.yaml"] = "count: 9007199254740992" }))
  end)

  it("reach into maps by --set and by the environment", function()
    assert.equal("Owner=default Team=x", values({}, { "--set", "tags.Team=x" })[3])
    assert.equal("Owner=default a.b=x", values({}, { "--set", "tags.a\\.b=x" })[3])
    assert.equal("3", values({}, {}, { env = { LUACDK_P_NET__NAT_GATEWAYS = "3" } })[6])
    assert.equal("Cost=1 Owner=default", values({}, {}, { env = { LUACDK_P_TAGS__Cost = "1" } })[3])
  end)

  it("may be values.lua with statements", function()
    assert.equal("9", values({ ["values.lua"] = "local v = {}\nv.memory = 3 * 3\nreturn v" })[1])
  end)

  it("are one file of a name only", function()
    fails("both values.lua and values.yaml exist: keep the values in one of them",
      { ["values.lua"] = "return {}", ["values.yaml"] = "" })
  end)

  it("of an environment that is not there are told with the nearest", function()
    fails("there are no values for the environment 'prd' in values; did you mean 'prod'?",
      { ["values/prod.yaml"] = "" }, { "--env", "prd" })
  end)

  it("may be any file, wherever it is; one that cannot be read is told", function()
    fails("cannot read the values missing.yaml: No such file or directory", {}, { "--values", "missing.yaml" })
    fails("values.txt: a values file must end in .lua, .json, .yaml or .yml", { ["values.txt"] = "" },
      { "--values", "values.txt" })
  end)
end)

describe("what is wrong with values", function()
  it("is told together, each at its file and line", function()
    fails([[
4 errors in the values:
  values.yaml:2: unknown parameter 'memroy'; did you mean 'memory'?
  values/prod.json:3: net: unknown key 'cird'; did you mean 'cidr'?
  values/prod.json:2: memory: must be at most 100, got 500
  values.yaml:1: name: must be a string, got the number 5; put it in quotes]], {
      ["values.yaml"] = "name: 5\nmemroy: 3\n",
      ["values/prod.json"] = '{\n  "memory": 500,\n  "net": { "cird": "10.0.0.0/8" }\n}',
    }, { "--env", "prod" })
  end)

  it("in a values file of Lua has its line too", function()
    fails("values.lua:4: net.nat_gateways: must be an integer, got the string '2'; write it without quotes",
      { ["values.lua"] = 'return {\n  memory = 1,\n  net = {\n    nat_gateways = "2",\n  },\n}' })
    fails("values.lua:2: memory: must be an integer, got true",
      { ["values.lua"] = "local v = {}\nv.memory = true\nreturn v" })
  end)

  it("names --set and variables", function()
    fails("--set memory: memory: must be an integer, got 'x'", {}, { "--set", "memory=x" })
    fails("LUACDK_P_MEMORY: memory: must be an integer, got 'x'", {}, {}, { env = { LUACDK_P_MEMORY = "x" } })
    fails("LUACDK_P_MEMROY: unknown parameter 'MEMROY'; did you mean 'memory'?", {}, {},
      { env = { LUACDK_P_MEMROY = "1" } })
    fails("--set net.cird: net: unknown key 'cird'; did you mean 'cidr'?", {}, { "--set", "net.cird=x" })
    fails("--set memory.x: memory has no keys, its type is integer", {}, { "--set", "memory.x=1" })
    fails("--set needs NAME=VALUE, not 'memory'", {}, { "--set", "memory" })
  end)

  it("names the table in which something required is missing", function()
    fails("values.yaml:2: list.1.a: is required and has no value", {
      ["values.yaml"] = "list:\n  - b: x\n", ["d.lua"] = [[
return cdk.template {
  params = { list = { type = "list", of = { type = "map", fields = {
    a = { type = "integer", required = true }, b = "string",
  } } } },
  build = function() end,
}]] })
  end)

  it("is the reader's message where a file is no JSON or YAML", function()
    local result = run({ ["values.json"] = "{\n  nothing" })
    assert.truthy(result.err:find("^values%.json:2:3: "), result.err)
    result = run({ ["values.yaml"] = "a: [1" })
    assert.truthy(result.err:find("^values%.yaml:%d+:%d+: "), result.err)
  end)
end)

describe("values files of several definitions in one folder", function()
  local FILES = { ["a.lua"] = DEFINITION, ["b.lua"] = DEFINITION, ["values.yaml"] = "memory: 1\n" }

  -- The memory that a definition gets, and from where.
  local function memory(name, files, ...)
    local all = {}
    for file, text in pairs(FILES) do all[file] = text end
    for file, text in pairs(files) do all[file] = text end
    local folder = luacdk.folder(all)
    local result = luacdk.run(folder, { name .. ".lua", "--explain-values", ... })
    luacdk.remove(folder)
    return result.out:match "memory%s+(%S+%s+%S+)" or result.err
  end

  it("are taken by those that have none of their own", function()
    assert.matches("^1 +values%.yaml:1$", memory("a", {}))
    assert.matches("^1 +values%.yaml:1$", memory("a", { ["b.values.yaml"] = "memory: 2" }))
    assert.matches("^4 +values/prod%.yaml:1$", memory("a", { ["values/prod.yaml"] = "memory: 4" }, "--env", "prod"))
  end)

  it("beside it, or in a folder of its name, are a definition's own", function()
    assert.matches("^2 +b%.values%.yaml:1$", memory("b", { ["b.values.yaml"] = "memory: 2" }))
    assert.matches("^3 +b/values%.json:1$", memory("b", { ["b/values.json"] = '{ "memory": 3 }' }))
    assert.matches("^5 +b/values/prod%.yaml:1$", memory("b", { ["b/values/prod.yaml"] = "memory: 5",
      ["values/prod.yaml"] = "memory: 4" }, "--env", "prod"))
    assert.matches("^default,$", (memory("b", { ["b/values/prod.yaml"] = "memory: 5" }):match "%S+$"))
    assert.matches("^there are no values for the environment 'prd' in b/values; did you mean 'prod'%?",
      memory("b", { ["b/values/prod.yaml"] = "memory: 5" }, "--env", "prd"))
    assert.matches("both b%.values%.yaml and b/values%.yaml exist", memory("b", { ["b.values.yaml"] = "memory: 2",
      ["b/values.yaml"] = "memory: 2" }))
  end)

  it("of a matrix are named like its file, or its template's", function()
    local fleet = "return cdk.matrix { template = include 'b.lua', stage = { 'x' } }"
    assert.matches("^2 +fleet%.values%.yaml:1$", memory("fleet", { ["fleet.lua"] = fleet,
      ["fleet.values.yaml"] = "memory: 2", ["b.values.yaml"] = "memory: 3" }))
    assert.matches("^3 +b%.values%.yaml:1$", memory("fleet", { ["fleet.lua"] = fleet,
      ["b.values.yaml"] = "memory: 3" }))
  end)
end)

describe("a values file", function()
  it("that is Lua and returns nothing is an error", function()
    assert.matches("^values%.lua: it returns nothing: end it with `return { … }`\n",
      run({ ["values.lua"] = "local v = { memory = 2 }" }).err)
  end)

  it("may name its schema", function()
    assert.equal(0, run({ ["values.json"] = '{ "$schema": "./schema.json", "memory": 2 }' }).status)
    assert.matches("unknown parameter '$schema'", run({ ["values.yaml"] = "$schema: 2" }).err, 1, true)
  end)
end)

describe("--set", function()
  it("of a kind of code takes the place of a default of another kind, with its options", function()
    local definition = [[return cdk.template {
      params = { code = { type = "code", default = { asset = "fn", exclude = { "x" } } } }, build = function() end }]]
    local function code(...)
      local words = { "--explain-values" }
      for _, text in ipairs { ... } do words[#words + 1] = "--set=" .. text end
      return run({ ["d.lua"] = definition, ["fn/x"] = "", ["other/x"] = "" }, words).out:match "code  (.-)  "
    end
    assert.equal("inline x", code "code.inline=x")
    assert.equal("bucket b, key k", code("code.bucket=b", "code.key=k"))
    assert.equal("asset other, exclude a list of 1", code "code.asset=other")
  end)
end)

describe("--explain-values", function()
  it("says of each value the file and line, and what it overrode; of secrets where they are kept", function()
    local result = run({
      ["values.yaml"] = "memory: 2\ntags:\n  Team: a\nzones:\n  append: [b]\n",
      ["values/prod.lua"] = "return {\n  memory = 3,\n}",
    }, { "--env", "prod", "--explain-values", "--set", "net.nat_gateways=2", "--set", "password=secret-name" })
    assert.equal("", result.err)
    assert.equal([[
memory            3                            values/prod.lua:2  over values.yaml:1 (2), over default, d.lua:4 (1)
name              -                            not given
tags.Owner        default                      default, d.lua:6
tags.Team         a                            values.yaml:3
zones             [a, b]                       values.yaml:4  with a from default, d.lua:7
net.cidr          10.0.0.0/16                  default, d.lua:9
net.nat_gateways  2                            --set net.nat_gateways
password          secrets_manager secret-name  --set password  over default, d.lua:12 (secrets_manager hidden)
]], result.out)
  end)

  it("writes nothing", function()
    local folder = luacdk.folder { ["d.lua"] = DEFINITION }
    luacdk.run(folder, { "d.lua", "--explain-values" })
    assert.same({ "d.lua" }, luacdk.list(folder))
    luacdk.remove(folder)
  end)
end)

describe("a script that is no definition", function()
  it("has no use for values", function()
    local result = luacdk.script "print(1)"
    assert.equal(0, result.status)
    local folder = luacdk.folder { ["app.lua"] = "cdk.App()" }
    result = luacdk.run(folder, { "app.lua", "--set", "a=1" })
    luacdk.remove(folder)
    assert.equal("app.lua does not return a definition: values and parameters need `return cdk.template { … }` "
      .. "or `return cdk.matrix { … }`\n", result.err)
    assert.equal(1, result.status)
  end)

  it("may read what links lead to, whatever words are in it", function()
    for _, line in ipairs { "s.template_options.description = 'd'", "print 'S.template.json'", "-- a template (ours)",
      "local t = cdk.template { build = function() end }" } do
      local folder = luacdk.folder { ["outside/data"] = "1", ["outside/cdk.json"] = "{}", ["app/app.lua"] =
        "local s = cdk.Stack(cdk.App(), 'S')\n" .. line .. "\ns3_assets.Asset(s, 'A', { path = 'data' })" }
      assert(os.execute(("ln -s ../outside/data %s/app/data"):format(folder)))
      if not line:find "template [({]" then
        assert(os.execute(("ln -s ../outside/cdk.json %s/app/cdk.json"):format(folder)))
      end
      local result = luacdk.run(folder .. "/app", { "app.lua", "-q" })
      luacdk.remove(folder)
      assert.same({ 0, "" }, { result.status, result.err }, line)
    end
  end)

  it("but a definition is one wherever its words are", function()
    for _, text in ipairs { "return cdk.template--[[ of ours ]]{ build = function() print(io) end }",
      "-- \0\nlocal template = cdk.template\nreturn template\n(\n{ build = function() print(io) end })" } do
      local folder = luacdk.folder { ["d.lua"] = text }
      local result = luacdk.run(folder, { "d.lua" })
      luacdk.remove(folder)
      assert.equal(1, result.status, text)
      assert.matches("the sandbox has no 'io'", result.err, 1, true)
    end
  end)
end)

describe("a template in an ordinary app", function()
  it("makes a stack out of values, with its own checks", function()
    local result = luacdk.script([[
local t = cdk.template {
  params = { memory = { type = "integer", max = 10 } },
  build = function(scope, p) cdk.CfnOutput(scope, "O", { value = tostring(p.memory) }) end,
}
local app = cdk.App()
t:build(app, "One", { memory = 5 })
local stack = t:build(app, "Two", { memory = 6 }, { env = { region = "eu-west-1" } })
print(stack.stack_name, stack.region)
t:build(app, "Three", { memory = 11 })
]])
    assert.equal("Two\teu-west-1\n", result.out)
    assert.truthy(result.err:find("app.lua:9: memory: must be at most 10, got 11", 1, true), result.err)
  end)
end)
