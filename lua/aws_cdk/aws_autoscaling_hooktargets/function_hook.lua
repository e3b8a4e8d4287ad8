--- A function that is notified of a hook, through its own topic.
local engine = require "luacdk.engine"
local hook_role = require "aws_cdk.aws_autoscaling_hooktargets.hook_role"
local hooktargets = require "aws_cdk.aws_autoscaling_hooktargets"
local sns = require "aws_cdk.aws_sns"
local subscriptions = require "aws_cdk.aws_sns_subscriptions"

local FunctionHook = engine.class "aws_cdk.aws_autoscaling_hooktargets.FunctionHook"

--- Arguments: the function, a key that encrypts the topic.
function FunctionHook:init(fn, encryption_key) self._fn, self._encryption_key = fn, encryption_key end

--- Called when the target is given to a hook.
function FunctionHook:bind(scope, options)
  local topic = sns.Topic(scope, "Topic", { master_key = self._encryption_key })
  local role = hook_role(scope, options.role)
  if self._encryption_key then self._encryption_key:grant(role, "kms:Decrypt", "kms:GenerateDataKey") end
  topic:add_subscription(subscriptions.LambdaSubscription(self._fn))
  return hooktargets.TopicHook(topic):bind(scope, { lifecycle_hook = options.lifecycle_hook, role = role })
end

return { FunctionHook = FunctionHook }
