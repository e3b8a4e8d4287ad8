--- The search over all names: modules, types, members, resource types. For `??name` and `:apropos words`.
local engine = require "luacdk.engine"

local Text = require "luacdk.schema.text"
local topics = require "luacdk.schema.topics"
local types = require "luacdk.schema.types"

local schema = engine.schema
local search = {}

local MOST = 8 -- of a group
local MOST_OWNERS = 3 -- classes that have a member of that name, by name

-- In display order.
local GROUPS = { "Words of luacdk", "Modules", "Resource types", "Classes", "Methods", "Properties",
  "Constants and enum members", "Structs", "Fields of structs" }

local GROUP_OF = { method = "Methods", property = "Properties", field = "Fields of structs",
  enum_member = "Constants and enum members" }

local function words_of(text)
  local words = {}
  for word in text:gmatch "[^%s.:]+" do words[#words + 1] = word end
  return words
end

local function holds_all(name, words)
  local small = name:lower()
  for _, word in ipairs(words) do
    if not small:find(word:lower(), 1, true) then return false end
  end
  return true
end

local function add(groups, name, entry)
  local group = groups[name]
  if not group then
    group = {}
    groups[name] = group
  end
  group[#group + 1] = entry
end

-- Names that contain the whole text come before those that only contain its words.
local function better(a, b)
  if a.whole ~= b.whole then return a.whole > b.whole end
  if a.deprecated ~= b.deprecated then return not a.deprecated end
  if (a.missing or false) ~= (b.missing or false) then return not a.missing end
  if a.score ~= b.score then return a.score < b.score end
  if #a.text ~= #b.text then return #a.text < #b.text end
  return a.text < b.text
end

local function by_type(groups, hit, whole)
  local type = types.get(hit.type)
  local text = types.short(hit.type)
  local entry = { text = text, score = hit.score, deprecated = hit.deprecated or false, whole = whole(text) }
  if hit.kind == "resource" then
    entry.note, entry.text = text, type.resource.cfn_type
    return add(groups, "Resource types", entry)
  end
  if hit.kind ~= "struct" then entry.note = hit.kind end
  entry.missing = not types.is_available(hit.type)
  if entry.missing then entry.note = hit.kind .. ", " .. types.MISSING end
  add(groups, (hit.kind == "class" or hit.kind == "interface" or hit.kind == "enum") and "Classes" or "Structs", entry)
end

local function by_member(groups, seen, hit, whole)
  local name = GROUP_OF[hit.hit]
  local owner = types.short(hit.type)
  local key = name .. "\0" .. hit.name
  -- Structs and resources repeat the same names.
  local known = hit.hit ~= "method" and seen[key]
  if known then
    known.owners[#known.owners + 1] = owner
    known.deprecated = known.deprecated and (hit.deprecated or false)
    known.score = math.min(known.score, hit.score)
    known.whole = math.max(known.whole, whole(owner .. "." .. hit.name))
    return
  end
  local entry = { name = hit.name, owners = { owner }, score = hit.score, deprecated = hit.deprecated or false,
    whole = whole(owner .. "." .. hit.name), sign = hit.hit == "method" and ":" or "." }
  entry.missing = not types.is_available(hit.type)
  if entry.missing and hit.hit == "method" then entry.note = types.MISSING end
  if hit.hit == "method" and types.get(hit.type).members then
    local member = types.member(hit.type, hit.name)
    entry.sign = member and member.static and "." or ":"
    entry.member = member
  end
  entry.text = owner .. entry.sign .. types.spelt(hit.name)
  seen[key] = entry
  add(groups, name, entry)
end

local function owners_note(entry)
  local owners = entry.owners
  if not owners or #owners == 1 then return nil end
  table.sort(owners, function(a, b)
    if #a ~= #b then return #a < #b end
    return a < b
  end)
  entry.text = owners[1] .. entry.sign .. types.spelt(entry.name)
  local shown = table.move(owners, 2, math.min(#owners, MOST_OWNERS), 1, {})
  local rest = #owners - #shown - 1
  return "also in " .. table.concat(shown, ", ") .. (rest > 0 and (" and %d more"):format(rest) or "")
end

-- A dot means that what precedes it matters: only names that contain the text in one piece, if there are any.
local function only_whole(groups, totals)
  local kept, any = {}, false
  for title, group in pairs(groups) do
    for _, entry in ipairs(group) do
      if entry.whole > 0 then
        add(kept, title, entry)
        any = true
      end
    end
  end
  if any then return kept, {} end
  return groups, totals
end

--- { { title =, total =, { text =, note =, signature =, deprecated = }, … }, … } for names that contain all words of
--- `text`; groups and their content are sorted. An empty list if there are none.
function search.all(text)
  local words = words_of(text)
  local typed = text:lower():gsub("%s+", ""):gsub(":", ".")
  -- 2: the name is, or ends with, the text; 1: it contains it in one piece; 0: it only contains its words.
  local function whole(name)
    name = name:lower():gsub(":", ".")
    return name:sub(-#typed) == typed and 2 or name:find(typed, 1, true) and 1 or 0
  end
  local groups, seen = {}, {}
  if #words == 0 then return {} end
  for name, topic in pairs(topics) do
    if topic.signature and holds_all(name, words) then
      add(groups, "Words of luacdk", { text = topic.signature, note = "", whole = whole(name), score = 1,
        deprecated = false })
    end
  end
  for short, full in pairs(types.modules()) do
    if holds_all(short, words) then
      add(groups, "Modules", { text = short, note = full, whole = whole(short), score = 1, deprecated = false })
    end
  end
  local hits, totals = schema.search(words)
  for _, hit in ipairs(hits) do
    if hit.hit == "type" then by_type(groups, hit, whole) else by_member(groups, seen, hit, whole) end
  end
  -- Resource types are spelt differently from their classes: AWS::S3::Bucket.
  local listed = {}
  for _, entry in ipairs(groups["Resource types"] or {}) do listed[entry.text] = true end
  local cfn_types, classes = schema.resources()
  for i, cfn_type in ipairs(cfn_types) do
    if not listed[cfn_type] and holds_all(cfn_type, words) then
      listed[cfn_type] = true
      add(groups, "Resource types", { text = cfn_type, note = types.short(classes[i]), whole = whole(cfn_type),
        score = 2, deprecated = false })
    end
  end
  if text:find "[.:]" and #words > 1 then groups, totals = only_whole(groups, totals) end
  local totals_of = { Methods = totals.method }
  local made = {}
  for _, title in ipairs(GROUPS) do
    local group = groups[title]
    if group then
      for _, entry in ipairs(group) do entry.note = entry.note or owners_note(entry) end
      table.sort(group, better)
      local shown = { title = title, total = math.max(#group, totals_of[title] or 0) }
      for i = 1, math.min(#group, MOST) do
        local entry = group[i]
        if entry.member then
          entry.signature = Text.signature(entry.member)
        end
        shown[i] = entry
      end
      made[#made + 1] = shown
    end
  end
  return made
end

return search
