-- examples/fleet: what the reference makes of its twin (tools/golden/fleet.js), its snapshot, choices of cells.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local FLEET = "examples/fleet/fleet.lua"

-- As text: the order of keys counts too.
local function text(document) return assembly.print_json(document, 1) end

local function run(...) return luacdk.run(".", { ... }) end

-- All files of a folder by their name.
local function contents(folder)
  local files = {}
  for _, name in ipairs(luacdk.list(folder)) do
    files[name] = name:sub(-1) == "/" and "" or luacdk.read(folder .. "/" .. name)
  end
  return files
end

describe("the example fleet", function()
  local output
  before_each(function() output = luacdk.folder() end)
  after_each(function() luacdk.remove(output) end)

  it("gives the reference's templates and asset manifests for all 12 cells", function()
    local result = run(FLEET, "-q", "-o", output)
    assert.equal("", result.err)
    assert.equal(0, result.status)
    local recorded = assembly.parse_json(luacdk.read(luacdk.golden .. "/fleet/fleet.json")).files
    local count = 0
    for file, expected in pairs(recorded) do
      count = count + 1
      assert.equal(text(expected), text(assembly.parse_json(luacdk.read(output .. "/" .. file))), file)
    end
    assert.equal(24, count)
    for _, file in ipairs(luacdk.list(output)) do
      if file:find "%.template%.json$" then assert.truthy(recorded[file], file) end
    end
  end)

  it("gives the same bytes by one process and by eight", function()
    for _, jobs in ipairs { "1", "2", "8" } do
      assert.equal(0, run(FLEET, "-q", "--jobs", jobs, "-o", output .. "/" .. jobs).status)
    end
    local first = contents(output .. "/1")
    assert.same(first, contents(output .. "/2"))
    assert.same(first, contents(output .. "/8"))
  end)

  it("is what was committed", function()
    local result = run("render", FLEET, "--check")
    assert.equal("", result.err)
    assert.equal(FLEET .. ".snapshot: 12 templates, none differs\n", result.out)
    assert.equal(0, result.status)
  end)

  it("passes the tests inside it", function()
    local result = run("test", FLEET)
    assert.equal("", result.err)
    assert.equal(FLEET .. ": 4 values files, no mistakes\n" .. FLEET .. ".snapshots: 2 templates, none differs\n",
      result.out)
    assert.equal(0, result.status)
  end)

  it("differs in words when a value is changed", function()
    local result = run("render", FLEET, "--check", "--only", "env=prod,region=eu-west-1", "--set", "alarm_at=7")
    assert.equal(1, result.status)
    assert.equal("orders-prod-eu-west-1:\n  ~ TooManyFailed.Threshold 5 → 7 (no interruption)\n", result.out)
    assert.equal("luacdk: 1 of 1 stack differs from examples/fleet/fleet.lua.snapshot; --update accepts the changes\n",
      result.err)
  end)

  it("lists the cells that are chosen", function()
    assert.equal("orders-dev-us-east-1\norders-prod-eu-west-1\norders-prod-eu-central-1\norders-prod-us-east-1\n",
      run("ls", FLEET, "--only", "env=prod,region=eu-*", "--only", "region=us-east-1,env=dev", "--only",
        "env=pr*,region=us-east-?").out)
  end)

  it("refuses values that go against each other, for the cells concerned", function()
    local result = run(FLEET, "-q", "-o", output, "--set", "queue.encrypted=false")
    assert.equal(1, result.status)
    local _, count = result.err:gsub("cell env=prod region=[%w-]+: examples/fleet/service%.lua:%d+:"
      .. " queue%.encrypted must stay true in prod\n", "")
    assert.equal(4, count, result.err)
    assert.truthy(result.err:find("4 of 12 cells failed", 1, true))
  end)
end)
