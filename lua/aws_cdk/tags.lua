local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local mutating_priority = require "aws_cdk.private.mutating_priority"

-- Tag and RemoveTag are aspects over everything that has a tag manager.
local function visit(self, construct)
  local manager = cdk.TagManager._of(construct)
  if not manager then return end
  local props = self._props
  if manager:apply_tag_aspect_here(props.include_resource_types,
    props.exclude_resource_types) then self:_apply(manager) end
end

local function apply_tag(self, resource) self:_apply(resource.tags) end
local function apply_tag_v2(self, resource) self:_apply(resource.cdk_tag_manager) end

--- Aspect that sets a tag.
local Tag = engine.class("aws_cdk.Tag")

function Tag:init(key, value, props)
  if value == nil then engine.fail(nil, "the tag %s must have a value", engine.display(key)) end
  self.key, self.value, self._props = key, value, props or {}
end

Tag.visit, Tag._apply_tag, Tag._apply_tag_v2 = visit, apply_tag, apply_tag_v2

function Tag:_apply(manager)
  manager:set_tag(self.key, self.value, self._props.priority or 100, self._props.apply_to_launched_instances ~= false)
end

--- Aspect that removes a tag.
local RemoveTag = engine.class("aws_cdk.RemoveTag")

function RemoveTag:init(key, props)
  self.key, self._props = key, props or {}
end

RemoveTag.visit, RemoveTag._apply_tag, RemoveTag._apply_tag_v2 = visit, apply_tag, apply_tag_v2

function RemoveTag:_apply(manager) manager:remove_tag(self.key, self._props.priority or 200) end

--- Tags of a construct and everything below it.
local Tags = engine.class("aws_cdk.Tags")

function Tags:init(scope) self._scope = scope end

function Tags.of(scope)
  if not engine.is_construct(scope) then
    engine.fail(nil, "Tags.of() expects a construct, got %s", engine.display(scope))
  end
  return Tags(scope)
end

local STACK = "aws:cdk:stack"

local function contains(list, value)
  for _, element in ipairs(list or {}) do
    if element == value then return true end
  end
  return false
end

--- Options: priority (100), apply_to_launched_instances, include_resource_types, exclude_resource_types.
function Tags:add(key, value, options)
  local props = options or {}
  if cdk.FeatureFlags._is_enabled(self._scope, "@aws-cdk/core:explicitStackTags")
    and not contains(props.include_resource_types, STACK) then
    local copy = {}
    for k, v in pairs(props) do copy[k] = v end
    copy.exclude_resource_types = { table.unpack(props.exclude_resource_types or {}) }
    table.insert(copy.exclude_resource_types, STACK)
    props = copy
  end
  cdk.Aspects.of(self._scope):add(Tag(key, value, props), { priority = mutating_priority(self._scope) })
end

--- Options as for `add`; the default priority is 200.
function Tags:remove(key, options)
  local props = options or {}
  cdk.Aspects.of(self._scope):add(RemoveTag(key, props), { priority = mutating_priority(self._scope) })
end

return { Tag = Tag, Tags = Tags, RemoveTag = RemoveTag }
