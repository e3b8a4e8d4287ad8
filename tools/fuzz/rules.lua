-- Rules of the user's own, which `luacdk check --rules` reads: a list of them as JSON, and after a NUL what they
-- tell of a resource. JSON has no functions: "%CHECK%" stands for one.
local assembly = require "luacdk.assembly"
local rules = require "luacdk.check.rules"
local settings = require "luacdk.settings"
local told = dofile "tools/fuzz/told.lua"

local file = ... .. "/rules.lua"
local out = assert(io.open(file, "wb"))
assert(out:write "return FUZZ_RULES" and out:close())

local findings -- what a rule tells

local LUA = {
  ["%CHECK%"] = function(resource, report)
    for _, finding in ipairs(type(findings) == "table" and findings or { findings }) do report(finding) end
    report()
    return resource.properties
  end,
  ["%FUNCTION%"] = function() return {} end,
  ["%ERROR%"] = setmetatable({}, { __index = function() error {} end, __tostring = function() return {} end }),
}

local function in_lua(value)
  if type(value) ~= "table" then return LUA[value] or value end
  local copy = {}
  for key, inner in pairs(value) do copy[key] = in_lua(inner) end
  return copy
end

local function parse(text) return in_lua((told(assembly.parse_json, text))) end

local _, by_id = debug.getupvalue(rules.find, 1)
local ours = {}
for id in pairs(by_id) do ours[id] = true end

local resource = { Type = "AWS::SQS::Queue", Properties = { DelaySeconds = 1 } }
local preview = { find = function() end, stacks = { { name = "S", template = { Resources = { Q = resource, N = 1 } },
  elements = { { section = "Resources", id = "Q", path = "S/Q", location = "a.lua:1" },
    { section = "Resources", id = "N", path = "S/N" } } } } }

return function(text)
  local first, second = text:match "^([^%z]*)%z?(.*)$"
  FUZZ_RULES, findings = parse(first), parse(second) -- luacheck: ignore
  for id in pairs(by_id) do by_id[id] = ours[id] and by_id[id] or nil end
  package.loaded["luacdk.check.own_rules"] = nil -- it keeps what it has loaded
  local own_rules = require "luacdk.check.own_rules"
  settings.checking = { rules = file }
  told(function()
    own_rules.load(false)
    for _, row in ipairs(own_rules.of(preview)) do
      assert(type(row.text) == "string" and type(row.id) == "string" and rules.find(row.id))
    end
  end)
end
