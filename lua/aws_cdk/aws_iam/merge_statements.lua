-- Merging of statements that differ in at most one of actions, resources and principals.
--
-- The result depends on the order of merging: each statement is merged with the first later one that fits, then with
-- the next, and so on, until nothing fits any more. To keep the time proportional to the number of statements, those
-- that are alike in two of the three parts are looked up in buckets instead of being searched for.
local engine = require "luacdk.engine"
local first_fit = require "aws_cdk.private.first_fit"
local util = require "aws_cdk.aws_iam.util"

-- Statements grow no further than this by merging when the result must stay splittable.
local MAX_MERGE_SIZE = 2000

-- Buckets of so many are looked through.
local FEW = 4

-- A statement's lists that are merged, and the contribution of each to the estimated size.
local PARTS = { "action", "resource", "principals" }
local HEADERS = { action = #"Action" + 5, resource = #"Resource" + 5, principals = 0 }

-- ---- sets -----------------------------------------------------------------------------------------------------------

-- Numbers that represent elements of sets; the sum of its numbers represents a set.
local function numbering()
  local numbers, last = {}, 0
  return function(element)
    local number = numbers[element]
    if not number then
      last = last + 0x9E3779B97F4A7C15 -- splitmix64
      number = last
      number = (number ~ (number >> 30)) * 0xBF58476D1CE4E5B9
      number = (number ~ (number >> 27)) * 0x94D049BB133111EB
      number = number ~ (number >> 31)
      numbers[element] = number
    end
    return number
  end
end

local function new_set() return { values = {}, sizes = {}, sum = 0, size = 0 } end

-- Adds an element that represents `value`, and adds `size` to the estimate if it is new.
local function add(set, number_of, element, value, size)
  if set.values[element] == nil then
    set[#set + 1] = element
    set.sum = set.sum + number_of(element)
    set.sizes[element] = size
    set.size = set.size + size
  end
  set.values[element] = value
end

local function set_of_texts(list, number_of, token_size)
  local set = new_set()
  for i = 1, list and #list or 0 do
    local value = list[i]
    local key = util.key(value)
    if not set.values[key] then
      add(set, number_of, key, value, token_size and (engine.is_unresolved(value) and token_size or #value) + 3 or 0)
    end
  end
  return set
end

-- Principals with an identifying string are compared by it, all others by identity. Of those with the same string the
-- last one counts, in the place of the first.
local function set_of_principals(list, number_of, size)
  local set = new_set()
  for i = 1, list and #list or 0 do
    local principal = list[i]
    local text = engine.has(principal, "dedupe_string") and principal:dedupe_string() or nil
    add(set, number_of, text or principal, principal, size)
  end
  return set
end

local function equal(a, b)
  if #a ~= #b or a.sum ~= b.sum then return false end
  for i = 1, #b do
    if a.values[b[i]] == nil then return false end
  end
  return true
end

local function has_literal(statement)
  local principal = statement._s.principal
  return principal ~= nil and principal[util.LITERAL] ~= nil
end

-- ---- statements -----------------------------------------------------------------------------------------------------

-- A statement with what it is compared by; `base` is what must be the same in all that are merged with it.
local function describe(statement, number_of, sizes)
  local s = statement._s
  local item = {
    statement = statement,
    originals = { statement },
    action = set_of_texts(s.action, number_of, sizes and sizes.action_estimate),
    resource = set_of_texts(s.resource, number_of, sizes and sizes.arn_estimate),
    principals = set_of_principals(s.principals, number_of, sizes and sizes.arn_estimate or 0),
  }
  local conditions = util.json(s.condition or {})
  local not_action = set_of_texts(s.not_action, number_of)
  local not_resource = set_of_texts(s.not_resource, number_of)
  local not_principals = set_of_principals(s.not_principals, number_of, 0)
  item.base = ("%s %d %d %d %d %d %d %s"):format(s.effect, #not_action, not_action.sum, #not_resource,
    not_resource.sum, #not_principals, not_principals.sum, conditions)
  if sizes then
    local rest = statement:_estimate_size(sizes)
    for _, part in ipairs(PARTS) do
      local list = s[part]
      if list and #list > 0 then rest = rest - HEADERS[part] end
    end
    item.size = rest - item.action.size - item.resource.size
      - (s.principals and #s.principals or 0) * sizes.arn_estimate
    for _, part in ipairs(PARTS) do
      local set = item[part]
      if #set > 0 then item.size = item.size + HEADERS[part] + set.size end
    end
  end
  return item
end

-- What `item` would grow to with the statement `other`.
local function joint_size(item, other)
  local size = item.size
  for _, part in ipairs(PARTS) do
    local mine, its = item[part], other[part]
    if #its > 0 then
      if #mine == 0 then size = size + HEADERS[part] end
      for i = 1, #its do
        if mine.values[its[i]] == nil then size = size + its.sizes[its[i]] end
      end
    end
  end
  return size
end

local function take_in(item, other, number_of, sizes)
  if sizes then item.size = joint_size(item, other) end
  for _, part in ipairs(PARTS) do
    local mine, its = item[part], other[part]
    for i = 1, #its do
      local element = its[i]
      if part == "principals" or mine.values[element] == nil then
        add(mine, number_of, element, its.values[element], its.sizes[element])
      end
    end
  end
  local originals = item.originals
  for i = 1, #other.originals do originals[#originals + 1] = other.originals[i] end
  item.merged = true
end

-- Whether two of the three parts are the same.
local function combinable(item, other)
  local same = 0
  for _, part in ipairs(PARTS) do
    if equal(item[part], other[part]) then same = same + 1 end
  end
  return same >= 2
end

local function sorted_values(set)
  local keys = table.move(set, 1, #set, 1, {})
  table.sort(keys)
  for i = 1, #keys do keys[i] = set.values[keys[i]] end
  return keys
end

local function principals_in_order(set)
  local list, rest = {}, {}
  for i = 1, #set do
    local element = set[i]
    local into = type(element) == "string" and list or rest
    into[#into + 1] = set.values[element]
  end
  return table.move(rest, 1, #rest, #list + 1, list)
end

-- The statement that an item has become.
local function statement_of(item)
  if not item.merged then return item.statement end
  return item.statement:copy {
    actions = sorted_values(item.action),
    resources = sorted_values(item.resource),
    principals = principals_in_order(item.principals),
  }
end

-- ---- buckets --------------------------------------------------------------------------------------------------------

local OTHERS = { action = { "resource", "principals" }, resource = { "action", "principals" },
  principals = { "action", "resource" } }

-- What statements that differ only in `part` have in common.
local function key_of(item, part)
  local others = OTHERS[part]
  return string.pack("<jj", item[others[1]].sum, item[others[2]].sum)
end

-- A bucket lists the places of its statements, ascending. Those that are gone are passed over: `skip` leads on.
local function make_buckets(items, sizes)
  local buckets = {}
  for _, part in ipairs(PARTS) do
    local of_part = {}
    buckets[part] = of_part
    for place, item in ipairs(items) do
      local key = key_of(item, part)
      local bucket = of_part[key]
      if not bucket then
        bucket = { skip = {}, weights = sizes and first_fit.new() }
        of_part[key] = bucket
      end
      bucket[#bucket + 1] = place
      if sizes then bucket.weights:add(item[part].size) end
    end
  end
  return buckets
end

-- The first number in a list of ascending places that is beyond `place`.
local function number_beyond(list, place)
  local low, high = 1, #list + 1
  while low < high do
    local middle = (low + high) // 2
    if list[middle] <= place then low = middle + 1 else high = middle end
  end
  return low
end

-- The same, for statements that still exist; nil if there are none.
local function next_there(list, place, gone)
  local skip = list.skip
  local start = number_beyond(list, place)
  local at = start
  while list[at] and gone[list[at]] do at = skip[at] or at + 1 end
  while start < at do -- so that this is not tried again
    local on = skip[start] or start + 1
    skip[start] = at
    start = on
  end
  return list[at], at
end

-- Where the elements of a bucket's statements are, for those that several have.
local function shared_elements(bucket, items, part)
  if bucket.shared == nil then
    local places, some = {}, false
    for _, place in ipairs(bucket) do
      local set = items[place][part]
      for i = 1, #set do
        local list = places[set[i]]
        if list then some = true else list = { skip = {} } places[set[i]] = list end
        list[#list + 1] = place
      end
    end
    bucket.shared = some and places or false
  end
  return bucket.shared
end

-- The first position after `place` in the bucket that may fit. Statements that share nothing with the item fit if there
-- is room for all their content; each of the others must be tried.
local function next_fitting(bucket, item, items, part, place, gone)
  if #bucket <= FEW then return (next_there(bucket, place, gone)) end
  local room = MAX_MERGE_SIZE - item.size
  if #item[part] == 0 then room = room - HEADERS[part] end
  local number = bucket.weights:first(number_beyond(bucket, place), room)
  local best = number and bucket[number]
  local shared = shared_elements(bucket, items, part)
  if shared then
    local set = item[part]
    for i = 1, #set do
      local list = shared[set[i]]
      local other = list and next_there(list, place, gone)
      if other and not (best and best <= other) then best = other end
    end
  end
  return best
end

local function next_candidate(buckets, item, items, place, gone, sizes)
  local best
  for _, part in ipairs(PARTS) do
    local bucket = buckets[part][key_of(item, part)]
    local found
    if bucket and sizes then
      found = next_fitting(bucket, item, items, part, place, gone)
    elseif bucket then
      found = next_there(bucket, place, gone)
    end
    if found and not (best and best <= found) then best = found end
  end
  return best
end

-- ---- merging --------------------------------------------------------------------------------------------------------

-- One round over statements of one base: those that are left, and whether any was merged.
local function round(items, number_of, sizes)
  local buckets, gone, changed = make_buckets(items, sizes), {}, false
  local function take_out(place)
    gone[place] = true
    for _, part in ipairs(sizes and PARTS or {}) do
      local bucket = buckets[part][items[place].keys[part]]
      bucket.weights:set(number_beyond(bucket, place - 1), math.huge)
    end
  end
  if sizes then
    for _, item in ipairs(items) do
      item.keys = {}
      for _, part in ipairs(PARTS) do item.keys[part] = key_of(item, part) end
    end
  end
  for place, item in ipairs(items) do
    local at = not gone[place] and next_candidate(buckets, item, items, place, gone, sizes)
    while at do
      local other = items[at]
      if combinable(item, other) and not (sizes and joint_size(item, other) > MAX_MERGE_SIZE) then
        take_in(item, other, number_of, sizes)
        take_out(at)
        changed = true
      end
      at = next_candidate(buckets, item, items, at, gone, sizes)
    end
  end
  local left = {}
  for place, item in ipairs(items) do
    if not gone[place] then left[#left + 1] = item end
  end
  return left, changed
end

-- Marks everything that was merged into an earlier statement as removed.
local function merge_combinable(items, number_of, sizes)
  local groups, order = {}, {}
  for _, item in ipairs(items) do
    if (item.statement._s.sid or "") == "" then -- an empty Sid counts as none
      local base = item.base .. (has_literal(item.statement) and " literal" or "")
      local group = groups[base]
      if not group then
        group = {}
        groups[base] = group
        order[#order + 1] = group
      end
      group[#group + 1] = item
      item.gone = true
    end
  end
  for _, group in ipairs(order) do
    local changed = #group > 1
    while changed do group, changed = round(group, number_of, sizes) end
    for _, item in ipairs(group) do item.gone = false end
  end
end

local function merge_equal(items)
  local firsts = {}
  for _, item in ipairs(items) do
    local sid = item.statement._s.sid
    local key = ("%d %d %d %s %s %s"):format(item.action.sum, item.resource.sum, item.principals.sum, type(sid),
      util.key(sid), item.base)
    local first = firsts[key]
    if first and equal(first.action, item.action) and equal(first.resource, item.resource)
      and equal(first.principals, item.principals) then
      for _, original in ipairs(item.originals) do first.originals[#first.originals + 1] = original end
      item.gone = true
    else
      firsts[key] = first or item
    end
  end
end

-- The items of statements for `merge_equal`, and those of them that may be equal to another: most statements differ in
-- the number of their actions or resources already, and need no description.
local function items_to_compare(statements, number_of)
  local lengths, alike, items, compared = {}, {}, {}, {}
  for i = 1, #statements do
    local s = statements[i]._s
    local length = (s.action and #s.action or 0) << 32 | (s.resource and #s.resource or 0)
    lengths[i], alike[length] = length, (alike[length] or 0) + 1
  end
  for i = 1, #statements do
    local statement = statements[i]
    if alike[lengths[i]] > 1 then
      items[i] = describe(statement, number_of)
      compared[#compared + 1] = items[i]
    else
      items[i] = { statement = statement, originals = { statement } }
    end
  end
  return items, compared
end

--- Merges statements until nothing can be merged any more.
--  Options: scope, limit_size (keep merged statements small), only_equal (merge none but equal statements).
--  Returns the new list and a map from each new statement to the statements it came from.
local function merge_statements(statements, options)
  local sizes = options.limit_size and not options.only_equal
    and require("aws_cdk.aws_iam.policy_statement").PolicyStatement._size_options(options.scope)
  local number_of, items = numbering(), {}
  if options.only_equal then
    local compared
    items, compared = items_to_compare(statements, number_of)
    merge_equal(compared)
  else
    for i = 1, #statements do items[i] = describe(statements[i], number_of, sizes) end
    merge_combinable(items, number_of, sizes)
  end
  local result, origins = {}, {}
  for i = 1, #items do
    local item = items[i]
    if not item.gone then
      local statement = statement_of(item)
      result[#result + 1] = statement
      origins[statement] = item.originals
    end
  end
  return result, origins
end

return { merge = merge_statements, MAX_SIZE = MAX_MERGE_SIZE }
