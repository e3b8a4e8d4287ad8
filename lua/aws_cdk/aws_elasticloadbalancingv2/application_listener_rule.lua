--- Rules of a listener: actions for certain requests.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"

local ApplicationListenerRule =
  engine.class("aws_cdk.aws_elasticloadbalancingv2.ApplicationListenerRule", constructs.Construct)

local function check(self, props)
  if #self._conditions == 0 then engine.fail(self, "a rule needs conditions") end
  if props.action and props.target_groups then
    engine.fail(self, "action and target_groups are mutually exclusive")
  end
  if type(props.priority) == "number" and props.priority <= 0 then
    engine.fail(self, "priority must be 1 or more, got %s", engine.display(props.priority))
  end
end

--- Arguments: scope, id, ApplicationListenerRuleProps.
function ApplicationListenerRule:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  self._conditions = table.move(props.conditions or {}, 1, #(props.conditions or {}), 1, {})
  check(self, props)
  self._listener = props.listener
  local resource = elbv2.CfnListenerRule(self, "Resource", {
    listener_arn = props.listener.listener_arn,
    priority = props.priority,
    conditions = engine.lazy(function()
      local all = {}
      for i, condition in ipairs(self._conditions) do all[i] = condition:render_raw_condition() end
      return all
    end, { kind = "any" }),
    actions = engine.lazy(function()
      return self._action and self._action:render_rule_actions() or engine.list {}
    end, { kind = "any" }),
  })
  if props.action then self:configure_action(props.action) end
  if props.target_groups then self:configure_action(elbv2.ListenerAction.forward(props.target_groups)) end
  self.listener_rule_arn = resource.ref
  self.node:add_validation { validate = function()
    return self._action and {} or { "a rule of a listener needs an action" }
  end }
end

--- Adds a condition; all conditions must match.
function ApplicationListenerRule:add_condition(condition) self._conditions[#self._conditions + 1] = condition end

--- Sets the action, replacing the present one.
function ApplicationListenerRule:configure_action(action)
  if self._action then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-elbv2:albListnerRuleDefaultActionReplaced",
      "the rule already had an action, which is replaced; give it only one")
  end
  action:bind(self, self._listener, self)
  self._action = action
end

return { ApplicationListenerRule = ApplicationListenerRule }
