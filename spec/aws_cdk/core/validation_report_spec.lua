-- validation-report.json as the reference writes it (tools/golden/validation_report.js), with stack traces of ours.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local APP = [=[
local flags = os.getenv "FLAG" and { ["@aws-cdk/core:annotationsInValidationReport"] = true }
local app = cdk.App { context = flags }
local stack = cdk.Stack(app, "S")
local queue = require("aws_cdk.aws_sqs").Queue(stack, "Q")
local tool = { name = "my tool", version = "1.2" }
function tool:validate(context)
  local function at(...)
    return { { resource_logical_id = "Q63C6E3AB", template_path = context.template_paths[1], locations = { ... } } }
  end
  return { success = false, violations = {
    { rule_name = "R", description = "desc", fix = "fix it", severity = "high",
      violating_resources = at "Properties.X" },
    { rule_name = "other::X", description = "accepted", severity = "error", violating_resources = at() },
  } }
end
if not os.getenv "ALONE" then cdk.Validations.of(app):add_plugins(tool) end
if os.getenv "BAD" then cdk.Validations.of(app):add_plugins { name = "bad", validate = function() error "boom" end } end
cdk.Validations.of(queue):acknowledge { id = "other::X", reason = "known" }
cdk.Validations.of(queue):add_warning("my::Rule", "careful")
]=]

local function recorded(case)
  return assembly.parse_json(luacdk.read(luacdk.golden .. "/validation_report/" .. case .. ".json"))
end

describe("validation-report.json", function()
  local folder

  before_each(function() folder = luacdk.folder { ["app.lua"] = APP } end)
  after_each(function() luacdk.remove(folder) end)

  local function run(env)
    local result = luacdk.run(folder, { "app.lua" }, { env = env })
    local file = folder .. "/cdk.out/validation-report.json"
    return result, luacdk.exists(file) and assembly.parse_json(luacdk.read(file)) or nil
  end

  it("has what plug-ins found, where it is, and which line made that", function()
    local result, report = run {}
    assert.equal(0, result.status)
    assert.is_truthy(result.err:find("[HIGH] [S/Q/Resource] desc (my tool)\n", 1, true))
    local expected = recorded "plugin"
    local found = expected.pluginReports[1]
    found.violations[1].violatingConstructs[1].stackTraces = { "Queue (app.lua:4)" }
    found.suppressedViolations[1].violatingConstructs[1].stackTraces = { "Queue (app.lua:4)" }
    found.suppressedViolations[1].acknowledgedStackTrace = "acknowledge (app.lua:18)"
    assert.same(expected, report)
  end)

  it("has annotations if the feature flag says so, and succeeds while they are warnings", function()
    local _, report = run { FLAG = "1", ALONE = "1" }
    assert.same(recorded "annotations", report)
  end)

  it("is not written if nothing validates", function()
    local _, report = run { ALONE = "1" }
    assert.is_nil(report)
  end)

  it("tells of a plug-in that failed, which ends the run", function()
    local result, report = run { BAD = "1" }
    assert.equal(1, result.status)
    assert.is_truthy(result.err:find("the report is in cdk.out/validation-report.json", 1, true))
    local expected = recorded("failing").pluginReports[2]
    expected.metadata.error = expected.metadata.error:gsub("boom$", "app.lua:17: boom")
    assert.same(expected, report.pluginReports[2])
  end)
end)
