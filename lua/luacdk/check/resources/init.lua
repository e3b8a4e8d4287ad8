--- Rules that look at a whole resource of a template, or at several: what goes together, what refers to what.
---
--- A file of rules gives `each` (by resource type: functions of its properties), `together` (functions of all resources
--- of the type), `also` (other types whose resources the functions look for) and, for frequent types, `only` (the
--- properties that they look at; the functions in `each` then look at nothing else, and are not asked twice about the
--- same). They call tell(rule, property, wrong, right, resource): `property` is a path such as "Stages[0].Name",
--- `resource` another one than that at hand. `all` has `self`, find(reference, type), and of_type.
local any = require "luacdk.check.resources.any"
local engine = require "luacdk.engine"
local facts = require "luacdk.check.resources.fact_rows"
local values = require "luacdk.check.resources.values"

local FILES = { "containers", "events", "instances", "lambda", "network", "pipelines", "queues", "state_machines",
  "storage", "subnets" }

local resources = {}

local each, together, wanted = {}, {}, {}
local good = setmetatable({}, { __mode = "k" }) -- properties with which nothing was wrong

local function want(type) wanted[type] = wanted[type] or true end

local function load_rules()
  for _, file in ipairs(FILES) do
    local rules = require("luacdk.check.resources." .. file)
    for type, list in pairs(rules.each) do
      each[type] = each[type] or {}
      for _, rule in ipairs(list) do table.insert(each[type], rule) end
      want(type)
    end
    for type, rule in pairs(rules.together or {}) do
      together[type] = together[type] or {}
      table.insert(together[type], rule)
      want(type)
    end
    for _, type in ipairs(rules.also or {}) do want(type) end
    for type, names in pairs(rules.only or {}) do wanted[type] = names end
  end
  for type in pairs(facts.deprecated_properties) do want(type) end
  for _, type in ipairs(facts.deprecated_types) do want(type) end
end

local function path_of(property)
  if property:sub(1, 1) == "/" then return property:sub(2) end
  return property == "" and "Properties" or "Properties." .. property
end

local function judge(list)
  local faults = {}
  local all = { of_type = {} }
  local by_id, types = {}, {}
  for number, resource in ipairs(list) do
    local type = resource.type
    resource.number = number
    by_id[resource.id] = resource
    local others = all.of_type[type]
    if not others then
      others = {}
      all.of_type[type], types[#types + 1] = others, type
    end
    others[#others + 1] = resource
  end
  function all.find(reference, wanted_type)
    local found = by_id[values.target(reference) or ""]
    return found and found.type == wanted_type and found or nil
  end
  local function tell(rule, property, wrong, right, resource)
    faults[#faults + 1] = { rule = rule, id = (resource or all.self).id, property = path_of(property), wrong = wrong,
      right = right }
  end
  for _, resource in ipairs(list) do
    all.self = resource
    local type, props = resource.type, resource.props
    if not good[props] then
      local rules, before = each[type], #faults
      for i = 1, rules and #rules or 0 do rules[i](props, tell, all) end
      good[props] = #faults == before and wanted[type] ~= true or nil
    end
    any.judge(resource, tell)
  end
  for _, one in ipairs(types) do
    for _, rule in ipairs(together[one] or {}) do rule(all.of_type[one], tell, all) end
  end
  return faults
end

--- Judges the templates that are made from now on; luacdk.check.targets is told what is wrong.
function resources.judge()
  if next(wanted) == nil then load_rules() end
  engine.judge_resources(wanted, judge)
end

return resources
