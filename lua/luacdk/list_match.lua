--- Which elements of two lists of templates belong together, and what each is called: for the comparison of templates.
---
---     local entries, reordered = list_match.of(old, new, loosely)
---     for _, entry in ipairs(entries) do print(entry.label, entry.old, entry.new) end
---
--- Elements are told apart by a field that has another value in each ("Key" of tags, "Sid", "Name", "…Id"), otherwise
--- by what they contain. So an element that is added in front is one that is added, whatever comes after it.
local assembly = require "luacdk.assembly"
local template_values = require "luacdk.template_values"

local as_text = template_values.as_text
local intrinsic_of, is_list, is_map = template_values.intrinsic_of, template_values.is_list, template_values.is_map

local list_match = {}

-- Fields that name an element. One that is named anew is another one.
local NAMES = { "Key", "Sid", "Id", "ID", "Name" }
-- Endings of fields that name an element, or what it is about.
local ENDINGS = { "Name", "Id", "Key", "Identifier" }

-- ---- what tells elements apart --------------------------------------------------------------------------------------

local function is_text(value)
  return type(value) == "string" or type(value) == "number" or intrinsic_of(value) ~= nil
end

-- Whether each element of a list has the field, and each another value.
local function tells_apart(list, field)
  local seen = {}
  for _, entry in ipairs(list) do
    local value = entry[field]
    if not is_text(value) then return false end
    local text = as_text(value)
    if seen[text] then return false end
    seen[text] = true
  end
  return true
end

-- The fields of the first element that may tell elements apart, the best first; and whether each is a name.
local function candidates(first)
  local list, is_name = {}, {}
  for _, name in ipairs(NAMES) do
    if first[name] ~= nil then
      list[#list + 1] = name
      is_name[name] = true
    end
  end
  for _, ending in ipairs(ENDINGS) do
    for field in pairs(first) do
      if type(field) == "string" and not is_name[field] and field:sub(-#ending) == ending then
        list[#list + 1] = field
      end
    end
  end
  return list, is_name
end

local function all_maps(list)
  for _, entry in ipairs(list) do
    if not is_map(entry) or intrinsic_of(entry) then return false end
  end
  return true
end

-- The field by which the elements of both lists are told apart, and whether it is their name; nil if there is none.
local function field_of(old, new)
  local first = old[1] or new[1]
  if first == nil or not all_maps(old) or not all_maps(new) then return nil end
  local list, is_name = candidates(first)
  for _, field in ipairs(list) do
    if tells_apart(old, field) and tells_apart(new, field) then return field, is_name[field] end
  end
  return nil
end

-- ---- what elements are called ---------------------------------------------------------------------------------------

local function words_of(value)
  local text = template_values.rendered(value)
  return as_text(text == nil and value or text) -- Ref AWS::NoValue has no text
end

-- "Allow s3:GetObject and 2 more on ${Bucket.Arn}/*" for a statement of a policy; nil of anything else.
local function statement_label(entry)
  local action = is_map(entry) and (entry.Action or entry.NotAction)
  if type(entry) ~= "table" or type(entry.Effect) ~= "string" or action == nil then return nil end
  local actions = is_list(action) and action or { action }
  local text = ("%s %s%s%s"):format(entry.Effect, entry.Action == nil and "all but " or "", words_of(actions[1]),
    #actions > 1 and (" and %d more"):format(#actions - 1) or "")
  local resource = is_list(entry.Resource) and entry.Resource[1] or entry.Resource
  if resource ~= nil and resource ~= "*" then text = text .. " on " .. words_of(resource) end
  return text
end

local function label_of(entry, index, field)
  if field then return ("[%s=%s]"):format(field, words_of(entry[field])) end
  return ("[%s]"):format(statement_label(entry) or index - 1)
end

-- ---- what belongs together ------------------------------------------------------------------------------------------

-- A text for each element, so that equal texts mean the same element; the second of two equal ones has another text.
local function identities(list, field, loosely)
  local counts, texts = {}, {}
  for i, entry in ipairs(list) do
    local value = entry
    if field then value = entry[field] end
    local text = (type(value) == "table" or not loosely) and assembly.print_json(value) or tostring(value)
    counts[text] = (counts[text] or 0) + 1
    texts[i] = text .. "\0" .. counts[text]
  end
  return texts
end

-- Of increasing sequences in `numbers` (with holes up to `count`), the longest: the set of its places.
local function longest_increase(numbers, count)
  local ends, before = {}, {} -- place of the least last number of a sequence of each length; the place before a place
  for i = 1, count do
    local number = numbers[i]
    if number then
      local low, high = 1, #ends + 1
      while low < high do
        local middle = (low + high) // 2
        if numbers[ends[middle]] < number then low = middle + 1 else high = middle end
      end
      before[i] = ends[low - 1]
      ends[low] = i
    end
  end
  local set, place = {}, ends[#ends]
  while place do
    set[place] = true
    place = before[place]
  end
  return set, #ends
end

-- How alike two maps are, from 0 to 1: the part of their fields that are equal.
local function likeness(a, b)
  local equal, all = 0, 0
  for key, value in pairs(a) do
    all = all + 1
    if b[key] ~= nil and as_text(value) == as_text(b[key]) then equal = equal + 1 end
  end
  for key in pairs(b) do
    if a[key] == nil then all = all + 1 end
  end
  return all > 0 and equal / all or 0
end

local MOST_COMPARED = 4096 -- pairs; in longer lists elements that changed count as removed and added
local ALIKE = 0.5

-- Whether what a statement allows, or where, is still the same.
local function is_same_statement(a, b)
  for _, key in ipairs { "Action", "NotAction", "Resource", "NotResource" } do
    if a[key] ~= nil and b[key] ~= nil and as_text(a[key]) == as_text(b[key]) and a[key] ~= "*" then return true end
  end
  return false
end

-- Pairs the maps that are left over and have most in common.
local function pair_alike(state)
  local olds, news = {}, {}
  for i, entry in ipairs(state.old) do
    if not state.partner_of_old[i] and is_map(entry) and not intrinsic_of(entry) then olds[#olds + 1] = i end
  end
  for k, entry in ipairs(state.new) do
    if not state.partner_of_new[k] and is_map(entry) and not intrinsic_of(entry) then news[#news + 1] = k end
  end
  if #olds * #news > MOST_COMPARED then return end
  local found = {}
  for _, i in ipairs(olds) do
    for _, k in ipairs(news) do
      local a, b = state.old[i], state.new[k]
      local like = likeness(a, b)
      local fits = like >= ALIKE
      if fits and statement_label(a) and statement_label(b) then fits = is_same_statement(a, b) end
      if fits then found[#found + 1] = { like = like, i = i, k = k } end
    end
  end
  table.sort(found, function(a, b)
    if a.like ~= b.like then return a.like > b.like end
    if a.i ~= b.i then return a.i < b.i end
    return a.k < b.k
  end)
  for _, one in ipairs(found) do
    if not state.partner_of_old[one.i] and not state.partner_of_new[one.k] then state.pair(one.i, one.k) end
  end
end

-- For each element, how many of those up to it stayed in order: what is between two of these is in the same gap.
local function gaps_of(count, stays)
  local gaps, gap = {}, 0
  for i = 1, count do
    if stays[i] then gap = gap + 1 end
    gaps[i] = gap
  end
  return gaps
end

-- Pairs what is left over at the same place, if it is as many before as after: values that changed.
local function pair_at_same_place(state)
  local left = {} -- gap → { old = places, new = places }
  local function collect(side, count, partners, gaps)
    for i = 1, count do
      if not partners[i] and not statement_label(state[side][i]) then
        local gap = left[gaps[i]] or { old = {}, new = {} }
        left[gaps[i]] = gap
        table.insert(gap[side], i)
      end
    end
  end
  collect("old", #state.old, state.partner_of_old, state.gaps_of_old)
  collect("new", #state.new, state.partner_of_new, state.gaps_of_new)
  for _, gap in pairs(left) do
    if #gap.old == #gap.new then
      for n, i in ipairs(gap.old) do state.pair(i, gap.new[n]) end
    end
  end
end

-- Pairs the elements that are the same by `field`, or equal if that is nil.
local function matched(old, new, field, loosely)
  local state = { old = old, new = new, partner_of_old = {}, partner_of_new = {}, is_equal = {} }
  function state.pair(i, k) state.partner_of_old[i], state.partner_of_new[k] = k, i end
  local place_of, count = {}, 0
  for i, text in ipairs(identities(old, field, loosely)) do place_of[text] = i end
  for k, text in ipairs(identities(new, field, loosely)) do
    if place_of[text] then
      state.pair(place_of[text], k)
      state.is_equal[k] = not field
      count = count + 1
    end
  end
  local stays_new, longest = longest_increase(state.partner_of_new, #new)
  local stays_old = {}
  for k in pairs(stays_new) do stays_old[state.partner_of_new[k]] = true end
  state.stays_new, state.gaps_of_old, state.gaps_of_new = stays_new, gaps_of(#old, stays_old), gaps_of(#new, stays_new)
  state.reordered = longest < count
  return state
end

--- The elements of two lists that may differ, in order: { label = "[Key=a]" or "[0]", old =, new = }, of which one is
--- nil if that list has no such element. The second result is whether elements that both have are in another order.
--- `loosely`: 10 and "10" are the same.
function list_match.of(old, new, loosely)
  local field, is_name = field_of(old, new)
  local state = matched(old, new, field, loosely)
  if not is_name then pair_alike(state) end
  if not field then pair_at_same_place(state) end
  local removed = {} -- by gap
  for i = 1, #old do
    if not state.partner_of_old[i] then
      local gap = state.gaps_of_old[i]
      removed[gap] = removed[gap] or {}
      table.insert(removed[gap], i)
    end
  end
  local entries = {}
  local function add_removed(gap)
    for _, i in ipairs(removed[gap] or {}) do
      entries[#entries + 1] = { label = label_of(old[i], i, field), old = old[i] }
    end
    removed[gap] = nil
  end
  for k, entry in ipairs(new) do
    local gap = state.gaps_of_new[k]
    add_removed(state.stays_new[k] and gap - 1 or gap)
    if not state.is_equal[k] then
      local i = state.partner_of_new[k]
      entries[#entries + 1] = { label = label_of(entry, k, field), old = i and old[i], new = entry }
    end
  end
  add_removed(state.gaps_of_new[#new] or 0)
  return entries, state.reordered
end

return list_match
