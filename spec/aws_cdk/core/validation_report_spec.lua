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

  it("has tokens as they are written in the script, as the reference has", function()
    luacdk.write(folder .. "/app.lua", [=[
local app = cdk.App()
cdk.Stack(app, "S")
local region = cdk.Aws.REGION
local tool = { name = 7, version = region }
function tool:validate()
  return { success = false, violations = { { rule_name = region, description = "in " .. region, severity = region,
    rule_metadata = { a = region }, fix = region, violating_resources = { { locations = { region },
      construct_path = "S", resource_logical_id = "Q", template_path = region } } } } }
end
cdk.Validations.of(app):add_plugins(tool)
]=])
    local _, report = run {}
    local text = assembly.print_json(report.pluginReports):gsub("%${Token%[TOKEN%.%d+%]}", "MARK")
    assert.truthy(text:find('"ruleName":"MARK","description":"in MARK","suggestedFix":"MARK","severity":"custom",'
      .. '"customSeverity":"MARK","ruleMetadata":{"a":"MARK"}', 1, true), text)
    assert.truthy(text:find('"propertyPaths":["MARK"]', 1, true), text)
    assert.truthy(text:find('"pluginName":"7","pluginVersion":"MARK"', 1, true), text)
  end)

  it("tells of a plug-in whose report is no report, or whose error is no text", function()
    local CASES = {
      ["{ success = true, violations = cdk.Lazy.any { produce = function() return {} end } }"]
        = "failed: the report: violations: expected a list, got a lazy value (known at synthesis)",
      ["5"] = "failed: the report: expected a table of cdk.PolicyValidationPluginReport, got the number 5",
      ["error {}"] = "failed: an error with an empty table as its message",
    }
    for report, said in pairs(CASES) do
      luacdk.write(folder .. "/app.lua", [=[
local app = cdk.App()
cdk.Stack(app, "S")
cdk.Validations.of(app):add_plugins { name = "bad", validate = function() return ]=] .. report .. " end }\n")
      assert.truthy(run {}.err:find(said, 1, true), report)
    end
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

  describe("for AWS's tools", function()
    local RULES = [=[
local app = cdk.App { context = os.getenv "ENFORCED" and { ["@aws-cdk/core:validateAgainstDefaultRules"] = true } }
local stack = cdk.Stack(app, "S")
sqs.Queue(stack, "Q")
sqs.CfnQueue(stack, "Long", {
  visibility_timeout = 50000,
})
local known = sqs.CfnQueue(stack, "Known", { visibility_timeout = 50000 })
cdk.Validations.of(known):acknowledge { id = "CloudFormation-Validate::F3034", reason = "known" }
]=]

    before_each(function() luacdk.write(folder .. "/app.lua", RULES) end)

    local UNDER_CDK = { CDK_CLI_VERSION = "2.1148.1", CDK_CLI_ASM_VERSION = "55.0.0",
      CDK_CONTEXT_JSON = '{"@aws-cdk/core:failSynthOnValidationErrors":false}' }

    local function under_cdk(more)
      local env = {}
      for name, value in pairs(UNDER_CDK) do env[name] = value end
      for name, value in pairs(more or {}) do env[name] = value end
      return run(env)
    end

    -- The reference's report with our words and lines.
    local function with_ours(report)
      local found = report.pluginReports[1]
      for _, list in ipairs { found.violations, found.suppressedViolations } do
        list[1].description = "visibility_timeout: 50000 is out of bounds"
        list[1].suggestedFix = "it must be 0 to 43200"
      end
      found.violations[1].violatingConstructs[1].stackTraces = {
        "CfnQueue (app.lua:4)\nluacdk (cdk.out/app.lua.js:4:1)", "call (app.lua:5)\nluacdk (cdk.out/app.lua.js:5:1)" }
      found.suppressedViolations[1].violatingConstructs[1].stackTraces = {
        "CfnQueue (app.lua:7)\nluacdk (cdk.out/app.lua.js:7:1)" }
      found.suppressedViolations[1].acknowledgedStackTrace = "acknowledge (app.lua:8)"
      return report
    end

    it("has what luacdk check tells of resources, as warnings", function()
      local result, report = under_cdk()
      assert.equal(0, result.status, result.err)
      assert.same(with_ours(recorded "rules"), report)
    end)

    it("has the same from an instance of the library's plug-in, for the stacks that it is to judge", function()
      local function with(more) luacdk.write(folder .. "/app.lua", RULES .. more) end
      with "cdk.Validations.of(app):add_plugins(cdk.CloudFormationValidatePlugin())"
      local _, report = under_cdk()
      assert.same(with_ours(recorded "rules"), report)
      luacdk.write(folder .. "/app.lua", (RULES:gsub("cdk.App {", "%0 builtin_cloud_formation_validation = false,"))
        .. "cdk.Validations.of(app):add_plugins(cdk.CloudFormationValidatePlugin())")
      _, report = under_cdk()
      assert.same(with_ours(recorded "rules"), report)
      with [[
local stage = cdk.Stage(app, "Stage")
sqs.CfnQueue(cdk.Stack(stage, "T"), "Q", { visibility_timeout = 50000 })
local plugin = cdk.CloudFormationValidatePlugin { rego_rules = {}, include_default_rules = false }
assert(plugin.name == cdk.CloudFormationValidatePlugin.PLUGIN_NAME and plugin.rule_ids[1] == plugin.version)
cdk.Validations.of(stage):add_plugins(plugin, { name = "asks", validate = function(_, context)
  local violations = plugin:validate(context).violations
  assert(#violations == 1 and violations[1].violating_resources[1].construct_path == "Stage/T/Q")
  return { success = true, violations = {} }
end })
]]
      _, report = under_cdk()
      assert.equal(1, #report.pluginReports)
      assert.equal("Stage/T/Q", report.pluginReports[1].violations[1].violatingConstructs[1].constructPath)
      with 'cdk.CloudFormationValidatePlugin { guard_rules = { { name = "n", content = "c" } } }'
      assert.matches("app.lua:9: .*guard_rules: rules in Guard cannot be run here; write them in Lua", (run {}).err)
    end)

    it("has the place in the template of what no property of a class is", function()
      luacdk.write(folder .. "/app.lua", [[
local cdk = require "aws_cdk"
local stack = cdk.Stack(cdk.App(), "S")
cdk.CfnResource(stack, "R", { type = "AWS::SQS::Queue", properties = { Tags = { { Key = "k" } } } })
]])
      local result, report = under_cdk()
      assert.equal(0, result.status, result.err)
      local violation = report.pluginReports[1].violations[1]
      assert.equal("F3003", violation.ruleName)
      assert.equal("properties.Tags[1]: the required property 'Value' is missing", violation.description)
      assert.same({ "Properties.Tags.0" }, violation.violatingConstructs[1].cloudFormationResource.propertyPaths)
    end)

    it("has errors if the feature flag for the default rules is set", function()
      local result, report = under_cdk { ENFORCED = "1" }
      assert.equal(0, result.status) -- cdk reads the report and fails
      assert.same(with_ours(recorded "enforced"), report)
      result = luacdk.run(folder, { "app.lua", "--source-map" }, { env = { ENFORCED = "1" } })
      assert.equal(1, result.status)
      assert.truthy(result.err:find("validation failed; the report is in cdk.out/validation-report.json", 1, true))
    end)

    it("fails on warnings if the context is strict", function()
      local context = '{"@aws-cdk/core:strictCfnValidateErrors":true}'
      local result = under_cdk { CDK_CONTEXT_JSON = context }
      assert.equal(1, result.status)
    end)

    it("is of all cells of a matrix what one app with their stacks would have", function()
      local PARTS = [=[
local tool = { name = "my tool" }
function tool:validate(context)
  local found = {}
  for i, file in ipairs(context.template_paths) do
    local there = assert(io.open(file))
    there:close()
    found[i] = { resource_logical_id = "Q63C6E3AB", template_path = file, locations = {} }
  end
  return { success = false, violations = {
    { rule_name = "R", description = "desc", severity = "high", violating_resources = found },
    { rule_name = "Only", description = #found .. "", violating_resources = {} },
  } }
end
local function build(stack)
  local queue = sqs.Queue(stack, "Q")
  cdk.Annotations.of(queue):add_warning_v2("my::rule", "careful")
  sqs.CfnQueue(stack, "Long", { visibility_timeout = 50000 })
  local known = sqs.CfnQueue(stack, "Known", { visibility_timeout = 50000 })
  cdk.Validations.of(known):acknowledge { id = "CloudFormation-Validate::F3034", reason = "known" }
  iam.User(stack, "U"):add_to_policy(iam.PolicyStatement { actions = { "s3:GetObjet" }, resources = { "*" } })
  if stack.stack_name == "T-b" then sqs.CfnQueue(stack, "Late", { delay_seconds = 5000 }) end
end
]=]
      luacdk.write(folder .. "/app.lua", PARTS .. [=[
local app = cdk.App()
cdk.Validations.of(app):add_plugins(tool)
for _, env in ipairs { "a", "b" } do build(cdk.Stack(app, "T-" .. env)) end
]=])
      luacdk.write(folder .. "/cells.lua", PARTS .. [=[
return cdk.matrix { env = { "a", "b" }, template = cdk.template { name = "T", params = {}, build = function(stack)
  cdk.Validations.of(stack.node.root):add_plugins(tool)
  build(stack)
end } }
]=])
      local context = '{"@aws-cdk/core:failSynthOnValidationErrors":false,'
        .. '"@aws-cdk/core:annotationsInValidationReport":true}'
      local _, expected = under_cdk { CDK_CONTEXT_JSON = context }
      local env = { CDK_CONTEXT_JSON = context, CDK_CLI_VERSION = "2.1148.1", CDK_CLI_ASM_VERSION = "55.0.0" }
      local result = luacdk.run(folder, { "cells.lua", "--trust" }, { env = env })
      assert.equal(0, result.status, result.err)
      assert.equal("", result.err)
      local report = assembly.parse_json(luacdk.read(folder .. "/cdk.out/validation-report.json"))
      -- A plug-in of a cell sees its templates only.
      table.remove(expected.pluginReports[1].violations, 2)
      assert.same({ "1" }, { table.remove(report.pluginReports[1].violations, 2).description })
      local function without_lines(list)
        for _, plugin in ipairs(list.pluginReports) do
          for _, violations in ipairs { plugin.violations, plugin.suppressedViolations } do
            for _, violation in ipairs(violations) do
              violation.acknowledgedStackTrace = nil
              for _, construct in ipairs(violation.violatingConstructs) do construct.stackTraces = nil end
            end
          end
        end
        return list
      end
      assert.equal(4, #expected.pluginReports)
      assert.same(without_lines(expected), without_lines(report))
    end)

    it("is not told to be written by a cell that fails for it", function()
      luacdk.write(folder .. "/cells.lua", [=[
return cdk.matrix { env = { "a", "b" }, template = cdk.template { name = "T", params = {}, build = function(stack)
  sqs.CfnQueue(stack, "Long", { visibility_timeout = 50000 })
end } }
]=])
      local result = luacdk.run(folder, { "cells.lua", "--source-map" },
        { env = { CDK_CONTEXT_JSON = '{"@aws-cdk/core:validateAgainstDefaultRules":true}' } })
      assert.equal(1, result.status)
      assert.truthy(result.err:find("cell env=a: validation failed\n", 1, true))
      assert.is_false(luacdk.exists(folder .. "/cdk.out/manifest.json"))
    end)

    it("is written by a run by hand only if something validates", function()
      local _, report = run {}
      assert.is_nil(report)
    end)

    it("lacks our findings if validation is switched off", function()
      local _, report = under_cdk { CDK_VALIDATION = "false" }
      assert.is_nil(report)
    end)
  end)
end)
