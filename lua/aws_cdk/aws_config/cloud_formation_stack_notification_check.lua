--- Stacks must send their events to topics.
local engine = require "luacdk.engine"
local config = require "aws_cdk.aws_config"

local ManagedRule = config.ManagedRule

local MAX_TOPICS = 5

local CloudFormationStackNotificationCheck =
  engine.class("aws_cdk.aws_config.CloudFormationStackNotificationCheck", ManagedRule)

--- Arguments: scope, id, CloudFormationStackNotificationCheckProps: topics and RuleProps.
function CloudFormationStackNotificationCheck:init(scope, id, props)
  local all, topics = {}, props and props.topics
  for name, value in pairs(props or {}) do all[name] = value end
  if topics then
    if #topics > MAX_TOPICS then engine.fail(scope, "there can be at most %d topics, got %d", MAX_TOPICS, #topics) end
    all.input_parameters = engine.ordered()
    for i, topic in ipairs(topics) do all.input_parameters["snsTopic" .. i] = topic.topic_arn end
  else
    all.input_parameters = nil
  end
  all.identifier = config.ManagedRuleIdentifiers.CLOUDFORMATION_STACK_NOTIFICATION_CHECK
  all.rule_scope = config.RuleScope.from_resources { config.ResourceType.CLOUDFORMATION_STACK }
  ManagedRule.init(self, scope, id, all)
end

return { CloudFormationStackNotificationCheck = CloudFormationStackNotificationCheck }
