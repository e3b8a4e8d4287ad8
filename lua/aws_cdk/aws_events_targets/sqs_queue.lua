--- Events go into a queue.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"
local cx_api = require "aws_cdk.cx_api"

local SAME_ACCOUNT = cx_api.EVENTS_TARGET_QUEUE_SAME_ACCOUNT

local SqsQueue = engine.class "aws_cdk.aws_events_targets.SqsQueue"

--- Arguments: queue, SqsQueueProps: message (RuleTargetInput), message_group_id (FIFO queues) and TargetBaseProps.
function SqsQueue:init(queue, props)
  self.queue = queue
  self._props = props
end

-- Conditions on the rule would make a cycle with the policy of the queue's key, so they are left out there.
local function conditions_for(rule, queue)
  if not queue.encryption_master_key then
    return { ArnEquals = { ["aws:SourceArn"] = rule.rule_ref.rule_arn } }
  end
  if cdk.FeatureFlags.of(rule):is_enabled(SAME_ACCOUNT) then
    return { StringEquals = { ["aws:SourceAccount"] = rule.env.account } }
  end
end

function SqsQueue:bind(rule)
  local queue, props = self.queue, self._props
  queue:grant_send_messages(iam.ServicePrincipal(target.SERVICE, { conditions = conditions_for(rule, queue) }))
  target.allow_dead_letters(rule, props.dead_letter_queue)
  local config = target.base_config(props)
  config.arn = queue.queue_arn
  config.input = props.message
  config.target_resource = queue
  config.sqs_parameters = props.message_group_id and { message_group_id = props.message_group_id } or nil
  return config
end

return { SqsQueue = SqsQueue }
