--- A queue that is notified of a hook.
local engine = require "luacdk.engine"
local hook_role = require "aws_cdk.aws_autoscaling_hooktargets.hook_role"

local QueueHook = engine.class "aws_cdk.aws_autoscaling_hooktargets.QueueHook"

--- Arguments: the queue.
function QueueHook:init(queue) self._queue = queue end

--- Called when the target is given to a hook.
function QueueHook:bind(scope, options)
  local role = hook_role(scope, options.role)
  self._queue:grant_send_messages(role)
  return { notification_target_arn = self._queue.queue_arn, created_role = role }
end

return { QueueHook = QueueHook }
