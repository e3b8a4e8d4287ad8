--- An alarm is published to a topic.
local engine = require "luacdk.engine"

local SnsAction = engine.class "aws_cdk.aws_cloudwatch_actions.SnsAction"

function SnsAction:init(topic) self._topic = topic end
function SnsAction:bind() return { alarm_action_arn = self._topic.topic_arn } end

return { SnsAction = SnsAction }
