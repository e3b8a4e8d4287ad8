-- Merging of statements that differ in at most one of actions, resources and principals.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

-- Statements grow no further than this by merging when the result must stay splittable.
local MAX_MERGE_SIZE = 2000

local function set_equal(a, b)
  local n = a and #a or 0
  if n ~= (b and #b or 0) then return false end
  if n == 0 then return true end
  local seen = {}
  for i = 1, n do seen[util.key(b[i])] = true end
  for i = 1, n do
    if not seen[util.key(a[i])] then return false end
  end
  return true
end

local function set_merge(a, b)
  local seen, result = {}, {}
  for _, list in ipairs { a or {}, b or {} } do
    for i = 1, #list do
      local key = util.key(list[i])
      if not seen[key] then
        seen[key] = true
        result[#result + 1] = list[i]
      end
    end
  end
  table.sort(result, function(x, y) return util.key(x) < util.key(y) end)
  return result
end

-- Principals that can say who they are (by a text) are compared by it, all others by identity.
local function partition(principals)
  local comparable, order, rest = {}, {}, {}
  for i = 1, principals and #principals or 0 do
    local principal = principals[i]
    local text = engine.has(principal, "dedupe_string") and principal:dedupe_string() or nil
    if text then
      if not comparable[text] then order[#order + 1] = text end
      comparable[text] = principal
    else
      rest[#rest + 1] = principal
    end
  end
  return comparable, order, rest
end

local function same_objects(a, b)
  if #a ~= #b then return false end
  local seen = {}
  for i = 1, #b do seen[b[i]] = true end
  for i = 1, #a do
    if not seen[a[i]] then return false end
  end
  return true
end

local function principals_equal(a, b)
  if (a and #a or 0) == 0 and (b and #b or 0) == 0 then return true end
  local _, a_order, a_rest = partition(a)
  local _, b_order, b_rest = partition(b)
  return same_objects(a_rest, b_rest) and same_objects(a_order, b_order)
end

local function principals_merge(a, b)
  local a_map, a_order, a_rest = partition(a)
  local b_map, b_order, b_rest = partition(b)
  local result = {}
  for _, text in ipairs(a_order) do result[#result + 1] = b_map[text] or a_map[text] end
  for _, text in ipairs(b_order) do
    if not a_map[text] then result[#result + 1] = b_map[text] end
  end
  for _, principal in ipairs(a_rest) do result[#result + 1] = principal end
  for _, principal in ipairs(b_rest) do result[#result + 1] = principal end
  return result
end

local function has_literal(statement)
  for _, principal in ipairs(statement._s.principals or {}) do
    if principal.policy_fragment.principal_json[util.LITERAL] ~= nil then return true end
  end
  return false
end

local function joined(a, b)
  local result = util.copy_list(a)
  for i = 1, #b do result[#result + 1] = b[i] end
  return result
end

local function same_exclusions(a, b)
  return set_equal(a._s.not_action, b._s.not_action) and set_equal(a._s.not_resource, b._s.not_resource)
    and principals_equal(a._s.not_principals, b._s.not_principals)
end

-- An empty Sid is none.
local function named(statement) return (statement._s.sid or "") ~= "" end

local function merge_if_combinable(left, right, limit_size, size_options)
  local a, b = left.statement, right.statement
  if a._s.effect ~= b._s.effect or named(a) or named(b) or left.conditions ~= right.conditions
    or not same_exclusions(a, b) then
    return nil
  end
  local equal = (set_equal(a._s.action, b._s.action) and 1 or 0) + (set_equal(a._s.resource, b._s.resource) and 1 or 0)
    + (principals_equal(a._s.principals, b._s.principals) and 1 or 0)
  if equal < 2 or has_literal(a) ~= has_literal(b) then return nil end
  local combined = a:copy {
    actions = set_merge(a._s.action, b._s.action),
    resources = set_merge(a._s.resource, b._s.resource),
    principals = principals_merge(a._s.principals, b._s.principals),
  }
  if limit_size and combined:_estimate_size(size_options) > MAX_MERGE_SIZE then return nil end
  return { originals = joined(left.originals, right.originals), statement = combined, conditions = left.conditions }
end

local function merge_if_equal(left, right)
  local a, b = left.statement, right.statement
  if a._s.effect == b._s.effect and a._s.sid == b._s.sid and left.conditions == right.conditions
    and same_exclusions(a, b)
    and set_equal(a._s.action, b._s.action) and set_equal(a._s.resource, b._s.resource)
    and principals_equal(a._s.principals, b._s.principals) then
    return { originals = joined(left.originals, right.originals), statement = a, conditions = left.conditions }
  end
  return nil
end

--- Merges statements until nothing can be merged any more.
--  Options: scope, limit_size (keep merged statements small), only_equal (merge none but equal statements).
--  Returns the new list and a map from each new statement to the statements it came from.
local function merge_statements(statements, options)
  local size_options = options.limit_size
    and require("aws_cdk.aws_iam.policy_statement").PolicyStatement._size_options(options.scope)
  local merge = options.only_equal and merge_if_equal or merge_if_combinable
  local items = {}
  for i = 1, #statements do
    local statement = statements[i]
    items[i] = { originals = { statement }, statement = statement,
      conditions = util.json(statement._s.condition or {}) }
  end
  local changed = #items > 1
  while changed do
    changed = false
    for i = 1, #items do
      local j = i + 1
      while items[j] do
        local merged = merge(items[i], items[j], options.limit_size, size_options)
        if merged then
          items[i] = merged
          table.remove(items, j)
          changed = true
        else
          j = j + 1
        end
      end
      if not items[i + 1] then break end
    end
  end
  local result, origins = {}, {}
  for i = 1, #items do
    result[i] = items[i].statement
    origins[items[i].statement] = items[i].originals
  end
  return result, origins
end

return merge_statements
