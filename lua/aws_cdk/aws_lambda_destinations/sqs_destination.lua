--- Results as messages in a queue.
local engine = require "luacdk.engine"

local SqsDestination = engine.class("aws_cdk.aws_lambda_destinations.SqsDestination")

function SqsDestination:init(queue)
  self._queue = queue
end

function SqsDestination:bind(_, fn)
  self._queue:grant_send_messages(fn)
  return { destination = self._queue.queue_arn }
end

return { SqsDestination = SqsDestination }
