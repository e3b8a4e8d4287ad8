local engine = require "luacdk.engine"

local is_unresolved = engine.is_unresolved

--- The tags of one resource or stack, with the priorities they were set with.
local TagManager = engine.class("aws_cdk.TagManager")

-- Tags given as properties of an L1 construct.
local EXTERNAL_PRIORITY = 50

local function js_string(value)
  if is_unresolved(value) or type(value) == "string" then return value end
  return engine.display(value)
end

-- How each kind of tags is read from properties and written to the template. Readers call `add(key, value, launched)`
-- and return what they cannot read.
local FORMATS = {}

local function read_list(list, add, needs_launched)
  if type(list) ~= "table" or #list == 0 and next(list) ~= nil then
    engine.fail(nil, "tags must be a list of { key =, value =%s }, got %s", needs_launched
      and ", propagate_at_launch =" or "",
      engine.display(list))
  end
  local rest
  for _, tag in ipairs(list) do
    local literal = type(tag) == "table" and tag.key ~= nil and tag.value ~= nil
      and (not needs_launched or tag.propagate_at_launch ~= nil)
    if literal then
      local launched
      if needs_launched then launched = tag.propagate_at_launch and true or false end
      add(js_string(tag.key), js_string(tag.value), launched)
    else
      rest = rest or {}
      rest[#rest + 1] = tag
    end
  end
  return rest
end

FORMATS.StandardTag = {
  read = function(list, add) return read_list(list, add, false) end,
  write = function(tag) return { key = tag.key, value = tag.value } end,
}
FORMATS.AutoScalingGroupTag = {
  read = function(list, add) return read_list(list, add, true) end,
  write = function(tag) return { key = tag.key, value = tag.value, propagate_at_launch = tag.launched ~= false } end,
}
FORMATS.StringToStringMap = {
  read = function(map, add)
    if type(map) ~= "table" or #map > 0 then
      engine.fail(nil, "tags must be a map of keys to values, got %s", engine.display(map))
    end
    for key, value in pairs(map) do add(key, js_string(value)) end
  end,
  map = true,
}
FORMATS.KeyValue = {
  read = function(map, add)
    for key, value in pairs(map) do add(key, value) end
  end,
  write = function(tag) return { Key = tag.key, Value = tag.value } end,
}
FORMATS.NotTaggable = { read = function() end, none = true }

function TagManager:init(tag_type, resource_type_name, initial_tags, options)
  self._format = FORMATS[tag_type]
  self._resource_type = resource_type_name
  self.tag_property_name = options and options.tag_property_name or "tags"
  if initial_tags ~= nil then
    self._had_initial_tags = true
    self:_read(initial_tags)
  end
end

-- A token for the rendered tags, for those who render them themselves.
TagManager.get.rendered_tags = function(self)
  local token = self._rendered
  if not token then
    token = engine.lazy(function() return self:render_tags() end, { kind = "any" })
    self._rendered = token
  end
  return token
end

function TagManager.is_taggable(construct)
  return engine.has(construct, "tags") and engine.is_a(construct.tags, TagManager)
end

function TagManager.is_taggable_v2(construct)
  return engine.has(construct, "cdk_tag_manager") and construct.cdk_tag_manager ~= nil
end

-- TagManager.of for the library, whose calls nobody has to check.
function TagManager._of(construct)
  local manager, known = engine.l1_tag_manager(construct)
  if known then return manager end
  if TagManager.is_taggable_v2(construct) then return construct.cdk_tag_manager end
  if TagManager.is_taggable(construct) then return construct.tags end
  return nil
end

--- The tag manager of a construct, or nil.
function TagManager.of(construct) return TagManager._of(construct) end

local function set(self, key, value, priority, launched)
  local priorities = self._priorities
  if not priorities then
    priorities = {}
    self._priorities, self._tags = priorities, {}
  end
  local name = tostring(key)
  if priority < (priorities[name] or 0) then return end
  priorities[name] = priority
  self._tags[name] = { key = key, value = value, launched = launched, name = name }
  self._sorted = nil
end

function TagManager:_read(tags)
  if is_unresolved(tags) or type(tags) == "table" and engine.has(tags, "_resolve") then
    self._dynamic = tags
    return
  end
  self._dynamic = self._format.read(tags, function(key, value, launched)
    set(self, key, value, EXTERNAL_PRIORITY, launched)
  end)
end

--- Sets a tag unless it is set, or was removed, with a higher priority.
function TagManager:set_tag(key, value, priority, apply_to_launched_instances)
  set(self, key, value, priority or 0, apply_to_launched_instances)
end

--- Removes a tag unless it was set with a higher priority.
function TagManager:remove_tag(key, priority)
  local priorities = self._priorities
  if not priorities then
    priorities = {}
    self._priorities, self._tags = priorities, {}
  end
  local name = tostring(key)
  if priority < (priorities[name] or 0) then return end
  priorities[name] = priority
  self._tags[name] = nil
  self._sorted = nil
end

local function sorted(self)
  local list = self._sorted
  if not list then
    list = {}
    local tags = self._tags or {}
    for name in pairs(tags) do list[#list + 1] = name end
    engine.sort(list)
    for i, name in ipairs(list) do list[i] = tags[name] end
    self._sorted = list
  end
  return list
end

--- The tags as in the template, or nil if there are none.
function TagManager:render_tags(combine_with_tags)
  if combine_with_tags ~= nil then
    if self._had_initial_tags then
      engine.fail(nil, "give tags either to TagManager or to render_tags, not to both")
    end
    self:_read(combine_with_tags)
  end
  local format, dynamic = self._format, self._dynamic
  if format.none then return nil end
  local list = sorted(self)
  if dynamic and (is_unresolved(dynamic) or engine.has(dynamic, "_resolve")) then
    if #list > 0 then
      engine.fail(nil,
        "literal tags cannot be combined with a tags property that is one token; -> give the tags as a list")
    end
    return dynamic
  end
  if format.map then
    if #list == 0 then return nil end
    local map = engine.ordered()
    for _, tag in ipairs(list) do map[tag.name] = js_string(tag.value) end
    return map
  end
  local rendered = {}
  for i, tag in ipairs(list) do rendered[i] = format.write(tag) end
  for _, tag in ipairs(dynamic or {}) do rendered[#rendered + 1] = tag end
  return #rendered > 0 and rendered or nil
end

--- The literal tags as a map, sorted by key.
function TagManager:tag_values()
  local map = engine.ordered()
  for _, tag in ipairs(sorted(self)) do map[tag.name] = tag.value end
  return map
end

local function contains(list, value)
  for _, element in ipairs(list) do
    if element == value then return true end
  end
  return false
end

--- Whether an aspect limited to, or excluding, resource types applies to this resource.
function TagManager:apply_tag_aspect_here(include, exclude)
  if exclude and #exclude > 0 and contains(exclude, self._resource_type) then return false end
  if include and #include > 0 and not contains(include, self._resource_type) then return false end
  return true
end

function TagManager:has_tags() return self._tags ~= nil and next(self._tags) ~= nil end

return { TagManager = TagManager }
