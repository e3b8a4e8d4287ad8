local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

--- How strongly stacks depend on each other through references: strong, weak or both.
local CrossStackReferences = engine.class("aws_cdk.CrossStackReferences")

function CrossStackReferences:init(scope) self._scope = scope end

function CrossStackReferences.of(scope) return CrossStackReferences(scope) end

--- For references to this resource.
function CrossStackReferences:produce(strength)
  local scope = self._scope
  local target = scope.node.default_child
  if not engine.is_a(target, cdk.CfnResource) then target = engine.is_a(scope, cdk.CfnResource) and scope or nil end
  if not target then
    engine.fail(scope, "a reference strength needs a resource: %s has no default child that is a CfnResource",
      scope.node.path)
  end
  target:apply_cross_stack_reference_strength(strength)
end

--- For references made by this construct and those below it.
function CrossStackReferences:consume(strength)
  self._scope.node:set_context("@aws-cdk/core:defaultCrossStackReferences", strength)
end

return { CrossStackReferences = CrossStackReferences }
