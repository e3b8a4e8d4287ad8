local engine = require "luacdk.engine"

-- Counts changes, so that a pass over the tree notices aspects added by aspects.
local revision = 0

--- The order in which aspects visit: lower first.
local AspectPriority = engine.class("aws_cdk.AspectPriority")
AspectPriority.MUTATING = 200
AspectPriority.DEFAULT = 500
AspectPriority.READONLY = 1000

--- An aspect and the construct it was added to.
local AspectApplication = engine.class("aws_cdk.AspectApplication")

function AspectApplication:init(construct, aspect, priority)
  self.construct, self.aspect, self._priority = construct, aspect, priority
end

AspectApplication.get.priority = function(self) return self._priority end
AspectApplication.set.priority = function(self, priority)
  if priority < 0 then
    engine.fail(self.construct, "the priority of an aspect cannot be negative, got %s", engine.display(priority))
  end
  self._priority = priority
  revision = revision + 1
  for _, entry in ipairs(self.construct._aspects or {}) do
    if entry.application == self then entry.priority = priority end
  end
end

--- The aspects of a construct; they visit it and everything below when the app is synthesised.
local Aspects = engine.class("aws_cdk.Aspects")

function Aspects:init(scope) self._scope = scope end

function Aspects._revision() return revision end

--- A list for _share, with one aspect. It is idle: as long as all constructs have none or idle ones, none is visited.
function Aspects._shareable(aspect, priority)
  local entry = { aspect = aspect, priority = priority }
  local awake = { entry, [aspect] = { entry }, shared = true }
  return { entry, [aspect] = { entry }, shared = true, awake = awake }
end

--- Gives a new construct a list of _shareable, which all of its class may have.
function Aspects._share(scope, list)
  scope._aspects = list
  revision = revision + 1
end

--- From now on the construct's shared list has something to do.
function Aspects._wake(scope)
  scope._aspects = scope._aspects.awake or scope._aspects
end

-- The list of a construct's aspects, which no other construct has.
local function own_list(scope)
  local list = scope._aspects
  if list and not list.shared then return list end
  local own = {}
  for i, entry in ipairs(list or own) do
    local copy = { aspect = entry.aspect, priority = entry.priority }
    own[i], own[entry.aspect] = copy, { copy }
  end
  scope._aspects = own
  return own
end

function Aspects.of(scope)
  if not engine.is_construct(scope) then
    engine.fail(nil, "Aspects.of() expects a construct, got %s", engine.display(scope))
  end
  local aspects = scope._aspects_object
  if not aspects then
    aspects = Aspects(scope)
    scope._aspects_object = aspects
  end
  return aspects
end

--- Adds an aspect: a table with a method `visit(self, construct)`. The same aspect with the same priority counts once.
function Aspects:add(aspect, options)
  if not engine.has(aspect, "visit") then
    engine.fail(self._scope, "an aspect is a table with a method visit(self, construct), got %s",
      engine.display(aspect))
  end
  local priority = (options or {}).priority or AspectPriority.DEFAULT
  local list = own_list(self._scope)
  list[aspect] = list[aspect] or {} -- its own entries among those of the list
  for _, entry in ipairs(list[aspect]) do
    if entry.priority == priority then return end
  end
  local entry = { aspect = aspect, priority = priority }
  list[#list + 1] = entry
  table.insert(list[aspect], entry)
  revision = revision + 1
end

Aspects.get.all = function(self)
  local all = {}
  for i, entry in ipairs(self._scope._aspects or {}) do all[i] = entry.aspect end
  return all
end

Aspects.get.applied = function(self)
  local applied = {}
  for i, entry in ipairs(self._scope._aspects and own_list(self._scope) or applied) do
    entry.application = entry.application or AspectApplication(self._scope, entry.aspect, entry.priority)
    applied[i] = entry.application
  end
  return applied
end

return { Aspects = Aspects, AspectApplication = AspectApplication, AspectPriority = AspectPriority }
