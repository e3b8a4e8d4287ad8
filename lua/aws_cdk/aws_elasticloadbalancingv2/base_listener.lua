--- What listeners of application and network load balancers have in common.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local attributes = require "aws_cdk.aws_elasticloadbalancingv2.private.attributes"
local cdk = require "aws_cdk"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"

local BaseListener = engine.class("aws_cdk.aws_elasticloadbalancingv2.BaseListener", cdk.Resource)

--- Arguments: scope, id, properties of the L1 listener.
function BaseListener:init(scope, id, additional_props)
  cdk.Resource.init(self, scope, id)
  self._attributes = attributes.new()
  local props = l2.with({}, additional_props)
  props.default_actions = engine.lazy(function()
    return self._default_action and self._default_action:render_actions() or engine.list {}
  end, { kind = "any" })
  props.listener_attributes = attributes.rendered(self._attributes)
  self.listener_arn = elbv2.CfnListener(self, "Resource", props).ref
  self.node:add_validation { validate = function() return self:_validate_listener() end }
end

--- Sets an attribute of the listener.
function BaseListener:set_attribute(key, value) attributes.set(self._attributes, key, value) end

--- Takes an attribute back.
function BaseListener:remove_attribute(key) attributes.set(self._attributes, key, nil) end

--- What is wrong with the listener.
function BaseListener:_validate_listener()
  if self._default_action then return {} end
  return { "a listener needs a default action: call add_target_groups or add_action without priority" }
end

--- Sets the listener's default action, replacing the present one.
function BaseListener:_set_default_action(action)
  action:bind(self, self)
  if self._default_action then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-elbv2:listenerExistingDefaultActionReplaced",
      "the listener already had a default action, which is replaced; give it only one")
  end
  self._default_action = action
end

return { BaseListener = BaseListener }
