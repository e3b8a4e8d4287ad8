-- Two templates, a NUL between them: what `luacdk diff` says of them.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local security = require "luacdk.template.security"
local template_diff = require "luacdk.template_diff"
local told = dofile "tools/fuzz/told.lua"

local function parse(text)
  local document = told(assembly.parse_yaml, text, { short_forms = true, name = "template" })
  return engine.is_ordered(document) and document or nil
end

local PLAIN, LOOSE = {}, { loosely = true, spread = true }

return function(text)
  local first, second = text:match "^([^%z]*)%z?(.*)$"
  local old, new = parse(first), parse(second)
  if not old then return end
  assert(#template_diff.diff(old, old, PLAIN) == 0, "a template is equal to itself")
  for _, options in ipairs { PLAIN, LOOSE } do
    local changes = told(template_diff.diff, old, new, options)
    assert((#changes == 0) == (#told(template_diff.diff, new, old, options) == 0), "a difference is one both ways")
    assert(type(told(template_diff.format, changes, { width = #text % 120 })) == "string")
    assert(type(told(template_diff.summary, changes)) == "string")
    assert(type(told(security.of, changes).broadened) == "boolean")
  end
  local was, is = assembly.print_json(old, 1), assembly.print_json(new or engine.ordered(), 1)
  local parts = template_diff.split(was)
  for id, element in pairs(parts.elements or {}) do
    assert(pcall(assembly.parse_json, element), id .. ": the text of an element is JSON")
  end
  local by_text = told(template_diff.diff_texts, parts, template_diff.split(is))
  assert(#by_text == #told(template_diff.diff, assembly.parse_json(was), assembly.parse_json(is)),
    "texts have as many differences as documents")
end
