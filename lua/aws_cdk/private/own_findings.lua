--- What `luacdk check` would tell of an app's resources, as reports for validation-report.json. Rules that the plug-in
--- of the library has too are reported, and acknowledged, under its name.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local engine = require "luacdk.engine"
local settings = require "luacdk.settings"
local source_maps = require "aws_cdk.private.source_maps"

local M = {}

local LIBRARY = "CloudFormation Validate"
local OWN = "luacdk"

--- Whether anybody reads them: AWS's tools do, if nobody has switched validation off.
function M.wanted(app)
  return settings.findings ~= nil and app._builtin_validation and os.getenv "CDK_VALIDATION" ~= "false"
end

--- Whether the cdk command line tells what is in the report, so that the run need not: then it says so, or we start it.
function M.told_by_cdk(app)
  if settings.report_is_read then return M.wanted(app) end
  local fails = app.node:try_get_context(cx_api.FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT)
  return M.wanted(app) and (fails == false or fails == "false")
end

--- Call this when an app is made: what makes its templates is watched from then on, and warnings wait until it is known
--- who tells them.
function M.prepare(app)
  if M.wanted(app) then settings.findings().prepare() end
  if M.told_by_cdk(app) then engine.warnings_defer() end
end

--- Call this when an instance of the library's plug-in is made: the app may not be validated otherwise.
function M.prepare_for_plugin()
  if settings.findings and not settings.checking then settings.findings().prepare() end
end

-- ---- where ----------------------------------------------------------------------------------------------------------

local function find(app, path)
  local at = app
  for id in path:gmatch "[^/]+" do at = at and at.node:try_find_child(id) end
  return at
end

-- The resource that a construct stands for: itself or its main child.
local function resource_of(construct)
  local child = construct
  while child and not engine.is_a(child, cdk.CfnResource) do child = child.node.default_child end
  return child
end

-- "tracing_config.mode" as CloudFormation spells it in the properties; only as far as these have it. cdk.CfnResource
-- has them in `properties`. Paths of templates stay as they are.
local function location(properties, property)
  if property:find "^Properties%." then return (property:gsub("%[(%d+)%]", ".%1")) end
  local path, at = { "Properties" }, properties
  for word in property:gsub("%[(%d+)%]", ".%1"):gmatch "[^.]+" do
    local index, plain, found = math.tointeger(tonumber(word)), word:gsub("_", ""):lower(), nil -- index: from 1
    for key in pairs(type(at) == "table" and at or {}) do
      if key == index or type(key) == "string" and key:lower() == plain then found = key end
    end
    if not found and at == properties and word == "properties" then goto continue end
    if not found then break end
    path[#path + 1] = type(found) == "number" and tostring(found - 1) or found
    at = at[found]
    ::continue::
  end
  return #path > 1 and table.concat(path, ".") or nil
end

-- Templates of a cell of a matrix are not on the disk yet.
local function text_of(app, file)
  return settings.output and settings.output:read(assets.path.relative(app.outdir, file)) or assets.read_file(file)
end

local function template_of(app, templates, file)
  if templates[file] == nil then
    local text = text_of(app, file)
    templates[file] = text and assembly.parse_json(text) or false
  end
  return templates[file]
end

local function violating(app, finding, path, templates)
  local construct = find(app, path)
  local resource = construct and resource_of(construct)
  if not resource then return { construct_path = path, locations = {} } end
  local stack = engine.stack_of(resource)
  local file = assets.path.join(engine.stage_of(resource).outdir, stack.template_file)
  local id = stack:resolve(resource.logical_id)
  local template = template_of(app, templates, file)
  local element = template and template.Resources and template.Resources[id]
  local place = finding.property and element and location(element.Properties, finding.property)
  return {
    construct_path = resource.node.path, template_path = file, resource_logical_id = id, locations = { place },
    frames = finding.file and source_maps.frames(finding.file, finding.line) or nil,
  }
end

-- ---- what -----------------------------------------------------------------------------------------------------------

local function description(finding)
  if not finding.wrong then return finding.message or finding.text end
  local property = finding.property
  if not property or finding.message:find(property:gsub("^Properties%.", "") .. ": ", 1, true) == 1 then
    return finding.wrong
  end
  return property .. ": " .. finding.wrong
end

-- Whether the construct at the path is in one of the stacks.
local function is_within(stacks, path)
  for _, stack in ipairs(stacks) do
    local at = stack.stack_construct_path
    if path == at or path:sub(1, #at + 1) == at .. "/" then return true end
  end
  return false
end

-- The places of a finding that are in the stacks; without `stacks` all of them.
local function places(finding, stacks)
  local list = {}
  for _, path in ipairs { finding.path, table.unpack(finding.also or {}) } do
    if not stacks or is_within(stacks, path) then list[#list + 1] = path end
  end
  return list
end

-- What was found about an app, or about some of its stacks: the report of the library's plug-in, and ours.
local function reports(app, stacks)
  local library = {
    name = LIBRARY, version = require("aws_cdk.private.validator_row").version, success = true, violations = {},
    is_own = true,
  }
  local own = { name = OWN, success = true, violations = {}, is_own = true }
  local strict = app.node:try_get_context(cx_api.VALIDATE_AGAINST_DEFAULT_RULES)
  strict = strict ~= nil and strict ~= false and strict ~= "false"
  local known, templates = {}, {}
  for _, finding in ipairs(settings.findings().of_app(app)) do
    local at = places(finding, stacks)
    if #at == 0 then goto continue end
    local report = finding.id:find("^" .. OWN .. "::") and own or library
    local level = strict and finding.level == "error" and "error" or finding.level == "info" and "info" or "warning"
    local text = description(finding)
    local key = finding.id .. "\0" .. text
    if not known[key] then
      known[key] = { rule_name = finding.id, description = text, fix = finding.fix, severity = level,
        rule_metadata = finding.category and { category = finding.category }, violating_resources = {} }
      table.insert(report.violations, known[key])
    end
    for _, path in ipairs(at) do
      table.insert(known[key].violating_resources, violating(app, finding, path, templates))
    end
    report.success = report.success and level ~= "error"
    ::continue::
  end
  return library, own
end

--- The reports on an app that was written, by the tools that name the rules; without the library's if an instance of
--- its plug-in has been asked.
function M.reports(app, without_library)
  local library, own = reports(app)
  local list = { not without_library and library or nil }
  if #own.violations > 0 then list[#list + 1] = own end
  return list
end

--- What an instance of the library's plug-in says of stacks, { stack_construct_path = }. Nothing where nobody watched
--- how the app was made, and during `luacdk check`, which tells it all by itself.
function M.of_plugin(app, stacks)
  if not settings.findings or settings.checking then return { success = true, violations = {} } end
  return (reports(app, stacks))
end

return M
