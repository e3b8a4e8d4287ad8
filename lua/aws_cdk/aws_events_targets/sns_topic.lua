--- Events are published to a topic.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local SnsTopic = engine.class "aws_cdk.aws_events_targets.SnsTopic"

--- Arguments: topic, SnsTopicProps: message (RuleTargetInput), authorize_using_role, role and TargetBaseProps.
function SnsTopic:init(topic, props)
  self.topic = topic
  self._props = props
end

function SnsTopic:bind(rule)
  local topic, props = self.topic, self._props
  local by_role, role = props.authorize_using_role, nil
  if by_role == false and props.role then
    engine.fail(rule, "a role is not used when authorize_using_role is false: -> leave one of the two out")
  end
  if by_role or props.role then
    role = props.role or target.singleton_role(rule)
    topic:grant_publish(role)
  else
    topic:grant_publish(iam.ServicePrincipal(target.SERVICE))
  end
  target.allow_dead_letters(rule, props.dead_letter_queue)
  local config = target.base_config(props)
  config.arn = topic.topic_arn
  config.input = props.message
  config.target_resource = topic
  config.role = role
  return config
end

return { SnsTopic = SnsTopic }
