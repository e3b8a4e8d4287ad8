-- Parameters of type union: values told apart by a key.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local DEFINITION = [[
return cdk.template {
  params = {
    target = {
      type = "union",
      fields = { retries = { type = "integer", default = 2 } },
      kinds = {
        queue = { arn = { type = "arn", required = true }, batch = { type = "integer", default = 10 } },
        http = { url = { type = "string", required = true },
          auth = { type = "union", key = "how", kinds = { none = {}, basic = { user = "string" } } } },
      },
    },
    steps = { type = "list", default = {},
      of = { type = "union", kinds = { wait = { time = "duration" }, run = { what = "string" } } } },
  },
  build = function(scope, p)
    local t = p.target or {}
    print(t.kind, t.retries, t.arn and "arn", t.batch, t.url, t.auth and t.auth.how, t.auth and t.auth.user, #p.steps)
  end,
}
]]

local ARN = "arn:aws:sqs:eu-west-1:111122223333:q"
local QUEUE = "target: { kind: queue, arn: '" .. ARN .. "', batch: 5 }\n"

local folder

after_each(function() luacdk.remove(folder) end)

local function run(files, arguments, options)
  local all = { ["d.lua"] = DEFINITION }
  for name, text in pairs(files) do all[name] = text end
  folder = luacdk.folder(all)
  return luacdk.run(folder, { "d.lua", "-q", table.unpack(arguments or {}) }, options)
end

local function gives(expected, files, arguments, options)
  local result = run(files, arguments, options)
  assert.same({ "", expected .. "\n" }, { result.err, result.out })
end

local function fails(message, files, arguments)
  local result = run(files, arguments)
  assert.same({ 1, message .. "\n" }, { result.status, result.err })
end

describe("a union", function()
  it("has the keys of its kind, and those of all kinds", function()
    gives("nil\tnil\tnil\tnil\tnil\tnil\tnil\t0", {})
    gives("queue\t2\tarn\t5\tnil\tnil\tnil\t0", { ["values.yaml"] = QUEUE })
    gives("http\t3\tnil\tnil\tu\tbasic\tx\t0", { ["values.lua"] = [[
return { target = { kind = "http", url = "u", retries = 3, auth = { how = "basic", user = "x" } } }]] })
    gives("nil\tnil\tnil\tnil\tnil\tnil\tnil\t2",
      { ["values.json"] = '{ "steps": [{ "kind": "wait", "time": "5m" }, { "kind": "run", "what": "x" }] }' })
  end)

  it("is merged with lower layers of its kind, and replaces others", function()
    gives("queue\t2\tarn\t6\tnil\tnil\tnil\t0", { ["values.yaml"] = QUEUE }, { "--set", "target.batch=6" })
    gives("http\t2\tnil\tnil\tu\tnil\tnil\t0", { ["values.yaml"] = QUEUE,
      ["values/e.yaml"] = "target: { kind: http, url: u }" }, { "--env", "e" })
    gives("nil\tnil\tnil\tnil\tnil\tnil\tnil\t0", { ["values.yaml"] = QUEUE }, { "--set", "target=null" })
  end)

  it("is set from texts, whatever their order", function()
    local words = { "--set", "target.auth.user=x", "--set", "target.auth.how=basic", "--set", "target.url=u", "--set",
      "target.kind=http" }
    gives("http\t2\tnil\tnil\tu\tbasic\tx\t0", { ["values.yaml"] = QUEUE }, words)
    gives("http\t2\tnil\tnil\tu\tnil\tnil\t0", {}, {},
      { env = { LUACDK_P_TARGET__KIND = "http", LUACDK_P_TARGET__URL = "u" } })
    gives("http\t2\tnil\tnil\tu\tnil\tnil\t0", {}, { "--set", 'target={"kind":"http","url":"u"}' })
  end)

  it("has its mistakes told with its kind", function()
    fails("2 errors in the values:\n  values.yaml:3: target: unknown key 'url' for the kind 'queue'; 'http' has it\n"
      .. "  values.yaml:1: target.arn: is required and has no value for the kind 'queue'",
      { ["values.yaml"] = "target:\n  kind: queue\n  url: u\n" })
    fails("values.yaml:2: target.kind: must be one of 'queue', 'http', got 'quee'; did you mean 'queue'?",
      { ["values.yaml"] = "target:\n  kind: quee\n" })
    fails("values.yaml:1: target: needs the key 'kind': one of 'queue', 'http'",
      { ["values.yaml"] = "target: { url: u }" })
    fails("--set target.url: target needs its key 'kind' first: one of 'queue', 'http'", {},
      { "--set", "target.url=u" })
    fails("values.yaml:2: steps.2: unknown key 'whot' for the kind 'run'; did you mean 'what'?",
      { ["values.yaml"] = "steps: [{ kind: wait },\n  { kind: run, whot: x }]" })
    fails("values.yaml:1: target: must be a map, got the string 'x'", { ["values.yaml"] = "target: x" })
  end)

  it("is listed with the keys of each kind", function()
    run {}
    local out = luacdk.run(folder, { "params", "d.lua" }).out
    assert.matches("\ntarget  +union  +kind: queue | http\n", out)
    assert.matches("\ntarget%(queue%)%.arn  +arn  +required\n", out)
    assert.matches("\nsteps%[%]%(run%)%.what  +string\n", out)
  end)

  it("has a schema of one form for each kind, told apart by a constant", function()
    run {}
    local schema = assembly.parse_json(luacdk.run(folder, { "params", "d.lua", "--json-schema=whole" }).out)
    local forms = schema.properties.target.oneOf
    assert.equal(2, #forms)
    assert.equal("queue", forms[1].properties.kind.const)
    assert.same({ "kind", "arn" }, { forms[1].required[1], forms[1].required[2] })
    assert.is_nil(forms[1].properties.url)
    assert.is_false(forms[1].additionalProperties)
    schema = assembly.parse_json(luacdk.run(folder, { "params", "d.lua", "--json-schema" }).out)
    assert.is_nil(schema.properties.target.anyOf[1].oneOf[3].properties.kind) -- a layer above one that has it
  end)

  it("has a class for each kind in the definition file for editors", function()
    run {}
    local out = luacdk.run(folder, { "params", "d.lua", "--luals" }).out
    assert.matches("^%-%-%-@meta _\n\n%-%-%-@class %(exact%) d%.values\n"
      .. "%-%-%-@field target%? d%.values%.target%.queue|d%.values%.target%.http kind: queue | http\n", out)
    assert.matches('\n\n%-%-%-@class %(exact%) d%.values%.target%.queue\n%-%-%-@field kind "queue"\n'
      .. "%-%-%-@field retries%? integer default 2\n%-%-%-@field arn%? string required\n", out)
    assert.matches("%-%-%-@field steps%? %(d%.values%.steps%.wait|d%.values%.steps%.run%)%[%]|{ append: ", out)
  end)

  it("has classes of different names for kinds that differ only in what names of classes lack", function()
    folder = luacdk.folder { ["d.lua"] = [[
      return cdk.template { build = print, params = {
        x = { type = "union", key = "what", kinds = {
          ["a-b"] = { n = "string" }, a_b = { n = "integer", ["end"] = "string" }, ["a b"] = { n = "number" } } },
      } }]] }
    local out = luacdk.run(folder, { "params", "d.lua", "--luals" }).out
    local classes, seen = 0, {}
    for name in out:gmatch "%-%-%-@class %(exact%) ([^\n]+)" do
      assert.is_nil(seen[name], name)
      seen[name], classes = true, classes + 1
    end
    assert.equal(4, classes)
    for _, kind in ipairs { "a-b", "a_b", "a b" } do
      assert.truthy(out:find('@field what "' .. kind .. '"\n', 1, true), kind)
    end
    assert.matches('\n%-%-%-@field %["end"%]%? string\n', out)
  end)

  it("is refused with mistakes in its declaration", function()
    local function declares(message, text)
      folder = luacdk.folder { ["d.lua"] = "return cdk.template { build = print, params = {\nx = " .. text .. " } }" }
      assert.equal(message .. "\n", luacdk.run(folder, { "d.lua" }).err)
    end
    declares("d.lua:2: a parameter of type union needs kinds: 'x' has none", '"union"')
    declares("d.lua:2: the kinds of parameter 'x' must be names with a table of declarations each",
      '{ type = "union", kinds = { a = "string" } }')
    declares("d.lua:2: 'kind' names the kind of 'x': it cannot be declared",
      '{ type = "union", kinds = { a = { kind = "string" } } }')
    declares("d.lua:2: the default of x: needs the key 'kind': one of 'a'",
      '{ type = "union", kinds = { a = { n = "string" } }, default = { n = "b" } }')
    for _, type in ipairs { '"union", kinds = { a = { n = "string" } }', '"integer"', '"map", of = "string"' } do
      declares("d.lua:2: the default of parameter 'x' is null: leave it out, and the parameter is nil unless a value "
        .. "is given", "{ type = " .. type .. ", default = cdk.NULL }")
    end
    declares("d.lua:2: 'n' is a key of all kinds of 'x' already",
      '{ type = "union", fields = { n = "string" }, kinds = { a = { n = "string" } } }')
    declares("d.lua:2: the default of x.a: is required and has no value for the kind 'k'",
      '{ type = "union", kinds = { k = { a = { type = "string", required = true } } }, default = { kind = "k" } }')
  end)
end)
