local engine = require "luacdk.engine"
local supports = require "aws_cdk.private.mixin_supports"
local cdk = require "aws_cdk"

--- Base of features that are added to constructs. Subclasses have `apply_to(self, construct)`.
local Mixin = engine.class("aws_cdk.Mixin")
function Mixin:init() end
function Mixin:supports() return true end
function Mixin.is_mixin(x) return engine.is_a(x, Mixin) end

--- Applies mixins to the constructs that a selector picks below a scope.
local MixinApplicator = engine.class("aws_cdk.MixinApplicator")

function MixinApplicator:init(scope, selector)
  self._scope = scope
  self._selector = selector or cdk.ConstructSelector.all()
  self.report = {}
end

MixinApplicator.get.selected_constructs = function(self)
  local selected = self._selector:select(self._scope)
  rawset(self, "selected_constructs", selected)
  return selected
end

--- Makes it an error if a mixin does not support a selected construct.
function MixinApplicator:require_all()
  self._require_all = true
  return self
end

--- Makes it an error if none of the mixins supports any selected construct.
function MixinApplicator:require_any()
  self._require_any = true
  return self
end

function MixinApplicator:apply(...)
  local count = 0
  for _, mixin in ipairs { ... } do
    for _, construct in ipairs(self.selected_constructs) do
      if supports(mixin, construct) then
        mixin:apply_to(construct)
        table.insert(self.report, { construct = construct, mixin = mixin })
        count = count + 1
      elseif self._require_all then
        engine.fail(self._scope, "the mixin %s cannot be applied to '%s', a %s", engine.display(mixin),
          construct.node.path,
          engine.class_name(construct))
      end
    end
  end
  if self._require_any and count == 0 then
    engine.fail(self._scope, "none of the mixins could be applied to any of the selected constructs")
  end
  return self
end

local Mixins = engine.class("aws_cdk.Mixins")
function Mixins:init() end
function Mixins.of(scope, selector) return MixinApplicator(scope, selector) end

--- Ways of selecting constructs.
local ConstructSelector = engine.class("aws_cdk.ConstructSelector")
function ConstructSelector:init() end

local function selector(pick)
  return { select = function(_, scope) return pick(scope) end }
end

local function matching(scope, wanted)
  local found = {}
  for _, construct in ipairs(scope.node:find_all()) do
    if wanted(construct) then found[#found + 1] = construct end
  end
  return found
end

function ConstructSelector.all() return selector(function(scope) return scope.node:find_all() end) end
function ConstructSelector.only_itself() return selector(function(scope) return { scope } end) end

--- The scope, or its default child, if that is a CfnResource.
function ConstructSelector.cfn_resource()
  return selector(function(scope)
    if engine.is_a(scope, cdk.CfnResource) then return { scope } end
    local child = scope.node.default_child
    return engine.is_a(child, cdk.CfnResource) and { child } or {}
  end)
end

function ConstructSelector.resources_of_type(...)
  local types = {}
  for _, type in ipairs { ... } do types[type] = true end
  return selector(function(scope)
    return matching(scope, function(construct)
      return engine.is_a(construct, cdk.CfnResource) and types[construct.cfn_resource_type]
    end)
  end)
end

--- By id; `*` stands for any characters, `?` for one.
function ConstructSelector.by_id(glob)
  local pattern = require "aws_cdk.private.glob_pattern"(glob)
  return selector(function(scope)
    return matching(scope, function(construct) return construct.node.id:find(pattern) end)
  end)
end

--- By path; `*` stays within an id, `**` does not.
function ConstructSelector.by_path(glob)
  local pattern = require "aws_cdk.private.glob_pattern"(glob)
  return selector(function(scope)
    return matching(scope, function(construct) return construct.node.path:find(pattern) end)
  end)
end

--- Turns mixins into aspects and back.
local Shims = engine.class("aws_cdk.Shims")

function Shims.as_mixin(aspect)
  return {
    supports = function() return true end,
    apply_to = function(_, construct) aspect:visit(construct) end,
  }
end

function Shims.as_aspect(mixin)
  return {
    visit = function(_, construct)
      if supports(mixin, construct) then mixin:apply_to(construct) end
    end,
  }
end

return {
  Mixin = Mixin, MixinApplicator = MixinApplicator, Mixins = Mixins, ConstructSelector = ConstructSelector,
    Shims = Shims,
}
