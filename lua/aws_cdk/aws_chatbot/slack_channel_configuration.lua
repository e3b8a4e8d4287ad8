--- Slack channels that show notifications of AWS.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local chatbot = require "aws_cdk.aws_chatbot"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local logs = require "aws_cdk.aws_logs"

-- Where the service has its metrics and logs, whatever the region of the stack.
local REGION = "us-east-1"

local Base = engine.class("aws_cdk.aws_chatbot.SlackChannelConfigurationBase", cdk.Resource)

--- Adds a statement to the policy of the channel's role. For an imported channel does nothing.
function Base:add_to_role_policy(statement)
  if self.role then self.role:add_to_principal_policy(statement) end
end

local function metric(metric_name, dimensions, props)
  return cloudwatch.Metric(l2.with({
    namespace = "AWS/Chatbot", region = REGION, dimensions_map = dimensions, metric_name = metric_name,
  }, props))
end

--- A metric of this channel.
function Base:metric(metric_name, props)
  return metric(metric_name, { ConfigurationName = self.slack_channel_configuration_name }, props)
end

--- How notification rules reach the channel.
function Base:bind_as_notification_rule_target()
  return { target_type = "AWSChatbotSlack", target_address = self.slack_channel_configuration_arn }
end

local SlackChannelConfiguration = engine.class("aws_cdk.aws_chatbot.SlackChannelConfiguration", Base)

--- A metric of all channels.
function SlackChannelConfiguration.metric_all(metric_name, props) return metric(metric_name, nil, props) end

--- Arguments: scope, id, SlackChannelConfigurationProps: slack_channel_configuration_name, slack_channel_id and
--  slack_workspace_id, guardrail_policies, logging_level, log_retention, log_retention_retry_options,
--  log_retention_role, notification_topics, role, user_role_required.
function SlackChannelConfiguration:init(scope, id, props)
  local name = props.slack_channel_configuration_name
  Base.init(self, scope, id, { physical_name = name })
  self.role = props.role
    or iam.Role(self, "ConfigurationRole", { assumed_by = iam.ServicePrincipal "chatbot.amazonaws.com" })
  self.grant_principal = self.role
  self._topics = l2.with({}, props.notification_topics)
  local configuration = chatbot.CfnSlackChannelConfiguration(self, "Resource", {
    configuration_name = name,
    iam_role_arn = self.role.role_arn,
    slack_workspace_id = props.slack_workspace_id,
    slack_channel_id = props.slack_channel_id,
    sns_topic_arns = engine.lazy(function()
      return self._topics[1] and l2.pluck(self._topics, "topic_arn")
    end, { kind = "list" }),
    logging_level = props.logging_level,
    guardrail_policies = engine.lazy(function()
      return props.guardrail_policies and props.guardrail_policies[1]
        and l2.pluck(props.guardrail_policies, "managed_policy_arn")
    end, { kind = "list" }),
    user_role_required = props.user_role_required,
  })
  if props.log_retention then
    logs.LogRetention(self, "LogRetention", {
      log_group_name = "/aws/chatbot/" .. name,
      retention = props.log_retention,
      role = props.log_retention_role,
      log_group_region = REGION,
      log_retention_retry_options = props.log_retention_retry_options,
    })
  end
  self.slack_channel_configuration_arn = configuration.ref
  self.slack_channel_configuration_name = name
end

--- Shows what is published to the topic, too.
function SlackChannelConfiguration:add_notification_topic(notification_topic)
  table.insert(self._topics, notification_topic)
end

local Imported = l2.imported(SlackChannelConfiguration, Base)

function Imported:init(scope, id, arn, name)
  Base.init(self, scope, id)
  self.grant_principal = iam.UnknownPrincipal { resource = self }
  self.slack_channel_configuration_arn = arn
  self.slack_channel_configuration_name = name
end

--- A channel configured elsewhere, by its ARN.
function SlackChannelConfiguration.from_slack_channel_configuration_arn(scope, id, arn)
  local resource = cdk.Arn.extract_resource_name(arn, "chat-configuration")
  local name
  if engine.is_unresolved(arn) then
    name = cdk.Fn.select(1, cdk.Fn.split("slack-channel/", resource))
  else
    name = resource:match "^slack%-channel/(.*)$" or engine.fail(scope, "the ARN of a Slack channel has the form "
      .. "arn:<partition>:chatbot:<region>:<account>:chat-configuration/slack-channel/<name>, got %s",
      engine.display(arn))
  end
  return Imported(scope, id, arn, name)
end

return { SlackChannelConfiguration = SlackChannelConfiguration }
