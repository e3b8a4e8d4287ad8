--- The differences between two templates, in words for people.
---
---     local template_diff = require "luacdk.template_diff"
---     local changes = template_diff.diff(old, new)      -- documents as assembly.parse_json gives them; nil: none
---     io.write(template_diff.format(changes, { width = 100 }))
---
---     + Topic AWS::SNS::Topic
---     - Queue AWS::SQS::Queue
---     ~ Handler AWS::Lambda::Function
---         Timeout 3 → 30 (no interruption)
---         FunctionName + "api" (replacement)
---     + Outputs.Url
---
--- A change: { kind = "add"|"remove"|"change", section = "Resources", id = "Handler", type = "AWS::Lambda::Function",
--- effect =, details = {…} }. A section that is not a map of elements (Description, Transform) has no id; then `old`
--- and `new` hold its values. A detail: { kind =, path = "Environment.Variables.A", attribute = "DependsOn", old =, new
--- =, effect = }; `path` is that of a property, `attribute` is set instead if something other than properties changed.
--- Elements of lists have their name in a path, if they have one: "Tags[Key=owner].Value". `reordered`: elements that a
--- list has kept are in another order.
---
--- `effect` says what CloudFormation does with the resource: "replacement", "may replace" or "no interruption", as far
--- as the schema knows the property; else nil. AWS's models do not say which changes without replacement interrupt a
--- resource briefly, so all of them count as "no interruption".
---
--- `luacdk diff`, `luacdk render --check` and the session's `:diff` all use these changes.
local assembly = require "luacdk.assembly"
local columns = require "luacdk.columns"
local engine = require "luacdk.engine"
local list_match = require "luacdk.list_match"
local template_values = require "luacdk.template_values"

local intrinsic_of, is_list, is_map = template_values.intrinsic_of, template_values.is_list, template_values.is_map

local template_diff = {}

local ELEMENTS = { Metadata = true, Resources = true, Outputs = true, Parameters = true, Mappings = true,
  Conditions = true, Rules = true, Hooks = true }
--- The order of sections.
local SECTIONS = { "Description", "Transform", "AWSTemplateFormatVersion", "Metadata", "Parameters", "Mappings",
  "Conditions", "Rules", "Hooks", "Resources", "Outputs" }

local REPLACEMENT, MAY_REPLACE, NO_INTERRUPTION = "replacement", "may replace", "no interruption"
local WEIGHT = { [NO_INTERRUPTION] = 1, [MAY_REPLACE] = 2, [REPLACEMENT] = 3 }
local WEIGHED = { NO_INTERRUPTION, MAY_REPLACE, REPLACEMENT }

-- ---- values ---------------------------------------------------------------------------------------------------------

-- Keys of both maps: those of the old one alone in their order, then those of the new one.
local function keys_of(old, new)
  local keys, is_new = {}, {}
  for key in pairs(new or {}) do is_new[key] = true end
  for key in pairs(old or {}) do
    if not is_new[key] then keys[#keys + 1] = key end
  end
  for key in pairs(new or {}) do keys[#keys + 1] = key end
  return keys
end

-- As CloudFormation compares: 10 and "10", true and "true" are the same.
local function equal_scalars(a, b)
  if type(a) == "table" or type(b) == "table" or type(a) == type(b) and type(a) ~= "string" then return false end
  if type(a) == "boolean" or type(b) == "boolean" then return tostring(a) == tostring(b) end
  local x, y = tonumber(a), tonumber(b)
  return x ~= nil and x == y
end

local function equal(a, b, loosely)
  if a == b then return true end
  if type(a) ~= "table" or type(b) ~= "table" then return loosely and equal_scalars(a, b) or false end
  if is_list(a) ~= is_list(b) or #a ~= #b then return false end
  for key, value in pairs(a) do
    if not equal(value, b[key], loosely) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

local function as_list(value) return is_list(value) and value or { value } end

-- Whether both name the same resources, in any order.
local function equal_dependencies(a, b)
  a, b = as_list(a), as_list(b)
  if #a ~= #b then return false end
  local counts = {}
  for _, id in ipairs(a) do counts[id] = (counts[id] or 0) + 1 end
  for _, id in ipairs(b) do
    if (counts[id] or 0) == 0 then return false end
    counts[id] = counts[id] - 1
  end
  return true
end

-- ---- the schema -----------------------------------------------------------------------------------------------------

local structs = {} -- name → fields by CloudFormation's name

local function fields_of(name)
  local fields = structs[name]
  if fields then return fields end
  fields = {}
  local row = engine.schema.type(name)
  for _, field in ipairs(row and row.fields or {}) do
    if field.cfn_name then fields[field.cfn_name] = field end
  end
  structs[name] = fields
  return fields
end

local types = {} -- CloudFormation's type → name of the struct of its properties, or false

local function properties_of(cfn_type)
  if type(cfn_type) ~= "string" then return nil end
  local name = types[cfn_type]
  if name == nil then
    local row = engine.schema.type(cfn_type)
    name = row and row.resource and row.resource.props or false
    types[cfn_type] = name
  end
  return name
end

local function effect_of_field(field)
  if not field then return nil end
  return field.replacement == "always" and REPLACEMENT
    or field.replacement == "maybe" and MAY_REPLACE
    or NO_INTERRUPTION
end

-- The stronger of two effects; an unknown one does not weaken the other.
local function strongest(a, b)
  return WEIGHED[math.max(WEIGHT[a] or 0, WEIGHT[b] or 0)]
end

-- ---- comparing ------------------------------------------------------------------------------------------------------

local compare

local function add_detail(details, path, old, new, effect)
  details[#details + 1] = { kind = old == nil and "add" or new == nil and "remove" or "change", path = path, old = old,
    new = new, effect = effect }
end

local function compare_lists(details, path, old, new, struct, effect)
  local entries, reordered = list_match.of(old, new, details.loosely)
  local count = #details
  for _, entry in ipairs(entries) do
    compare(details, path .. entry.label, entry.old, entry.new, struct, effect)
  end
  if reordered or #details == count then
    add_detail(details, path, old, new, effect)
    details[#details].reordered = reordered
  end
end

local IN_STATEMENTS = { Action = true, NotAction = true, Resource = true, NotResource = true }

-- Adds to `details` the elements of a list that another one lacks.
local function add_missing(details, path, list, other, kind, effect)
  local counts = {}
  for _, value in ipairs(other) do
    local text = assembly.print_json(value)
    counts[text] = (counts[text] or 0) + 1
  end
  for _, value in ipairs(list) do
    local text = assembly.print_json(value)
    if (counts[text] or 0) == 0 then
      add_detail(details, path, kind == "remove" and value or nil, kind == "add" and value or nil, effect)
    else
      counts[text] = counts[text] - 1
    end
  end
end

-- What is in statements of policies: a set, or its only element.
local function compare_sets(details, path, old, new, effect)
  local count = #details
  local a, b = as_list(old), as_list(new)
  add_missing(details, path, a, b, "remove", effect)
  add_missing(details, path, b, a, "add", effect)
  if #details == count then
    add_detail(details, path, old, new, effect)
    details[#details].reordered = is_list(old) and is_list(new)
  end
end

-- As in `cdk diff`, the resource's own property decides what a change below it does.
local function compare_maps(details, path, old, new, struct, effect)
  local fields = struct and fields_of(struct)
  local is_statement = type(old.Effect) == "string" and type(new.Effect) == "string"
  for _, key in ipairs(keys_of(old, new)) do
    local field = fields and fields[key]
    local below = path == "" and key or path .. "." .. key
    local before, after, own_effect = old[key], new[key], effect or effect_of_field(field)
    if is_statement and IN_STATEMENTS[key] and (is_list(before) or is_list(after)) and before ~= nil and after ~= nil
      and not equal(before, after, details.loosely) then
      compare_sets(details, below, before, after, own_effect)
    else
      compare(details, below, before, after, field and field.struct, own_effect)
    end
  end
end

--- Adds the differences between two values to `details`. `struct`: the schema's name of their type, or nil.
function compare(details, path, old, new, struct, effect)
  if old ~= nil and new ~= nil then
    if equal(old, new, details.loosely) then return end
    if is_list(old) and is_list(new) then return compare_lists(details, path, old, new, struct, effect) end
    if is_map(old) and is_map(new) and not intrinsic_of(old) and not intrinsic_of(new) then
      return compare_maps(details, path, old, new, struct, effect)
    end
  elseif old == new then
    return
  end
  add_detail(details, path, old, new, effect)
end

-- Nobody guarantees that a template of others is valid.
local function has_properties(resource) return resource.Properties == nil or is_map(resource.Properties) end

-- `all`: the properties are not compared by themselves.
local function compare_attributes(details, old, new, all)
  for _, name in ipairs(keys_of(old, new)) do
    local same = name == "DependsOn" and details.loosely and old[name] ~= nil and new[name] ~= nil
      and equal_dependencies(old[name], new[name])
    if (all or name ~= "Properties") and name ~= "Type" and not same then
      local found = { loosely = details.loosely }
      compare(found, "", old[name], new[name])
      for _, detail in ipairs(found) do
        detail.attribute = name .. (detail.path == "" and "" or detail.path:find "^%[" and detail.path
          or "." .. detail.path)
        detail.path = nil
        details[#details + 1] = detail
      end
    end
  end
end

-- The type of a resource in a template, which may be anybody's; nil if it is no text.
local function type_of(resource)
  local name = type(resource) == "table" and resource.Type
  return type(name) == "string" and name or nil
end

local function compare_resource(id, old, new, loosely)
  local change = { kind = "change", section = "Resources", id = id, type = type_of(new), old = old, new = new,
    details = { loosely = loosely } }
  if not equal(old.Type, new.Type) then
    change.effect = REPLACEMENT
    change.details[1] = { kind = "change", attribute = "Type", old = old.Type, new = new.Type, effect = REPLACEMENT }
    return change
  end
  local struct = properties_of(new.Type)
  local comparable = has_properties(old) and has_properties(new)
  if comparable then
    compare_maps(change.details, "", old.Properties or {}, new.Properties or {}, struct, nil)
  end
  for _, detail in ipairs(change.details) do change.effect = strongest(change.effect, detail.effect) end
  compare_attributes(change.details, old, new, not comparable)
  return #change.details > 0 and change or nil
end

-- The change of one element; nil if there is none.
local function compare_element(section, id, old, new, loosely)
  if old == nil or new == nil then
    local one = new == nil and old or new
    return { kind = new == nil and "remove" or "add", section = section, id = id,
      type = section == "Resources" and type_of(one) or nil, old = old, new = new, details = {} }
  end
  if section == "Resources" and is_map(old) and is_map(new) then return compare_resource(id, old, new, loosely) end
  local change = { kind = "change", section = section, id = id, old = old, new = new, details = { loosely = loosely } }
  compare(change.details, "", old, new)
  return #change.details > 0 and change or nil
end

local function section_order(old, new)
  local order, seen = {}, {}
  for _, name in ipairs(SECTIONS) do
    order[#order + 1] = name
    seen[name] = true
  end
  for _, name in ipairs(keys_of(old, new)) do
    if not seen[name] then order[#order + 1] = name end
  end
  return order
end

-- ---- replacement that spreads ---------------------------------------------------------------------------------------

-- Collects the ids that a value refers to: { Ref = id }, { ["Fn::…"] = { id, … } }.
local function collect_references(value, found)
  if type(value) ~= "table" then return end
  local key, argument = intrinsic_of(value)
  if key then
    local id = key == "Ref" and argument or type(argument) == "table" and argument[1]
    if type(id) == "string" then found[id] = true end
    return
  end
  for _, entry in pairs(value) do collect_references(entry, found) end
end

-- The properties that replace their resource and refer to others: id of those → { { id =, property =, effect = } … }.
local function dependents_of(resources)
  local dependents = {}
  for id, resource in pairs(resources) do
    local struct = is_map(resource) and properties_of(resource.Type)
    local fields = struct and fields_of(struct) or {}
    for name, value in pairs(struct and is_map(resource.Properties) and resource.Properties or {}) do
      local effect = effect_of_field(fields[name])
      if effect == REPLACEMENT or effect == MAY_REPLACE then
        local found = {}
        collect_references(value, found)
        for other in pairs(found) do
          dependents[other] = dependents[other] or {}
          table.insert(dependents[other], { id = id, property = name, effect = effect, value = value })
        end
      end
    end
  end
  return dependents
end

-- A resource that is replaced gets a new id and new attributes, so whatever refers to it in a property that replaces is
-- replaced as well. Adds that to the changes.
local function spread_replacements(changes, old, new)
  if not is_map(old.Resources) or not is_map(new.Resources) then return end
  local by_id, queue = {}, {}
  for _, change in ipairs(changes) do
    if change.section == "Resources" then
      by_id[change.id] = change
      if change.kind == "change" and change.effect == REPLACEMENT then queue[#queue + 1] = change.id end
    end
  end
  if #queue == 0 then return end
  local dependents = dependents_of(new.Resources)
  local at = 1
  while at <= #queue do
    local replaced = queue[at]
    for _, one in ipairs(dependents[replaced] or {}) do
      local change = by_id[one.id]
      if not change then
        local before, after = old.Resources[one.id], new.Resources[one.id]
        change = { kind = "change", section = "Resources", id = one.id, type = type_of(after), old = before,
          new = after, details = {} }
        by_id[one.id] = change
        changes[#changes + 1] = change
      end
      if change.kind == "change" and change.effect ~= REPLACEMENT then
        change.effect = strongest(change.effect, one.effect)
        table.insert(change.details, { kind = "change", path = one.property, old = one.value, new = one.value,
          effect = one.effect, because = replaced })
        if change.effect == REPLACEMENT then queue[#queue + 1] = one.id end
      end
    end
    at = at + 1
  end
end

--- The changes from one template to another, both as documents (nil counts as empty); an empty list if there are none.
--- Options: `loosely` ignores what CloudFormation does (10 or "10", the order of DependsOn); `spread` adds resources
--- that are replaced only because one that they refer to is (their details have `because`, its id).
function template_diff.diff(old, new, options)
  old, new = old or {}, new or {}
  options = options or {}
  local loosely = options.loosely or false
  local changes = {}
  for _, section in ipairs(section_order(old, new)) do
    local before, after = old[section], new[section]
    if ELEMENTS[section] and (before == nil or is_map(before)) and (after == nil or is_map(after)) then
      for _, id in ipairs(keys_of(before, after)) do
        changes[#changes + 1] = compare_element(section, id, before and before[id], after and after[id], loosely)
      end
    elseif not equal(before, after, loosely) then
      changes[#changes + 1] = { kind = before == nil and "add" or after == nil and "remove" or "change",
        section = section, old = before, new = after, details = {} }
    end
  end
  if options.spread then spread_replacements(changes, old, new) end
  return changes
end

-- ---- texts ----------------------------------------------------------------------------------------------------------

-- Templates are indented by one blank for each level: sections at one, elements at two.
local SECTION, ELEMENT, SECTION_END = '\n "', '\n  "', "\n }"

-- The elements of the section whose value begins at `from`; `split` receives their texts. Whether they are laid out so.
local function split_section(split, text, name, from)
  local find, sub = string.find, string.sub
  local stop = find(text, SECTION_END, from, true)
  local at = find(text, ELEMENT, from, true)
  while stop and at and at < stop do
    local following = find(text, ELEMENT, at + 1, true)
    if following and following > stop then following = nil end
    local id_end = find(text, '": ', at + 4, true)
    if not id_end or id_end > stop or following and sub(text, following - 1, following - 1) ~= "," then return false end
    local key = name .. "\0" .. sub(text, at + 4, id_end - 1)
    split.elements[key] = sub(text, id_end + 3, following and following - 2 or stop - 1)
    split.order[#split.order + 1] = key
    at = following
  end
  return stop ~= nil
end

--- The parts of a template's text, for diff_texts; keep them if the text is compared repeatedly. { text =, elements = {
--- "Resources\0Handler" → text }, order = the keys of that, rest = what is outside elements }. For a text that is not
--- laid out as we do it there is only `text`.
function template_diff.split(text)
  if text:sub(1, 4) ~= '{\n "' then return { text = text } end
  local split = { text = text, elements = {}, order = {} }
  local rest = {}
  local at = text:find(SECTION, 1, true)
  while at do
    local name_end = text:find('": ', at + 3, true)
    if not name_end then return { text = text } end
    local name = text:sub(at + 3, name_end - 1)
    local following = text:find(SECTION, name_end, true)
    if ELEMENTS[name] and text:sub(name_end + 3, name_end + 7) == "{" .. ELEMENT then
      if not split_section(split, text, name, name_end) then return { text = text } end
    else
      rest[#rest + 1] = text:sub(at, following and following - 2 or -3)
    end
    at = following
  end
  split.rest = table.concat(rest, "\n")
  return split
end

-- A document with the elements of `split` that the other one lacks or has in another form.
local function differing(split, other, read)
  local document = engine.ordered()
  for _, key in ipairs(split.order) do
    local text = split.elements[key]
    if other.elements[key] ~= text then
      local section, id = key:match "^(%Z*)%z(.*)$"
      document[section] = document[section] or engine.ordered()
      document[section][id] = read(text)
    end
  end
  return document
end

local function has_replacement(changes)
  for _, change in ipairs(changes) do
    if change.kind == "change" and change.effect == REPLACEMENT then return true end
  end
  return false
end

--- The same as diff for two texts, in the form made by `split`, of templates that have most in common: only elements
--- whose texts differ are decoded, by `options.read` if that is given. Nil if the whole templates are needed: the texts
--- are laid out otherwise or are no JSON, more than elements differs, or replacement may spread.
function template_diff.diff_elements(old, new, options)
  if old.text == new.text then return {} end
  if not old.elements or not new.elements or old.rest ~= new.rest then return nil end
  local read = options and options.read or assembly.parse_json
  local ok, before, after = pcall(function() return differing(old, new, read), differing(new, old, read) end)
  if not ok then return nil end -- who decodes the whole text can say where it is wrong
  local changes = template_diff.diff(before, after, { loosely = options and options.loosely })
  return not (options and options.spread and has_replacement(changes)) and changes or nil
end

--- The same as diff for two texts in the form made by `split`.
function template_diff.diff_texts(old, new)
  return template_diff.diff_elements(old, new)
    or template_diff.diff(assembly.parse_json(old.text), assembly.parse_json(new.text))
end

-- ---- words ----------------------------------------------------------------------------------------------------------

local MARKS = { add = "+", remove = "-", change = "~" }
local ROLES = { add = "added", remove = "removed", change = "changed" }
local DEFAULT_WIDTH, LEAST_VALUE, INDENT = 80, 12, 4

local width_of = columns.width

local function cut(text, room, dots)
  return room <= 0 and text or columns.cut(text, room, dots)
end

-- Where `text` must begin so that byte `at` is visible, with `lead` bytes before it; not inside a character.
local function lead_in(text, at, lead)
  local from = math.max(at - lead, 1)
  while from > 1 and text:find("^[\x80-\xBF]", from) do from = from - 1 end
  return from
end

-- Two texts, without their common beginning if the first difference would not be visible in `room` columns each.
local function from_difference(old, new, room, dots)
  local at = 1
  while at <= #old and old:byte(at) == new:byte(at) do at = at + 1 end
  if width_of(old:sub(1, at)) <= room - 2 * width_of(dots) then return old, new end
  local rest = math.max(width_of(old:sub(at)), width_of(new:sub(at))) + 2 * width_of(dots)
  local from = lead_in(old, at, math.max(room - rest, LEAST_VALUE // 2))
  if from == 1 then return old, new end
  return dots .. old:sub(from), dots .. new:sub(from)
end

local function plain(text) return text end

-- Values of a detail: as JSON on one line, shortened to the remaining space.
local function words_of_values(detail, room, signs, paint)
  paint = paint or plain
  if detail.reordered then return paint("in another order", ROLES.change) end
  local old = detail.old ~= nil and assembly.print_json(detail.old) or nil
  local new = detail.new ~= nil and assembly.print_json(detail.new) or nil
  if not old or not new then
    local text = cut(old or new, room > 0 and math.max(room - 2, LEAST_VALUE) or 0, signs.dots)
    return paint((old and "- " or "+ ") .. text, old and ROLES.remove or ROLES.add)
  end
  if room > 0 then
    room = math.max(room - width_of(signs.arrow) - 2, 2 * LEAST_VALUE)
    local half = room // 2
    local old_width, new_width = width_of(old), width_of(new)
    if old_width + new_width > room then
      old, new = from_difference(old, new, half, signs.dots)
      old_width, new_width = width_of(old), width_of(new)
      old = cut(old, math.max(half, room - new_width), signs.dots)
      new = cut(new, math.max(half, room - old_width), signs.dots)
    end
  end
  return paint(old, ROLES.remove) .. " " .. signs.arrow .. " " .. paint(new, ROLES.add)
end

local function note(effect) return effect and " (" .. effect .. ")" or "" end

local function name_of(change)
  if not change.id then return change.section end
  return change.section == "Resources" and change.id or change.section .. "." .. change.id
end

local function add_change(lines, change, style)
  local head = MARKS[change.kind] .. " " .. name_of(change)
  local width = style.width
  if not change.id then
    local room = width > 0 and width - width_of(head) - 1 or 0
    local values = change.kind == "change" and " " .. words_of_values(change, room, style.signs) or ""
    lines[#lines + 1] = style.paint(head, ROLES[change.kind]) .. values
    return
  end
  local type = change.type and " " .. change.type or ""
  if #change.details == 1 then -- on one line
    local detail = change.details[1]
    local name = detail.attribute and " " .. detail.attribute or detail.path ~= "" and "." .. detail.path or ""
    if name:sub(1, 2) == ".[" then name = name:sub(2) end
    local effect = note(detail.effect)
    local room = width > 0 and math.max(width - width_of(head .. name .. effect) - 1, 2 * LEAST_VALUE) or 0
    lines[#lines + 1] = style.paint(head .. name, ROLES.change) .. " " .. words_of_values(detail, room, style.signs)
      .. style.paint(effect, detail.effect == REPLACEMENT and "removed" or "note")
    return
  end
  lines[#lines + 1] = style.paint(head, ROLES[change.kind]) .. type
    .. style.paint(note(change.effect ~= NO_INTERRUPTION and change.effect or nil), "removed")
  for _, detail in ipairs(change.details) do
    local name = (" "):rep(INDENT) .. (detail.attribute or detail.path)
    local effect = note(detail.effect)
    local room = width > 0 and math.max(width - width_of(name .. effect) - 1, 2 * LEAST_VALUE) or 0
    lines[#lines + 1] = name .. " " .. words_of_values(detail, room, style.signs)
      .. style.paint(effect, detail.effect == REPLACEMENT and "removed" or "note")
  end
end

--- The old and new value of a detail on one line, shortened to `room` columns around the first difference (0: as long
--- as it is); `paint` as for `format`.
function template_diff.values(detail, room, paint)
  return words_of_values(detail, room, { arrow = "→", dots = "…" }, paint)
end

--- Changes as text, one line or a few for each; "" if there are none. Options: `width` in columns (default 80, 0: lines
--- of any length), `unicode` (default true; false keeps to ASCII), `paint(text, role)` with the roles "added",
--- "removed", "changed" and "note", `lines` (the most lines; the number of omitted changes is printed).
function template_diff.format(changes, options)
  options = options or {}
  local ascii = options.unicode == false
  local paint = options.paint or plain
  local style = { width = options.width or DEFAULT_WIDTH,
    paint = function(text, role) return text ~= "" and paint(text, role) or "" end,
    signs = { arrow = ascii and "->" or "→", dots = ascii and "..." or "…" } }
  local lines = {}
  for i, change in ipairs(changes) do
    local count = #lines
    add_change(lines, change, style)
    if options.lines and #lines > options.lines and count > 0 then
      for k = #lines, count + 1, -1 do lines[k] = nil end
      lines[count + 1] = ("%s %d more change%s"):format(style.signs.dots, #changes - i + 1,
        #changes == i and "" or "s")
      break
    end
  end
  return #lines > 0 and table.concat(lines, "\n") .. "\n" or ""
end

--- The number of changes of each kind: "2 added, 1 changed, 1 removed"; "" if there are none.
function template_diff.summary(changes)
  local counts = { add = 0, change = 0, remove = 0 }
  for _, change in ipairs(changes) do counts[change.kind] = counts[change.kind] + 1 end
  local parts = {}
  for _, kind in ipairs { "add", "change", "remove" } do
    if counts[kind] > 0 then parts[#parts + 1] = counts[kind] .. " " .. ROLES[kind] end
  end
  return table.concat(parts, ", ")
end

return template_diff
