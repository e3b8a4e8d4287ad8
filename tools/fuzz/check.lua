-- Resources as anybody may write them, in a template that is included (even lengths) or each by itself: what `luacdk
-- check` and a rule of the user's find in them, as a report.
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local cfn_include = require "aws_cdk.cloudformation_include"
local engine = require "luacdk.engine"
local findings = require "luacdk.check.findings"
local own_rules = require "luacdk.check.own_rules"
local preview_of = require "luacdk.repl.preview"
local report = require "luacdk.check.report"
local settings = require "luacdk.settings"
local silence = require "luacdk.check.silence"
local told = dofile "tools/fuzz/told.lua"

local folder = ...

local function write(name, text)
  local out = assert(io.open(folder .. "/" .. name, "wb"))
  assert(out:write(text) and out:close())
  return folder .. "/" .. name
end

settings.checking = { rules = write("rules.lua", [[
local function look(value, report, path)
  for key, inner in pairs(type(value) == "table" and value or {}) do
    if inner == "x" then report { property = path .. tostring(key), text = "no x" } end
    look(inner, report, path .. tostring(key) .. ".")
  end
end
return { { id = "fuzz::x", level = "warning", text = "t", check = function(resource, report)
  look(resource.properties, report, "")
  if resource.type == "AWS::SQS::Queue" then report() end
end } }
]]) }
own_rules.load(false)

local FORMATS = { "text", "json", "sarif", "github" }

return function(text)
  local document = told(assembly.parse_json, text)
  local resources = engine.is_ordered(document) and document.Resources
  if not engine.is_ordered(resources) then return end
  engine.warnings_hold()
  local app = cdk.App { auto_synth = false, analytics_reporting = false }
  local stack = cdk.Stack(app, "S")
  if #text % 2 == 0 then
    told(cfn_include.CfnInclude, stack, "I", { template_file = write("included.json", text) })
  else
    for id, resource in pairs(resources) do
      local kind = engine.is_ordered(resource) and resource.Type
      local props = kind and resource.Properties
      if type(kind) == "string" then
        local made = told(cdk.CfnResource, stack, tostring(id), { type = kind,
          properties = engine.is_ordered(props) and props or nil })
        if made and props ~= nil and not engine.is_ordered(props) then
          told(made.add_override, made, "Properties", props)
        end
      end
    end
  end
  told(function()
    local preview = preview_of.here { app }
    silence.note(app)
    local list = findings.of(preview)
    for _, finding in ipairs(findings.of_found(own_rules.of(preview))) do list[#list + 1] = finding end
    list = findings.merge(findings.complete(list, preview))
    for _, finding in ipairs(list) do silence.covers(finding) end
    report(list, { format = FORMATS[#text % #FORMATS + 1], fail_on = "warning", stacks = #preview.stacks,
      file = "a.lua" })
  end)
end
