--- `luacdk check FILE`: called by the host when the script has run. Looks at the apps that it made, or at the cells of
--- the definition that it returned, and leaves the report in `luacdk.settings`.
local cells = require "luacdk.template.cells"
local cdk = require "aws_cdk"
local code = require "luacdk.check.code"
local dry_run = require "aws_cdk.private.dry_run"
local engine = require "luacdk.engine"
local findings = require "luacdk.check.findings"
local iam = require "aws_cdk.aws_iam"
local own_rules = require "luacdk.check.own_rules"
local plugins = require "luacdk.check.plugins"
local preview_of = require "luacdk.repl.preview"
local report = require "luacdk.check.report"
local run_definition = require "luacdk.template.run"
local sandboxed = require "luacdk.template.sandboxed"
local settings = require "luacdk.settings"
local silence = require "luacdk.check.silence"
local statements = require "luacdk.check.statements"

local asked = settings.checking

dry_run.keep_apps()
engine.warnings_hold()
statements.watch()
code.watch()

local all, stack_count = {}, 0
local refused = false -- a call was, so not all that the script makes reaches a template
local incomplete = {} -- paths of constructs of which a call was refused or skipped, or that lack a child for that, and
-- those of the constructs that they are part of

local CONSEQUENCES = { ["luacdk::validation"] = true, ["luacdk::synthesis"] = true }

-- Whether the finding may only follow from another, or is none. `is_half_made`: the code that makes the tree failed.
local function is_idle(finding, is_half_made)
  if is_half_made and findings.may_be_of_absence(finding) then return true end
  return finding.id == "luacdk::foreseen-asset" or CONSEQUENCES[finding.id] and incomplete[finding.path or ""] == true
end

local function add(list, preview, is_half_made)
  for _, finding in ipairs(list) do
    if not is_idle(finding, is_half_made) then all[#all + 1] = findings.complete({ finding }, preview)[1] end
  end
end

local function add_error(message, id)
  if type(message) ~= "string" then error(message, 0) end -- an interruption
  add { findings.of_error(message, id) }
end

local function attempt(id, f, ...)
  local ok, message = xpcall(f, settings.definition.report, ...)
  if not ok then add_error(message, id) end
end

local is_definition = false

-- The user's rules and plug-ins judge whole templates.
local function add_preview(preview, is_half_made)
  stack_count = stack_count + #preview.stacks
  add(findings.of(preview), preview, is_half_made)
  attempt("luacdk::rules", function()
    own_rules.load(is_definition)
    if not is_half_made then add(findings.of_found(own_rules.of(preview)), preview) end
  end)
  if not is_definition and not is_half_made then add(plugins.of(preview), preview) end
end

-- A call that the library refused, or that was given what such a call would have returned; the script goes on.
engine.tolerate(settings.definition.report, function(message, construct, rows, called, properties)
  if rows and type(message) == "string" then
    add(findings.of_rows(message, rows))
  elseif message then
    add_error(message, "luacdk::refused")
  end
  refused = true
  if called == iam.PolicyStatement then statements.note_refused(properties) end
  local path = engine.is_construct(construct) and construct.node.path
  while path and not incomplete[path] do
    incomplete[path] = true
    path = path:match "^(.*)/[^/]*$"
  end
end)

local function add_cell_error(cell, message)
  local before = #all
  add_error(message, "luacdk::definition")
  local finding = all[before + 1]
  if cell.label then finding.message = ("cell %s: %s"):format(cell.label, finding.message) end
end

-- Each cell has its own app, as when it is synthesised.
local function check_cell(cell)
  local made, why
  local function make()
    local app = cdk.App { auto_synth = false }
    made, why = xpcall(cell.template._make, settings.definition.report, cell.template, app, cell.name, cell.resolved,
      cell.props)
    silence.note(app)
    return preview_of.here { app }
  end
  local ok, preview = xpcall(sandboxed.call, settings.definition.report, cell.template._where.folder, make)
  if not ok then return add_cell_error(cell, preview) end
  if not made then add_cell_error(cell, why) end
  add_preview(preview, not made)
end

local function check_definition(definition, options)
  is_definition = true
  for _, cell in ipairs(cells.all(definition, options)) do
    if cell.failure then
      add_cell_error(cell, cell.failure)
    else
      check_cell(cell)
    end
  end
  sandboxed.rest()
end

return function(ran, result)
  local apps = dry_run.apps() -- without those of cells, which check_definition makes
  if ran then
    attempt("luacdk::definition", run_definition, result, check_definition)
  elseif result:find "^cannot open " then
    error(result, 0)
  else
    add_error(result, "luacdk::script")
  end
  if #apps > 0 then
    attempt("luacdk::synthesis", function()
      add_preview(preview_of.here(apps), not ran)
      for _, app in ipairs(apps) do silence.note(app) end
    end)
  end
  add(findings.of_found(code.found()))
  if refused then
    add(findings.of_found(engine.warnings_told())) -- also if the app was refused; otherwise its preview has them
    add(findings.of_found(statements.unreached()))
  end
  for _, row in ipairs(silence.unknown(all)) do
    add { { id = "luacdk::ignore", level = "warning", text = row[1] .. (row[2] and "; " .. row[2] or ""),
      wrong = row[1], right = row[2] } }
  end
  local told = {}
  for _, finding in ipairs(all) do
    if not silence.covers(finding) then told[#told + 1] = finding end
  end
  local list = findings.merge(told)
  asked.report, asked.failed = report(list, { format = asked.format, fail_on = asked.fail_on, stacks = stack_count,
    file = settings.definition.file or "stdin" })
end
