--- Policy validation after synthesis: runs the plug-ins of the app and its stages on the templates, and writes what
--- they and the annotations found to validation-report.json, which `cdk validate` and the language server read.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local own_findings = require "aws_cdk.private.own_findings"
local settings = require "luacdk.settings"
local schema_version = require "aws_cdk.private.schema_version"
local source_maps = require "aws_cdk.private.source_maps"
local validation_plugins = require "aws_cdk.private.validation_plugins"

local ordered, path = engine.ordered, assets.path

local M = {}

local FILE = "validation-report.json"
local ANNOTATIONS, NAMESPACE = "Construct Annotations", "Annotation"
local ACKNOWLEDGED = cdk.Validations.ACKNOWLEDGED_RULES_METADATA_KEY
local KNOWN = { fatal = true, error = true, warning = true, info = true }

-- The annotations as a plug-in's report, nil if there are none -------------------------------------------------------

local function split(message)
  local before, id, behind = message:match "^(.-)%[ack: ([^%]]+)%](.*)$"
  if id then return (before .. behind):match "^%s*(.-)%s*$", id end
  before, id = message:match "^(.*)%(([^()]+::[^()]+)%)$"
  if id then return before:match "^%s*(.-)%s*$", id end
  return message, nil
end

local SEVERITIES = { ["aws:cdk:warning"] = "warning", ["aws:cdk:error"] = "error" }

local function template_of(construct)
  local found, stack = pcall(engine.stack_of, construct)
  return found and path.join(engine.stage_of(construct).outdir, stack.template_file) or nil
end

local function annotations(app)
  local violations, known, success = {}, {}, true
  for _, construct in ipairs(engine.find(app, "metadata")) do
    for _, entry in ipairs(construct.node.metadata) do
      local severity = SEVERITIES[entry.type]
      if severity then
        local message, id = split(tostring(entry.data))
        id = id and not id:find("::", 1, true) and NAMESPACE .. "::" .. id or id
        local key = (id or "") .. "\0" .. severity .. "\0" .. message
        if not known[key] then
          known[key] = { rule_name = id or ("%s::%s-annotation"):format(NAMESPACE, severity), description = message,
            severity = severity, rule_metadata = { ["cdk:annotation"] = "true" }, violating_resources = {} }
          violations[#violations + 1] = known[key]
        end
        table.insert(known[key].violating_resources, {
          construct_path = construct.node.path, template_path = template_of(construct), locations = {},
          resource_logical_id = engine.is_a(construct, cdk.CfnResource)
            and engine.stack_of(construct):resolve(construct.logical_id) or nil,
        })
        if severity == "error" then success = false end
      end
    end
  end
  if #violations == 0 then return nil end
  return { name = ANNOTATIONS, success = success, violations = violations,
    metadata = { ["cdk:annotations"] = "true" } }
end

-- Plug-ins -----------------------------------------------------------------------------------------------------------

local function environment(stack, name)
  local value = stack.environment[name]
  return not value:find "^unknown%-" and value or nil
end

-- Whether the plug-in is an instance of the library's own.
local function is_library(plugin) return rawget(plugin, "_is_of_library") == true end

local function run(app, plugin, artifacts)
  local stacks = {}
  for i, stack in ipairs(artifacts) do
    stacks[i] = { stack_construct_path = stack.hierarchical_id, template_path = stack.template_full_path,
      account_id = environment(stack, "account"), region = environment(stack, "region") }
  end
  if is_library(plugin) then return own_findings.of_plugin(app, stacks) end
  local done, result = validation_plugins.ask(plugin, app, stacks)
  if done then return result end
  return { success = false, violations = {},
    metadata = { error = ("Validation plugin '%s' failed: %s"):format(validation_plugins.name(plugin), result) } }
end

-- The assembly of a stage, as plug-ins can read it: of a cell of a matrix, a copy.
local function assembly_of(app, stage)
  local folder = stage.outdir
  if settings.output then folder = path.join(settings.output:on_disk(), path.relative(app.outdir, folder)) end
  return cx_api.CloudAssembly(folder)
end

local function reports(app)
  local plugins, stacks, has_library = {}, {}, false
  for _, stage in ipairs(validation_plugins.stages(app)) do
    local artifacts
    for _, plugin in ipairs(stage._validation_plugins) do
      artifacts = artifacts or assembly_of(app, stage).stacks_recursively
      if not stacks[plugin] then
        plugins[#plugins + 1], stacks[plugin] = plugin, {}
      end
      for _, artifact in ipairs(artifacts) do table.insert(stacks[plugin], artifact) end
    end
  end
  local list = {}
  for _, plugin in ipairs(plugins) do
    if #stacks[plugin] > 0 then
      local report = run(app, plugin, stacks[plugin])
      local name, version = validation_plugins.name(plugin)
      list[#list + 1] = { name = name, version = version, success = report.success,
        violations = report.violations, metadata = report.metadata, is_own = is_library(plugin) }
    end
    has_library = has_library or is_library(plugin)
  end
  if own_findings.wanted(app) then table.move(own_findings.reports(app, has_library), 1, 2, #list + 1, list) end
  if cdk.FeatureFlags._is_enabled(app, cx_api.ANNOTATIONS_IN_VALIDATION_REPORT) then
    list[#list + 1] = annotations(app)
  end
  return list
end

-- Acknowledgements ---------------------------------------------------------------------------------------------------

local function acknowledgements(app)
  local rules = {}
  for _, construct in ipairs(engine.find(app, "metadata")) do
    for _, entry in ipairs(construct.node.metadata) do
      for id, reason in pairs(entry.type == ACKNOWLEDGED and entry.data or {}) do
        rules[id] = rules[id] or {}
        rules[id][construct.node.path] = { id = id, reason = reason, at = construct.node.path,
          trace = entry.trace and ("acknowledge (%s)"):format(entry.trace) }
      end
    end
  end
  return rules
end

local function nearest(paths, at)
  while not paths[at] and at ~= "" do at = at:match "^(.*)/[^/]*$" or "" end
  return paths[at]
end

local function namespace_of(report) return report.name == ANNOTATIONS and NAMESPACE or report.name:gsub(" ", "-") end

local function suppress(report, rules)
  local kept, suppressed = {}, {}
  for _, violation in ipairs(report.violations) do
    local severity = (violation.severity or ""):lower()
    local annotation = violation.rule_metadata and violation.rule_metadata["cdk:annotation"]
    local paths = severity ~= "fatal" and not (annotation and severity == "error")
      and rules[cdk.Validations._qualified(violation.rule_name, namespace_of(report))]
    if paths then
      local open, groups, by_place = {}, {}, {}
      for _, resource in ipairs(violation.violating_resources) do
        local found = nearest(paths, resource.construct_path or "")
        if not found then
          open[#open + 1] = resource
        else
          if not by_place[found.at] then
            by_place[found.at] = { violation = violation, acknowledged = found, resources = {} }
            groups[#groups + 1] = by_place[found.at]
          end
          table.insert(by_place[found.at].resources, resource)
        end
      end
      table.move(groups, 1, #groups, #suppressed + 1, suppressed)
      if #open > 0 then kept[#kept + 1] = { violation = violation, resources = open } end
    else
      kept[#kept + 1] = { violation = violation, resources = violation.violating_resources }
    end
  end
  if #suppressed > 0 then
    report.success = true
    for _, group in ipairs(kept) do
      local severity = group.violation.severity
      if severity == "error" or severity == "fatal" then report.success = false end
    end
  end
  report.kept, report.suppressed = kept, suppressed
end

-- The file -----------------------------------------------------------------------------------------------------------

local function place_of(frames) return frames and frames[1]:match "%b()$" end

-- Where the construct was made, and where the property is, if that is elsewhere.
local function traces_of(made, found)
  local traces = { made and table.concat(made, "\n") }
  if found and place_of(found) ~= place_of(made) then traces[#traces + 1] = table.concat(found, "\n") end
  return traces
end

local function resource_json(resource, constructs)
  local construct = constructs[resource.construct_path or false]
  local fqn, version, frames
  if construct then fqn, version, frames = engine.construct_info(construct) end
  local locations, traces = resource.locations or {}, traces_of(frames, resource.frames)
  return ordered(
    "constructPath", resource.construct_path or "",
    "constructFqn", fqn,
    "libraryVersion", version,
    "cloudFormationResource", resource.resource_logical_id and resource.template_path and ordered(
      "templatePath", resource.template_path,
      "logicalId", resource.resource_logical_id,
      "propertyPaths", #locations > 0 and engine.list(locations) or nil) or nil,
    "stackTraces", #traces > 0 and engine.list(traces) or nil)
end

local function violation_json(group, constructs)
  local violation, acknowledged = group.violation, group.acknowledged or {}
  local severity = violation.severity and violation.severity:lower() or "error"
  local resources = {}
  for i, resource in ipairs(group.resources) do resources[i] = resource_json(resource, constructs) end
  return ordered(
    "ruleName", violation.rule_name,
    "description", violation.description,
    "suggestedFix", violation.fix,
    "severity", KNOWN[severity] and severity or "custom",
    "customSeverity", not KNOWN[severity] and violation.severity or nil,
    "ruleMetadata", violation.rule_metadata and engine.map(violation.rule_metadata),
    "violatingConstructs", engine.list(resources),
    "acknowledgedId", acknowledged.id,
    "reason", acknowledged.reason ~= "" and acknowledged.reason or nil,
    "acknowledgedAt", acknowledged.at ~= "" and acknowledged.at or nil,
    "acknowledgedStackTrace", acknowledged.trace)
end

local function all_json(groups, constructs)
  local list = {}
  for i, group in ipairs(groups) do list[i] = violation_json(group, constructs) end
  return engine.list(list)
end

local function by_path(app)
  local constructs, by_id = {}, {}
  for _, construct in ipairs(app.node:find_all()) do
    constructs[construct.node.path] = construct
    if engine.is_a(construct, cdk.CfnResource) then
      local stack = engine.stack_of(construct)
      by_id[stack.template_file .. "\0" .. stack:resolve(construct.logical_id)] = construct.node.path
    end
  end
  return constructs, by_id
end

local function complete(report, app, by_id)
  local copy = settings.output and settings.output.copy
  for _, violation in ipairs(report.violations) do
    for _, resource in ipairs(violation.violating_resources) do
      if resource.template_path then
        local full = path.resolve(resource.template_path)
        resource.template_path = path.relative(copy and path.is_within(copy, full) and copy or app.outdir, full)
        if not resource.construct_path and resource.resource_logical_id then
          resource.construct_path = by_id[resource.template_path:match "[^/]*$" .. "\0" .. resource.resource_logical_id]
        end
      end
    end
  end
end

-- The run has told of annotations and of our own findings.
local function is_told(report) return report.name == ANNOTATIONS or report.is_own end

local function tell(list)
  for _, report in ipairs(list) do
    local lines = {}
    if report.metadata and report.metadata.error then lines[1] = "[ERROR] " .. report.metadata.error end
    for _, group in ipairs(report.kept) do
      for _, resource in ipairs(group.resources) do
        lines[#lines + 1] = ("[%s] [%s] %s (%s)"):format((group.violation.severity or "error"):upper(),
          resource.construct_path or "", group.violation.description, report.name)
      end
    end
    for _, line in ipairs(not is_told(report) and lines or {}) do
      engine.tell((line:gsub("[\n\t]", "?")))
    end
  end
end

local function truthy(app, key, default)
  local value = app.node:try_get_context(key)
  if value == nil then return default end
  return value ~= false and value ~= "false"
end

local function warns(report)
  for _, group in ipairs(report.kept) do
    if group.violation.severity == "warning" then return true end
  end
  return false
end

local function write(app, shown)
  local output = settings.output or assembly.output(app.outdir)
  if engine.mapped_lines() then -- reports may name later lines
    source_maps.write { outdir = app.outdir, write = function(_, name, text) output:write(name, text) end }
  end
  output:write(FILE, assembly.print_json(ordered(
    "version", schema_version.text(schema_version.of_report()),
    "title", "Validation Report",
    "pluginReports", engine.list(shown)), 2))
  output:commit()
end

--- Empties the report that an earlier run has left: `cdk` would take it for one about what is there now.
function M.clear(app)
  if assets.exists(path.join(app.outdir, FILE)) then write(app, {}) end
end

--- Validates the written assembly of an app, and writes the report if there is anything that validates. A finding that
--- is an error ends the run, unless the cdk command line will report it.
function M.write(app)
  local list = reports(app)
  if #list == 0 then return M.clear(app) end
  local constructs, by_id = by_path(app)
  local rules = acknowledgements(app)
  local shown, failed, strict = {}, false, truthy(app, cx_api.STRICT_CFN_VALIDATE_ERRORS, false)
  for _, report in ipairs(list) do
    complete(report, app, by_id)
    suppress(report, rules)
    failed = failed or not report.success or strict and warns(report)
    if not report.success or #report.kept > 0 or #report.suppressed > 0 then
      shown[#shown + 1] = ordered(
        "pluginName", report.name,
        "pluginVersion", report.version,
        "conclusion", report.success and "success" or "failure",
        "metadata", report.metadata and engine.map(report.metadata),
        "violations", all_json(report.kept, constructs),
        "suppressedViolations", #report.suppressed > 0 and all_json(report.suppressed, constructs) or nil)
    end
  end
  write(app, shown)
  if own_findings.told_by_cdk(app) then
    engine.warnings_drop(function(at) return constructs[at] ~= nil end)
  end
  if truthy(app, cx_api.FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT, true) then
    if failed or not settings.report_is_read then tell(list) end
    if failed and settings.output then engine.fail(nil, "validation failed") end -- nothing of it will be written
    if failed then engine.fail(nil, "validation failed; the report is in %s/%s", app.outdir, FILE) end
  end
end

return M
