--- Sections of a template (Resources, Outputs, …) compared with a pattern, entry by entry.
local assertions = require "aws_cdk.assertions"
local engine = require "luacdk.engine"
local json_value = require "aws_cdk.assertions.json_value"

local sections = {}

local SHOWN = 3

--- The matcher for properties that a user gave: a map may leave out keys.
function sections.matcher_of(pattern)
  if assertions.Matcher.is_matcher(pattern) then return pattern end
  return json_value.is_map(pattern) and assertions.Match.object_like(pattern) or assertions.Match.exact(pattern)
end

--- Compares all entries of a section (a map, or nil): { matches (ordered map), count of them, total, others (names),
--- closest (list of { name, result }) }.
function sections.compare(section, pattern)
  local matcher = sections.matcher_of(pattern)
  local found = { matches = engine.ordered(), count = 0, total = 0, others = {}, closest = {} }
  for _, name in ipairs(section and json_value.keys(section) or {}) do
    local result = matcher:test(section[name]):finished()
    found.total = found.total + 1
    if result:has_failed() then
      table.insert(found.others, name)
      table.insert(found.closest, { name = name, result = result })
    else
      found.matches[name] = section[name]
      found.count = found.count + 1
    end
  end
  table.sort(found.closest, function(a, b)
    if a.result.fail_cost ~= b.result.fail_cost then return a.result.fail_cost < b.result.fail_cost end
    return a.name < b.name
  end)
  for i = #found.closest, SHOWN + 1, -1 do found.closest[i] = nil end
  return found
end

--- Only the entry of that name; "*" is all.
function sections.named(section, name)
  if name == "*" or section == nil then return section end
  return engine.ordered(name, section[name])
end

--- The closest entries, with their mistakes.
function sections.renderings(found)
  local texts = {}
  for i, entry in ipairs(found.closest) do texts[i] = entry.name .. " :: " .. entry.result:render_mismatch() end
  return table.concat(texts, "\n")
end

--- The sentence about a comparison without matches: `where` is "the template", `noun` "resource", `which` " of type X".
function sections.mismatch(found, where, noun, which)
  if found.total == 0 then return ("%s has no %s%s"):format(where, noun, which) end
  local lines = {
    found.total == 1 and ("%s has 1 %s%s, which does not match:"):format(where, noun, which)
      or ("%s has %d %ss%s, none of which matches; closest:"):format(where, found.total, noun, which),
  }
  lines[#lines + 1] = sections.renderings(found)
  return table.concat(lines, "\n")
end

return sections
