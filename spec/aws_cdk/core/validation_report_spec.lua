-- validation-report.json; the reference wrote the expected values but for stack traces, which are the script's.
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
    assert.equal("55.0.0", report.version)
    local function construct(locations)
      return {
        constructPath = "S/Q/Resource", constructFqn = "aws-cdk-lib.aws_sqs.CfnQueue", libraryVersion = "2.276.0",
        cloudFormationResource = { templatePath = "S.template.json", logicalId = "Q63C6E3AB",
          propertyPaths = locations },
        stackTraces = { "Queue (app.lua:4)" },
      }
    end
    assert.same({
      pluginName = "my tool", pluginVersion = "1.2", conclusion = "success",
      violations = { {
        ruleName = "R", description = "desc", suggestedFix = "fix it", severity = "custom", customSeverity = "high",
        violatingConstructs = { construct { "Properties.X" } },
      } },
      suppressedViolations = { {
        ruleName = "other::X", description = "accepted", severity = "error", violatingConstructs = { construct() },
        acknowledgedId = "other::X", reason = "known", acknowledgedAt = "S/Q",
        acknowledgedStackTrace = "acknowledge (app.lua:18)",
      } },
    }, report.pluginReports[1])
    assert.equal(1, #report.pluginReports)
  end)

  it("has annotations if the feature flag says so, and succeeds while they are warnings", function()
    local _, report = run { FLAG = "1", ALONE = "1" }
    assert.same({ {
      pluginName = "Construct Annotations", conclusion = "success", metadata = { ["cdk:annotations"] = "true" },
      violations = { {
        ruleName = "my::Rule", description = "careful", severity = "warning",
        ruleMetadata = { ["cdk:annotation"] = "true" },
        violatingConstructs = { {
          constructPath = "S/Q", constructFqn = "aws-cdk-lib.aws_sqs.Queue", libraryVersion = "2.276.0",
        } },
      } },
    } }, report.pluginReports)
  end)

  it("is not written if nothing validates", function()
    local _, report = run { ALONE = "1" }
    assert.is_nil(report)
  end)

  it("tells of a plug-in that failed, which ends the run", function()
    local result, report = run { BAD = "1" }
    assert.equal(1, result.status)
    assert.is_truthy(result.err:find("the report is in cdk.out/validation-report.json", 1, true))
    assert.same({
      pluginName = "bad", conclusion = "failure", violations = {},
      metadata = { error = "Validation plugin 'bad' failed: app.lua:17: boom" },
    }, report.pluginReports[2])
  end)
end)
