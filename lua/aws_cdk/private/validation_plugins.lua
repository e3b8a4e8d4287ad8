--- The validation plug-ins of an app and its stages, and how they are asked: for the validation report of what was
--- written, and for `luacdk check`.
local engine = require "luacdk.engine"

local M = {}

local function add_stages(stage, list)
  for _, nested in ipairs(engine.nested_stages(stage)) do add_stages(nested, list) end
  list[#list + 1] = stage
  return list
end

--- The app and its stages, each behind those inside it: the order in which plug-ins are asked.
function M.stages(app) return add_stages(app, {}) end

local function common(stacks, name)
  for _, stack in ipairs(stacks) do
    if stack[name] ~= stacks[1][name] then return nil end
  end
  return stacks[1] and stacks[1][name]
end

-- ---- what a plug-in says --------------------------------------------------------------------------------------------

-- Texts with tokens stay as they are written in the script: a report has no deployment.
local function text(value)
  if value == nil then return nil end
  local is_plain = type(value) ~= "table" or engine.is_unresolved(value)
  return is_plain and tostring(value) or engine.display(value)
end

local function texts(map)
  if map == nil then return nil end
  local copy = {}
  for key, value in pairs(map) do copy[key] = text(value) end
  return copy
end

-- A list without its metatable: `f` of each item, which gets the item's name, too.
local function list(value, name, f)
  if type(value) ~= "table" or engine.is_unresolved(value) then
    error(("the report: %s: expected a list, got %s"):format(name, engine.display(value)), 0)
  end
  local copy = {}
  for i, item in ipairs(value) do copy[i] = f(item, ("%s[%d]"):format(name, i)) end
  return copy
end

local function resource(value, name)
  return { locations = list(value.locations, name .. ".locations", text), construct_path = text(value.construct_path),
    resource_logical_id = text(value.resource_logical_id), template_path = text(value.template_path) }
end

local function violation(value, name)
  return { description = text(value.description), rule_name = text(value.rule_name), fix = text(value.fix),
    severity = text(value.severity), rule_metadata = texts(value.rule_metadata),
    violating_resources = list(value.violating_resources, name .. ".violating_resources", resource) }
end

-- A report's copy of which only plain values are known: what reads it cannot fail.
local function plain(report)
  engine.check_struct("aws_cdk.PolicyValidationPluginReport", report, "the report")
  return { success = report.success, plugin_version = text(report.plugin_version), metadata = texts(report.metadata),
    violations = list(report.violations, "violations", violation) }
end

-- What was raised, in words that are the same each time: an address is not.
local function reason(raised)
  local meta = getmetatable(raised)
  local ok, said = pcall(tostring, raised)
  if type(raised) == "string" or ok and type(meta) == "table" and meta.__tostring then return said end
  return ("an error with %s as its message"):format(engine.display(raised))
end

--- The plug-in's name and version, as they are written in a report: texts.
function M.name(plugin) return text(plugin.name), text(plugin.version) end

--- Asks a plug-in about stacks: { stack_construct_path =, template_path =, account_id =, region = }. Returns true and
--- its report, all of it plain values, or false and what went wrong, a text.
function M.ask(plugin, app, stacks)
  local paths = {}
  for i, stack in ipairs(stacks) do paths[i] = stack.template_path end
  local done, result = pcall(function()
    return plain(plugin:validate {
      template_paths = paths, stack_templates = stacks, app_construct = app,
      account_id = common(stacks, "account_id"), region = common(stacks, "region"),
    })
  end)
  return done, done and result or reason(result)
end

return M
