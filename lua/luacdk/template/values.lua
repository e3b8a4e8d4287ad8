--- The values of parameters: layers merged over each other, lowest first, and checked. Each value keeps its origin.
---
--- A layer is a table: name ("values.yaml"), where (dotted path → location), folder (what paths of assets are relative
--- to), texts (whether scalars are strings still to be parsed by their type).
---
--- The layers become nodes. A leaf: { spec, raw, layer, place, over }. A map: { spec, fields, order, … }. A list: {
--- spec, items, … }. `over` is what the node replaced. `order` has false in the place of a key that was withdrawn;
--- `places` has the location of each key.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local Values = {}
Values.__index = Values

local function join(path, key) return path == "" and key or path .. "." .. key end

--- Values of the parameters `specs` (in written order `order`). `root`: the folder that paths of assets must be below,
--- nil for any. The field `partial` may be set: then nothing is missing.
function Values.new(specs, order, root)
  return setmetatable({ specs = specs, order = order, root = root, top = {}, errors = {}, warnings = {} }, Values)
end

function Values:fail(place, path, message)
  local text = path ~= "" and path .. ": " .. message or message
  self.errors[#self.errors + 1] = place and place .. ": " .. text or text
end

-- ---- merging --------------------------------------------------------------------------------------------------------

local function place_of(layer, path) return layer.where and layer.where(path) or layer.name end

local function new_node(spec, path, layer, over)
  return { spec = spec, path = path, layer = layer, place = place_of(layer, path), over = over }
end

-- The keys of a map in written order, as far as it is known.
local function keys_of(map)
  if not engine.is_ordered(map) then return engine.keys(map) end
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  return keys
end

-- fields → lower case → name
local lower_names = setmetatable({}, { __mode = "k" })

local function name_in_any_case(fields, key)
  local names = lower_names[fields]
  if not names then
    names = {}
    for name in pairs(fields) do names[name:lower()] = name end
    lower_names[fields] = names
  end
  return names[key:lower()]
end

-- The other kinds of a union that have the key, in words.
local function other_kinds(spec, key)
  local kinds = {}
  for _, kind in ipairs(spec.union.order) do
    if spec.union.kinds[kind].fields[key] then kinds[#kinds + 1] = engine.display(kind) end
  end
  return #kinds > 0 and ("; %s %s it"):format(table.concat(kinds, ", "), #kinds == 1 and "has" or "have") or nil
end

-- The child of a map's spec for a key, in any case if `loose`; nil and the message if there is none.
local function child_spec(spec, key, loose)
  if spec.of then return spec.of, key end
  local name = spec.fields[key] and key or loose and name_in_any_case(spec.fields, key)
  if name then return spec.fields[name], name end
  local near = engine.nearest(loose and key:lower() or key, spec.order)
  return nil, ("unknown %s '%s'%s%s"):format(spec.path and "key" or "parameter", key,
    spec.kind and (" for the %s '%s'"):format(spec.union.key, spec.kind) or "",
    spec.kind and other_kinds(spec, key) or near and "; did you mean '" .. near .. "'?" or "")
end

-- The words for the kinds of a union.
local function kinds_of(spec)
  local words = {}
  for i, kind in ipairs(spec.order) do words[i] = engine.display(kind) end
  return table.concat(words, ", ")
end

-- Sets an entry of a map's node, or removes it (nil).
local function set_field(node, name, value)
  local place = node.places[name]
  if value ~= nil and not place then
    place = #node.order + 1
    node.order[place], node.places[name] = name, place
  elseif value == nil and place then
    node.order[place], node.places[name] = false, nil
  end
  node.fields[name] = value
end

-- The node of a map that a layer adds to: values of lower layers stay in it.
local function map_node(spec, old, layer, path)
  local node = new_node(spec, path, layer, old and old.over)
  node.fields, node.order, node.places = old and old.fields or {}, old and old.order or {}, old and old.places or {}
  return node
end

function Values:_merge_map(spec, old, raw, layer, path)
  local node = map_node(spec, old, layer, path)
  for _, key in ipairs(keys_of(raw)) do
    local child, name = child_spec(spec, tostring(key))
    if not child then
      self:fail(place_of(layer, join(path, tostring(key))), path, name)
    else
      set_field(node, name, self:_merge(child, node.fields[name], raw[key], layer, join(path, name)))
    end
  end
  return node
end

-- Another kind than below replaces the whole value.
function Values:_merge_union(spec, old, raw, layer, path)
  local kind, at = raw[spec.key], join(path, spec.key)
  local chosen = kind == nil and old and old.spec or spec.kinds[kind]
  if not chosen then
    if kind == nil then
      self:fail(place_of(layer, path), path, ("needs the key '%s': one of %s"):format(spec.key, kinds_of(spec)))
    else
      local near = type(kind) == "string" and engine.nearest(kind, spec.order)
      self:fail(place_of(layer, at), at, ("must be one of %s, got %s%s"):format(kinds_of(spec), engine.display(kind),
        near and "; did you mean '" .. near .. "'?" or ""))
    end
    return old
  end
  return self:_merge_map(chosen, old and old.spec == chosen and old or nil, raw, layer, path)
end

-- The items of a list's node, for a layer that adds to them. They are not copied, since each of many layers may add
-- one: a node has the first `count` of its `items`.
local function items_of(node)
  if node.count == #node.items then return node.items end
  return table.move(node.items, 1, node.count, 1, {})
end

-- `{ append = {…} }`: comes after the existing items.
local function appended(raw)
  if type(raw) ~= "table" or raw.append == nil or #raw > 0 then return nil end
  for key in pairs(raw) do
    if key ~= "append" then return nil end
  end
  return raw.append
end

function Values:_merge_list(spec, old, raw, layer, path, as_texts)
  local more = appended(raw)
  local node = new_node(spec, path, layer, old)
  node.items = {}
  if more ~= nil then
    local checked, why = spec.row.check(more)
    if not checked then
      self:fail(place_of(layer, path), path, "append " .. why)
      return old
    end
    if old and old.items then node.items = items_of(old) end
    node.appended, raw, path = true, more, join(path, "append")
  end
  for i, item in ipairs(raw) do
    local at = join(path, tostring(i))
    if item == engine.NULL then
      self:fail(place_of(layer, at), at, "null cannot be in a list: leave the entry out")
    end
    local item_layer = as_texts and setmetatable({ texts = true, in_list = true }, { __index = layer }) or layer
    node.items[#node.items + 1] = self:_merge(spec.of, nil, item, item_layer, at)
  end
  node.count = #node.items
  return node
end

--- Merges `raw` over the node `old`; returns the new node, or nil if the value is withdrawn or was wrong with nothing
--- below. null withdraws what lower layers set, so that the default applies again; as text it is the word `null`.
function Values:_merge(spec, old, raw, layer, path)
  if layer.texts and not layer.in_list and raw == "null" then raw = engine.NULL end
  if raw == engine.NULL then return spec.default ~= nil and self:_default(spec, path) or nil end
  local row, as_texts = spec.row, false
  if layer.texts and type(raw) == "string" then
    local read, why = row.read(raw, spec)
    if read == nil then
      self:fail(place_of(layer, path), path, row.masked and (why:gsub(", got.*", "")) or why)
      return old
    end
    raw, as_texts = read, why == true
  end
  if not row.masked and (spec.type == "map" or spec.type == "union" or (spec.type == "list" and not appended(raw))) then
    local checked, why = row.check(raw)
    if not checked then
      self:fail(place_of(layer, path), path, why)
      return old
    end
    if engine.is_unresolved(raw) then
      local node = new_node(spec, path, layer, old)
      node.raw = raw
      return node
    end
  end
  if spec.type == "map" then return self:_merge_map(spec, old, raw, layer, path) end
  if spec.type == "union" then return self:_merge_union(spec, old, raw, layer, path) end
  if spec.type == "list" then return self:_merge_list(spec, old, raw, layer, path, as_texts) end
  local node = new_node(spec, path, layer, old)
  node.raw, node.folder = raw, layer.folder
  return node
end

function Values:_default(spec, path)
  local layer = { name = "default", folder = spec.folder, where = function() return spec.place end, default = true }
  return self:_merge(spec, nil, spec.default, layer, path)
end

--- Notes the defaults, the lowest layer.
function Values:add_defaults()
  for _, name in ipairs(self.order) do
    local spec = self.specs[name]
    if spec.default ~= nil then self.top[name] = self:_default(spec, name) end
  end
end

local top_spec = { type = "map", row = require "luacdk.template.types".map }

--- Merges a layer with a whole tree of values.
function Values:add_tree(layer, tree)
  local spec = setmetatable({ fields = self.specs, order = self.order }, { __index = top_spec })
  local checked, why = spec.row.check(tree)
  if not checked then
    self:fail(place_of(layer, ""), "", "the values " .. why)
    return
  end
  local node = self:_merge_map(spec, { fields = self.top, order = {}, places = {} }, tree, layer, "")
  self.top = node.fields
end

-- ---- single values --------------------------------------------------------------------------------------------------

-- Sets the key `steps[at]` … of a code value, which is a separate table.
local function set_inside(raw, steps, at, value)
  local copy = engine.ordered()
  for key, item in pairs(type(raw) == "table" and raw or {}) do copy[key] = item end
  if at == #steps then
    copy[steps[at]] = value
  else
    copy[steps[at]] = set_inside(copy[steps[at]], steps, at + 1, value)
  end
  return copy
end

-- The type of a key of a code value: its options are strings, numbers, booleans, or JSON.
local function read_open(text)
  if text == "true" or text == "false" then return text == "true" end
  if text == "null" then return nil end
  if text:find "^%s*[%[{]" then
    local ok, value = pcall(assembly.parse_json, text)
    if ok then return value end
  end
  return text
end

local function same_name(a, b, loose) return a == b or (loose and a:lower() == b:lower()) end

--- Whether `steps` lead to the key of a union that names its kind: that must be set before the others.
function Values:names_kind(steps, loose)
  local function walk(spec, at)
    local is_union = spec.type == "union"
    if at == #steps then return is_union and same_name(steps[at], spec.key, loose) end
    for _, kind in ipairs(is_union and spec.order or {}) do
      if walk(spec.kinds[kind], at) then return true end
    end
    local child = spec.type == "map" and child_spec(spec, steps[at], loose)
    return child and walk(child, at + 1) or false
  end
  return walk({ type = "map", fields = self.specs, order = self.order }, 1)
end

--- Sets one value: `steps` lead to it (strings), `text` is parsed by its type. `options`: append, loose (names in any
--- case).
function Values:set(layer, steps, text, options)
  options = options or {}
  local function fail(message) self:fail(layer.name, "", message) end
  local function walk(spec, old, at, path)
    if at > #steps then
      if options.append then
        if spec.type ~= "list" then
          fail(("%s is not a list: += appends only to lists"):format(path))
          return old
        end
        local items, as_texts = spec.row.read(text, spec)
        if items == nil then
          fail(path .. ": " .. as_texts)
          return old
        end
        return self:_merge_list(spec, old, { append = items }, layer, path, as_texts == true)
      end
      return self:_merge(spec, old, text, layer, path)
    end
    if spec.row.open and spec.row.check then
      local node = new_node(spec, path, layer, old)
      local below = old and old.raw
      if spec.row.replaces(below, steps[at]) then below = nil end
      node.raw = set_inside(below, { table.unpack(steps, at) }, 1, read_open(text))
      node.folder = (steps[at] == "asset" or steps[at] == "docker_build" or steps[at] == "asset_image" or not old)
        and layer.folder or old.folder
      return node
    end
    if spec.type == "union" then
      if same_name(steps[at], spec.key, options.loose) and at == #steps then
        return self:_merge_union(spec, old, { [spec.key] = text }, layer, path)
      elseif not old then
        fail(("%s needs its key '%s' first: one of %s"):format(path, spec.key, kinds_of(spec)))
        return nil
      end
      spec = old.spec
    end
    if spec.type ~= "map" then
      fail(("%s has no keys, its type is %s"):format(path, spec.type))
      return old
    end
    local child, name = child_spec(spec, steps[at], options.loose)
    if not child then
      fail(path ~= "" and path .. ": " .. name or name)
      return old
    end
    local node = map_node(spec, old, layer, path)
    local value = walk(child, node.fields[name], at + 1, join(path, name))
    if value == nil and not old and path ~= "" then return nil end
    set_field(node, name, value)
    return node
  end
  local spec = setmetatable({ fields = self.specs, order = self.order }, { __index = top_spec })
  self.top = walk(spec, { fields = self.top, order = {}, places = {} }, 1, "").fields
end

-- ---- checking -------------------------------------------------------------------------------------------------------

local function one_of_fails(spec, value)
  if not spec.one_of or spec.type == "code" or engine.is_unresolved(value) then return nil end
  local words = {}
  for i, item in ipairs(spec.one_of) do
    if item == value then return nil end
    words[i] = engine.display(item)
  end
  local near = type(value) == "string" and engine.nearest(value, spec.one_of)
  return ("must be one of %s, got %s%s"):format(table.concat(words, ", "), engine.display(value),
    near and "; did you mean '" .. near .. "'?" or "")
end

local function pattern_fails(spec, value)
  if not spec.pattern or engine.is_unresolved(value) then return nil end
  local types = require "luacdk.template.types"
  local matches, why = engine.matches(types.whole_pattern(spec.pattern), value)
  if matches then return nil end
  if matches == nil then return ("the pattern %s cannot be matched: %s"):format(spec.pattern, why) end
  return ("must match %s entirely, got %s"):format(spec.pattern, engine.display(value))
end

local function bounds_fail(spec, value)
  if (spec.min == nil and spec.max == nil) or engine.is_unresolved(value) then return nil end
  local measure, show = spec.row.measure, spec.row.show
  local amount, unit = measure(value)
  if amount == nil then return nil end
  local function bound(limit) return type(limit) == "table" and measure(limit) or limit end
  local function words(limit)
    return type(limit) == "table" and show(limit) or engine.display(limit) .. (unit and " " .. unit or "")
  end
  local got = unit and engine.display(amount) or show(value)
  local verb = unit and "have" or "be"
  if spec.min ~= nil and amount < bound(spec.min) then
    return ("must %s at least %s, got %s"):format(verb, words(spec.min), got)
  end
  if spec.max ~= nil and amount > bound(spec.max) then
    return ("must %s at most %s, got %s"):format(verb, words(spec.max), got)
  end
end

local function facets_fail(spec, value)
  return one_of_fails(spec, value) or pattern_fails(spec, value) or bounds_fail(spec, value)
end
Values.facets_fail = facets_fail

function Values:_leaf(node)
  local spec = node.spec
  if spec.deploy and spec.row.masked then
    self:fail(node.place, node.path, "is a secret given at deployment, so it takes no value")
    return nil
  end
  local value, why = spec.row.check(node.raw, spec, { folder = node.folder, root = self.root })
  why = value == nil and why or (not spec.row.masked and facets_fail(spec, value)) or nil
  if why then
    self:fail(node.place, node.path, why)
    return nil
  end
  node.value = value
  return value
end

function Values:_list(node)
  if node.raw then return node.raw end
  local list, count = engine.list {}, #self.errors
  for i = 1, node.count do list[i] = self:_value(node.items[i]) end
  if #self.errors == count then
    local why = facets_fail(node.spec, list)
    if why then self:fail(node.place, node.path, why) end
  end
  return list
end

-- Whether something below a map of fields is required and has no default.
local function needs_something(spec)
  for _, name in ipairs(spec.order) do
    local field = spec.fields[name]
    if field.required or (field.type == "map" and field.fields and field.default == nil and needs_something(field))
    then
      return true
    end
  end
  return false
end

-- `owner`: the node of the map that lacks the field, if there is one.
function Values:_missing(spec, path, owner)
  if self.partial then return end -- other layers may have it
  local words = "is required and has no value"
  local map = owner and owner.spec
  if map and map.kind then words = words .. (" for the %s '%s'"):format(map.union.key, map.kind) end
  if not path:find "%." then
    words = words .. (": set it in a values file, with --set %s=… or with LUACDK_P_%s"):format(path, path:upper())
  end
  self:fail(owner and owner.place or spec.place, path, words)
end

function Values:_map(node, spec, path)
  local map, count = engine.ordered(), #self.errors
  if spec.of then
    for _, key in ipairs(node.order) do
      if key then map[key] = self:_value(node.fields[key]) end
    end
  else
    for _, name in ipairs(spec.order) do
      map[name] = self:_field(spec.fields[name], node and node.fields[name], join(path, name), node)
    end
  end
  if node and #self.errors == count then
    local why = facets_fail(spec, map)
    if why then self:fail(node.place, node.path, why) end
  end
  return map
end

function Values:_field(spec, node, path, owner)
  if not node and spec.default ~= nil then node = self:_default(spec, path) end
  if spec.type == "map" and spec.fields and (node or not (spec.required or needs_something(spec))) then
    return self:_map(node, spec, path)
  end
  if not node then
    if spec.required and not spec.deploy then self:_missing(spec, path, owner) end
    return nil
  end
  return self:_value(node)
end

function Values:_value(node)
  local spec = node.spec
  if spec.deprecated and not node.layer.default then
    self.warnings[#self.warnings + 1] = ("%s: parameter '%s' is deprecated: %s"):format(node.place, node.path,
      spec.deprecated)
  end
  if spec.type == "list" then return self:_list(node) end
  if spec.type == "map" then return self:_map(node, spec, node.path) end
  return self:_leaf(node)
end

--- Checks everything and returns the values by name, or nil: then `errors` says what is wrong.
function Values:resolve()
  local result = {}
  for _, name in ipairs(self.order) do
    result[name] = self:_field(self.specs[name], self.top[name], name)
  end
  if #self.errors > 0 then return nil end
  return result
end

--- Visits the leaves in written order: visit(path, node, spec); a leaf without a value has no node.
function Values:each_leaf(visit)
  local walk
  local function field(spec, node, path)
    if spec.type == "union" and spec.default ~= nil then node = node or self:_default(spec, path) end
    if spec.type == "union" and node then spec = node.spec end
    if spec.type == "map" and spec.fields then
      for _, name in ipairs(spec.order) do field(spec.fields[name], node and node.fields[name], join(path, name)) end
    elseif node and node.fields then
      for _, key in ipairs(node.order) do
        if key then walk(node.fields[key], join(path, key)) end
      end
    else
      visit(path, node or (spec.default ~= nil and self:_default(spec, path)) or nil, spec)
    end
  end
  function walk(node, path) field(node.spec, node, path) end
  for _, name in ipairs(self.order) do field(self.specs[name], self.top[name], name) end
end

return Values
