-- luacdk render, luacdk params: printing templates, snapshots, descriptions of parameters.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local DEFINITION = [[
local cdk = require "aws_cdk"
return cdk.template {
  name = "Mail",
  doc = "Sends mail.",
  params = {
    count = { type = "integer", default = 1, min = 1, max = 9, doc = "How | many" },
    sizes = { type = "list", of = { type = "enum", one_of = { "s", "m" } }, default = { "s" } },
    net = { type = "map", fields = { cidr = { type = "cidr", required = true } } },
    old = { type = "string", deprecated = "use count" },
    key = { type = "secret", default = "never shown" },
    to = { type = "string", deploy = true, required = true },
  },
  build = function(scope, p)
    for i = 1, p.count do cdk.CfnOutput(scope, "O" .. i, { value = "yes" }) end
  end,
}
]]

local MATRIX = [[
return cdk.matrix {
  template = cdk.template { name = "s", params = {}, build = function(scope)
    cdk.CfnOutput(scope, "O", { value = scope.stack_name })
  end },
  env = { "a", "b" },
}
]]

local folder
local function run(...) return luacdk.run(folder, { ... }) end

before_each(function() folder = luacdk.folder { ["d.lua"] = DEFINITION, ["m.lua"] = MATRIX } end)
after_each(function() luacdk.remove(folder) end)

describe("luacdk render", function()
  it("prints the template that synth writes, and writes nothing", function()
    local result = run("render", "d.lua", "--set", "count=2")
    assert.equal("", result.err)
    assert.same({ "d.lua", "m.lua" }, luacdk.list(folder))
    assert.equal(0, run("d.lua", "-q", "--set", "count=2").status)
    assert.equal(luacdk.read(folder .. "/cdk.out/Mail.template.json") .. "\n", result.out)
  end)

  it("prints YAML", function()
    local result = run("render", "d.lua", "--format", "yaml")
    assert.truthy(result.out:find("^Description: Sends mail%.\n"), result.out)
    local document = assembly.parse_yaml(result.out, { short_forms = true })
    assert.equal("yes", document.Outputs.O1.Value)
    assert.equal(assembly.print_json(assembly.parse_json(run("render", "d.lua").out)), assembly.print_json(document))
  end)

  it("prints several as documents, or as one object", function()
    local yaml = run("render", "m.lua", "--format", "yaml").out
    assert.truthy(yaml:find("^%-%-%-\n# s%-a\nOutputs:.*\n%-%-%-\n# s%-b\nOutputs:"), yaml)
    local all = assembly.parse_json(run("render", "m.lua").out)
    assert.equal("s-b", all["s-b"].Outputs.O.Value)
  end)

  it("writes to a file, or a file each into a folder", function()
    run("render", "d.lua", "-o", "one.yaml", "--format", "yaml")
    run("render", "m.lua", "-o", "all")
    assert.same({ "all/", "all/s-a.template.json", "all/s-b.template.json", "d.lua", "m.lua", "one.yaml" },
      luacdk.list(folder))
    assert.equal(run("render", "d.lua", "--format", "yaml").out, luacdk.read(folder .. "/one.yaml"))
  end)

  it("says of what is written which files it depends on", function()
    local values = { "--set", "net.cidr=10.0.0.0/16", "--set", "to=me" }
    assert.equal(0, run("render", "d.lua", "-o", "t.json", "--depfile", "t.d", table.unpack(values)).status)
    assert.equal("t.json: \\\n  d.lua\nd.lua:\n", luacdk.read(folder .. "/t.d"))
    assert.equal(0, run("render", "m.lua", "-o", "out", "--depfile", "m.d").status)
    assert.equal("out: \\\n  m.lua\nm.lua:\n", luacdk.read(folder .. "/m.d"))
  end)

  it("refuses options that do not go together", function()
    for _, words in ipairs { { "--check", "-o", "x" }, { "--update", "-o", "x" }, { "--depfile", "x" } } do
      local result = run("render", "d.lua", table.unpack(words))
      assert.equal(2, result.status)
      assert.matches("^luacdk: %-%-%l+ .+\nTry `luacdk help render`.\n$", result.err)
    end
  end)

  it("works for any script that makes an app, and says when there is none", function()
    luacdk.write(folder .. "/app.lua", 'cdk.CfnOutput(cdk.Stack(cdk.App(), "S"), "O", { value = "v" })')
    assert.truthy(run("render", "app.lua").out:find('"Value": "v"', 1, true))
    luacdk.write(folder .. "/none.lua", "print 'x'")
    local result = run("render", "none.lua")
    assert.equal(1, result.status)
    assert.truthy(result.err:find("none.lua has no templates", 1, true), result.err)
  end)

  it("goes on with what went well under --keep-going", function()
    local failing = MATRIX:gsub("cdk.CfnOutput", 'if scope.stack_name == "s-a" then error "no" end\n%0')
    luacdk.write(folder .. "/m.lua", failing)
    local result = run("render", "m.lua", "--keep-going")
    assert.equal(1, result.status)
    assert.truthy(result.out:find('"s-b"', 1, true), result.err)
  end)

  it("names the environment in the stack's name", function()
    assert.equal("Mail-prod\n", run("ls", "d.lua", "--env", "prod").out)
  end)

  it("refuses a format that it does not know", function()
    assert.equal("luacdk: --format needs json or yaml, not 'xml'\nTry `luacdk --help`.\n", run("render", "d.lua",
      "--format", "xml").err)
  end)
end)

describe("luacdk render --check", function()
  it("passes on what --update wrote, and tells what differs", function()
    assert.equal("d.lua.snapshot: 1 template\n", run("render", "d.lua", "--check", "--update").out)
    assert.same({ "d.lua", "d.lua.snapshot/", "d.lua.snapshot/Mail.template.json", "m.lua" }, luacdk.list(folder))
    assert.same({ status = 0, out = "d.lua.snapshot: 1 template, none differs\n", err = "" },
      run("render", "d.lua", "--check"))
    local result = run("render", "d.lua", "--check", "--set", "count=2")
    assert.equal(1, result.status)
    assert.truthy(result.out:find("^Mail:\n  %+ Outputs%.O2"), result.out)
    assert.truthy(result.err:find("1 of 1 stack differs", 1, true))
  end)

  it("does not wait for a pipe in the place of a template", function()
    assert(os.execute(("mkdir %s/snap && mkfifo %s/snap/Mail.template.json"):format(folder, folder)))
    for _, words in ipairs { { "render", "d.lua", "--check=snap" }, { "diff", "--against", "snap", "d.lua" } } do
      local result = luacdk.run(folder, words, { before = "timeout 20" })
      assert.equal(1, result.status)
      assert.matches("cannot read snap/Mail.template.json: the sandbox can read only regular files", result.err)
    end
  end)

  it("says how a snapshot is made if there is none", function()
    assert.same({ status = 1, out = "",
      err = "luacdk: there is no kept yet; luacdk render d.lua --check=kept --update makes it\n" },
      run("render", "d.lua", "--check=kept"))
  end)

  it("tells of stacks that came and went, and takes them over", function()
    run("render", "m.lua", "--check", "--update")
    luacdk.write(folder .. "/m.lua", (MATRIX:gsub('"a", "b"', '"b", "c"')))
    local result = run("render", "m.lua", "--check")
    assert.equal("s-c:\n  is not in the snapshot\ns-a:\n  is only in the snapshot\n", result.out)
    assert.equal("luacdk: 2 of 3 stacks differ from m.lua.snapshot; --update accepts the changes\n", result.err)
    assert.equal(1, result.status)
    assert.equal(0, run("render", "m.lua", "--check", "--only", "env=b").status)
    run("render", "m.lua", "--check", "--update")
    assert.equal(0, run("render", "m.lua", "--check").status)
    assert.falsy(luacdk.exists(folder .. "/m.lua.snapshot/s-a.template.json"))
  end)

  it("tells what is the same in several stacks once", function()
    local fleet = [[return cdk.matrix { template = cdk.template {
      params = { env = "string", n = { type = "integer", default = 1 } },
      build = function(scope, p)
        sqs.Queue(scope, "Q", { visibility_timeout = cdk.Duration.seconds(p.n), fifo = p.n > 1 and p.env ~= "a" or nil,
          queue_name = p.n > 1 and p.env ~= "a" and "q.fifo" or nil })
        sns.Topic(scope, "T", { display_name = "x" .. p.n })
      end }, name = "s-{env}", env = { "a", "b", "c" } }]]
    luacdk.write(folder .. "/m.lua", fleet)
    run("render", "m.lua", "--update")
    luacdk.write(folder .. "/m.lua", (fleet:gsub("default = 1", "default = 2")))
    local result = run("render", "m.lua", "--check")
    assert.equal([[
s-a:
  ~ Q63C6E3AB.VisibilityTimeout 1 → 2 (no interruption)
all 3 stacks:
  ~ TD925BC7E.DisplayName "x1" → "x2" (no interruption)
s-b, s-c:
  ~ Q63C6E3AB AWS::SQS::Queue (replacement)
      FifoQueue + true (replacement)
      QueueName + "q.fifo" (replacement)
      VisibilityTimeout 1 → 2 (no interruption)
]], result.out)
    assert.matches("3 of 3 stacks differ from m%.lua%.snapshot", result.err)
  end)

  it("takes a folder, and YAML", function()
    run("render", "m.lua", "--check=snap", "--update", "--format", "yaml")
    assert.truthy(luacdk.exists(folder .. "/snap/s-a.template.yaml"))
    assert.equal(0, run("render", "m.lua", "--check=snap").status)
    luacdk.write(folder .. "/snap/s-a.template.yaml", "Outputs: {}\n")
    assert.truthy(run("render", "m.lua", "--check=snap").out:find("^s%-a:\n"))
  end)

  it("needs not be said beside --update", function()
    assert.same({ out = "m.lua.snapshot: 2 templates\n", err = "", status = 0 }, run("render", "m.lua", "--update"))
    assert.equal(0, run("render", "m.lua", "--check").status)
    assert.truthy(run("synth", "m.lua", "--update").err:find("`luacdk synth` has no option --update", 1, true))
  end)
end)

describe("luacdk params", function()
  it("prints a table", function()
    assert.equal([[
NAME      TYPE          DEFAULT        ALLOWED     WHAT
count     integer       1              1 to 9      How | many
sizes     list of enum  ["s"]          each s | m
net       map
net.cidr  cidr          required
old       string                                   Deprecated: use count.
key       secret        ********
to        string        at deployment              Parameter of the stack.
]], run("params", "d.lua").out)
  end)

  it("prints Markdown", function()
    local text = run("params", "d.lua", "--markdown").out
    assert.truthy(text:find("^# Mail\n\nSends mail%.\n\n| Parameter |"), text)
    assert.truthy(text:find("| `count` | integer | `1` | 1 to 9 | How \\| many |", 1, true), text)
  end)

  it("prints a JSON Schema of what a values file may hold", function()
    local schema = assembly.parse_json(run("params", "d.lua", "--json-schema").out)
    local properties = schema.properties
    assert.equal("https://json-schema.org/draft/2020-12/schema", schema["$schema"])
    assert.equal(false, schema.additionalProperties)
    assert.equal("string", properties["$schema"].type)
    assert.equal("integer", properties.count.anyOf[1].type)
    assert.equal(9, properties.count.anyOf[1].maximum)
    assert.equal("null", properties.count.anyOf[2].type)
    assert.equal(true, properties.old.deprecated)
    assert.is_nil(properties.net.anyOf[1].required)
    assert.equal("m", properties.sizes.anyOf[1].items.enum[2])
    assert.equal("append", properties.sizes.anyOf[2].required[1])
    assert.is_nil(properties.key.default)
  end)

  it("prints a JSON Schema of the values as a whole", function()
    local schema = assembly.parse_json(run("params", "d.lua", "--json-schema=whole").out)
    local properties = schema.properties
    assert.is_nil(properties["$schema"])
    assert.equal("integer", properties.count.type)
    assert.equal("cidr", properties.net.required[1])
    assert.equal("array", properties.sizes.type)
    assert.matches("^luacdk: %-%-json%-schema takes no value or =whole, not 'all'",
      run("params", "d.lua", "--json-schema=all").err)
  end)

  it("says the bounds of durations, sizes and address ranges in the schema", function()
    luacdk.write(folder .. "/b.lua", [[return cdk.template {
      params = {
        wait = { type = "duration", min = cdk.Duration.seconds(90), max = cdk.Duration.minutes(10) },
        disk = { type = "size", min = cdk.Size.mebibytes(512), max = cdk.Size.gibibytes(3) },
        net = { type = "cidr", version = 4, min = 9, max = 28 },
        free = "duration",
      },
      build = function() end,
    }]])
    local properties = assembly.parse_json(run("params", "b.lua", "--json-schema=whole").out).properties
    local function takes(schema, text) return require("luacdk.engine").matches(schema.pattern, text) end
    local wait = properties.wait.anyOf
    assert.same({ 90, 600 }, { wait[2].minimum, wait[2].maximum })
    for text, good in pairs {
      ["89s"] = false, ["90s"] = true, ["90"] = true, ["1m"] = false, ["2m"] = true, ["9.5m"] = true, ["10 m"] = true,
      ["10.5m"] = false, ["600"] = true, ["601"] = false, ["89999ms"] = false, ["90000ms"] = true, ["1h"] = false,
      ["PT5M"] = true, ["1m30s"] = true, ["abc"] = false,
    } do
      assert.equal(good, takes(wait[1], text), text)
    end
    for text, good in pairs {
      ["511 MiB"] = false, ["512 MiB"] = true, ["1 B"] = false, ["524288 KiB"] = true, ["3 GiB"] = true,
      ["3.1 GiB"] = false, ["2.9GiB"] = true, ["3072 MiB"] = true, ["3073 MiB"] = false, ["512"] = false,
    } do
      assert.equal(good, takes(properties.disk, text), text)
    end
    for bits = 0, 40 do assert.equal(bits >= 9 and bits <= 28, takes(properties.net, "10.0.0.0/" .. bits), bits) end
    assert.equal("PT1M30S to PT10M", properties.wait.description)
    assert.is_true(takes(properties.free.anyOf[1], "31d"))
  end)

  it("sets sentences apart, and says in the schema what replaces a deprecated parameter", function()
    luacdk.write(folder .. "/s.lua", [[return cdk.template {
      params = {
        a = { type = "string", deploy = true, doc = "who" },
        b = { type = "string", deprecated = "use a.", doc = "Who?" },
      },
      build = function() end,
    }]])
    local text = run("params", "s.lua").out
    assert.truthy(text:find(" who. Parameter of the stack.\n", 1, true), text)
    assert.truthy(text:find(" Who? Deprecated: use a.\n", 1, true), text)
    local properties = assembly.parse_json(run("params", "s.lua", "--json-schema").out).properties
    assert.equal("who. Parameter of the stack.", properties.a.description)
    assert.equal("Who? Deprecated: use a.", properties.b.description)
  end)

  it("describes the template of a matrix, and needs a definition", function()
    assert.equal("The definition has no parameters.\n", run("params", "m.lua").out)
    luacdk.write(folder .. "/app.lua", "cdk.App()")
    assert.equal(1, run("params", "app.lua").status)
  end)
end)
