--- What network load balancers do with connections.
local engine = require "luacdk.engine"
local action_chain = require "aws_cdk.aws_elasticloadbalancingv2.private.action_chain"
local forward = require "aws_cdk.aws_elasticloadbalancingv2.private.forward"

local NetworkListenerAction = action_chain "aws_cdk.aws_elasticloadbalancingv2.NetworkListenerAction"

--- Called when a listener takes the action.
function NetworkListenerAction.bind() end

local ToGroups =
  engine.class("aws_cdk.aws_elasticloadbalancingv2.NetworkTargetGroupListenerAction", NetworkListenerAction)

local function to_groups(groups, action)
  local made = ToGroups(action)
  made._groups = groups
  return made
end

function ToGroups:bind(_, listener)
  for _, group in ipairs(self._groups) do group:register_listener(listener) end
end

--- Forwards to target groups.
function NetworkListenerAction.forward(target_groups, options)
  if #target_groups == 0 then engine.fail(nil, "forward needs at least one target group") end
  if #target_groups == 1 and not (options and options.stickiness_duration) then
    return to_groups(target_groups, { type = "forward", target_group_arn = target_groups[1].target_group_arn })
  end
  local rows = {}
  for i, group in ipairs(target_groups) do rows[i] = { group.target_group_arn } end
  return to_groups(target_groups, forward(rows, options))
end

--- Forwards to target groups, to each by its weight.
function NetworkListenerAction.weighted_forward(target_groups, options)
  if #target_groups == 0 then engine.fail(nil, "weighted_forward needs at least one target group") end
  local groups, rows = {}, {}
  for i, one in ipairs(target_groups) do
    groups[i], rows[i] = one.target_group, { one.target_group.target_group_arn, one.weight }
  end
  return to_groups(groups, forward(rows, options))
end

return { NetworkListenerAction = NetworkListenerAction }
