-- src/host/context.c: where context and output folder come from.
local luacdk = require "spec.support.luacdk"

local PRINT = [[
local settings = require "luacdk.settings"
print(settings.outdir)
print(require("luacdk.assembly").print_json(settings.context))
]]

describe("context", function()
  local function run(files, arguments, env)
    files["app.lua"] = PRINT
    local folder = luacdk.folder(files)
    local result = luacdk.run(folder, { "app.lua", table.unpack(arguments or {}) }, { env = env })
    luacdk.remove(folder)
    return result, result.out:match "^([^\n]*)\n([^\n]*)\n$"
  end

  it("comes from cdk.json, then cdk.context.json, when run by hand; maps are laid over each other", function()
    local _, _, context = run {
      ["cdk.json"] = '{"app": "x", "context": {"a": 1, "m": {"x": 1, "list": []}, "none": null}}',
      ["cdk.context.json"] = '{"a": 2, "m": {"x": 2, "y": 2, "list": [1]}, "z": {}}',
    }
    assert.equal('{"a":1,"m":{"x":1,"y":2,"list":[]},"none":null,"z":{}}', context)
  end)

  it("takes -c on top, as strings", function()
    local _, _, context = run({ ["cdk.json"] = '{"context": {"a": 1}}' }, { "-c", "a=2", "--context", "b=x=y", "-cc=" })
    assert.equal('{"a":"2","b":"x=y","c":""}', context)
  end)

  it("comes from the cdk command line alone when that runs us", function()
    local _, _, context = run({ ["cdk.json"] = '{"context": {"a": 1}}' }, {}, { CDK_CONTEXT_JSON = '{"b": [true]}' })
    assert.equal('{"b":[true]}', context)
  end)

  it("continues in the overflow file", function()
    local _, _, context = run({ ["more.json"] = '{"b": 2, "m": {"y": 1}}' }, {},
      { CDK_CONTEXT_JSON = '{"a": 1, "b": 1, "m": {"x": 1}}', CONTEXT_OVERFLOW_LOCATION_ENV = "more.json" })
    assert.equal('{"a":1,"b":2,"m":{"y":1}}', context)
  end)

  it("names the file and the place of what is wrong", function()
    for _, case in ipairs {
      { { ["cdk.json"] = '{\n "context": [,' }, "cdk.json:2:14: value expected\n" },
      { { ["cdk.json"] = '{"context": []}' }, 'cdk.json: "context" must be an object\n' },
      { { ["cdk.context.json"] = "[]" }, "cdk.context.json:1:1: expected a JSON object\n" },
    } do
      local result = run(case[1])
      assert.equal(1, result.status)
      assert.equal(case[2], result.err)
    end
    assert.equal("CDK_CONTEXT_JSON:1:1: value expected\n", (run({}, {}, { CDK_CONTEXT_JSON = "x" })).err)
  end)

  it("goes with an output folder: --output, else CDK_OUTDIR, else cdk.out", function()
    local _, folder = run {}
    assert.equal("cdk.out", folder)
    _, folder = run({}, {}, { CDK_OUTDIR = "from-cdk" })
    assert.equal("from-cdk", folder)
    _, folder = run({}, { "-o", "given" }, { CDK_OUTDIR = "from-cdk" })
    assert.equal("given", folder)
  end)
end)
