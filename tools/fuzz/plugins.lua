-- Reports of validation plug-ins, as JSON: what becomes of them in `luacdk check`, and what the validation report has.
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local plugins = require "luacdk.check.plugins"
local validation_plugins = require "aws_cdk.private.validation_plugins"
local told = dofile "tools/fuzz/told.lua"

local LUA = { ["%REGION%"] = cdk.Aws.REGION, ["%LAZY%"] = cdk.Lazy.string { produce = function() return "x" end },
  ["%ERROR%"] = setmetatable({}, { __index = function() error {} end, __len = function() return 1 end }) }

-- The report with Lua's tables, and with values in it that JSON does not have.
local function in_lua(value)
  if type(value) ~= "table" then return LUA[value] or value end
  local copy = {}
  for key, inner in pairs(value) do copy[key] = in_lua(inner) end
  return copy
end

local said
local app = cdk.App { auto_synth = false, analytics_reporting = false }
cdk.Stack(app, "S")
cdk.Validations.of(app):add_plugins { name = "tool", validate = function() return said end }

return function(text)
  local document = told(assembly.parse_json, text)
  said = in_lua(document)
  local done, result = told(validation_plugins.ask, app._validation_plugins[1], app, {})
  assert(type(result) == (done and "table" or "string"), "a report that is refused has a message")
  local found = told(plugins.of, { apps = { app }, stacks = {} })
  for _, finding in ipairs(found) do
    assert(type(finding.text) == "string" and type(finding.id) == "string" and type(finding.level) == "string")
  end
end
