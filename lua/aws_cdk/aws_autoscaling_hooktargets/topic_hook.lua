--- A topic that is notified of a hook.
local engine = require "luacdk.engine"
local hook_role = require "aws_cdk.aws_autoscaling_hooktargets.hook_role"

local TopicHook = engine.class "aws_cdk.aws_autoscaling_hooktargets.TopicHook"

--- Arguments: the topic.
function TopicHook:init(topic) self._topic = topic end

--- Called when the target is given to a hook.
function TopicHook:bind(scope, options)
  local role = hook_role(scope, options.role)
  self._topic:grant_publish(role)
  return { notification_target_arn = self._topic.topic_arn, created_role = role }
end

return { TopicHook = TopicHook }
