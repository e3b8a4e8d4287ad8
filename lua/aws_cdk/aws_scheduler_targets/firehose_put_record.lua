--- The schedule puts a record into a delivery stream.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local FirehosePutRecord = engine.class("aws_cdk.aws_scheduler_targets.FirehosePutRecord", Base)

--- Arguments: delivery_stream, ScheduleTargetBaseProps.
function FirehosePutRecord:init(delivery_stream, props)
  Base.init(self, props, delivery_stream.delivery_stream_arn)
end

function FirehosePutRecord:_add_target_action_to_role(role)
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "firehose:PutRecord" }, resources = { self._target_arn },
  })
end

return { FirehosePutRecord = FirehosePutRecord }
