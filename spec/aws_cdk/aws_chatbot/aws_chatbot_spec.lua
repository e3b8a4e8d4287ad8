-- Slack channels. The cases are twins of tools/golden/aws_chatbot.js.
local cdk = require "aws_cdk"
local chatbot = require "aws_cdk.aws_chatbot"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local codecommit = require "aws_cdk.aws_codecommit"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"
local sns = require "aws_cdk.aws_sns"

local cases = {}

function cases.channels(app)
  local SlackChannelConfiguration = chatbot.SlackChannelConfiguration
  for i, props in ipairs { {}, { env = { account = "111122223333", region = "us-east-1" } } } do
    local stack = cdk.Stack(app, "S" .. i - 1, props)
    local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
    local plain = SlackChannelConfiguration(stack, "Plain", {
      slack_channel_configuration_name = "plain", slack_channel_id = "C1", slack_workspace_id = "T1",
    })
    local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "chatbot.amazonaws.com" })
    local topic = sns.Topic(stack, "Topic")
    local full = SlackChannelConfiguration(stack, "Full", {
      slack_channel_configuration_name = "full", slack_channel_id = "C2", slack_workspace_id = "T2", role = role,
      logging_level = chatbot.LoggingLevel.ERROR, notification_topics = { topic },
      guardrail_policies = {
        iam.ManagedPolicy.from_aws_managed_policy_name "ReadOnlyAccess",
        iam.ManagedPolicy(stack, "Policy", {
          statements = { iam.PolicyStatement { actions = { "s3:ListBucket" }, resources = { "*" } } },
        }),
      },
      user_role_required = true, log_retention = logs.RetentionDays.ONE_MONTH,
      log_retention_retry_options = { base = cdk.Duration.millis(200), max_retries = 3 },
    })
    full:add_notification_topic(sns.Topic.from_topic_arn(stack, "Other", "arn:aws:sns:eu-west-1:111122223333:t"))
    plain:add_notification_topic(topic)
    plain:add_to_role_policy(iam.PolicyStatement { actions = { "s3:GetObject" }, resources = { "*" } })
    SlackChannelConfiguration(stack, "Empty", {
      slack_channel_configuration_name = "empty", slack_channel_id = "C3", slack_workspace_id = "T3",
      notification_topics = {}, guardrail_policies = {}, logging_level = chatbot.LoggingLevel.NONE,
      log_retention = logs.RetentionDays.INFINITE, log_retention_role = role, user_role_required = false,
    })
    local imported = SlackChannelConfiguration.from_slack_channel_configuration_arn(
      stack, "Imported", "arn:aws:chatbot::111122223333:chat-configuration/slack-channel/imported")
    local by_token = SlackChannelConfiguration.from_slack_channel_configuration_arn(
      stack, "ByToken", cdk.CfnParameter(stack, "Parameter").value_as_string)
    imported:add_to_role_policy(iam.PolicyStatement { actions = { "s3:GetObject" }, resources = { "*" } })
    local repository = codecommit.Repository(stack, "Repository", { repository_name = "r" })
    for j, channel in ipairs { plain, full, imported, by_token } do
      out("Arn" .. j - 1, channel.slack_channel_configuration_arn)
      out("Name" .. j - 1, channel.slack_channel_configuration_name)
      out("Ref" .. j - 1, channel.slack_channel_configuration_ref.slack_channel_configuration_arn)
      repository:notify_on_pull_request_created("Created" .. j - 1, channel)
      cloudwatch.Alarm(stack, "Alarm" .. j - 1, {
        metric = channel:metric("MessageDeliverySuccess", { statistic = "Sum" }), threshold = 1, evaluation_periods = 1,
      })
    end
    cloudwatch.Alarm(stack, "All", {
      metric = SlackChannelConfiguration.metric_all "EventsThrottled", threshold = 1, evaluation_periods = 1,
    })
  end
end

describe("aws_chatbot", function()
  golden.check("aws_chatbot", cases)

  it("refuses an ARN that is not that of a Slack channel", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local ok, message = pcall(chatbot.SlackChannelConfiguration.from_slack_channel_configuration_arn, stack, "Channel",
      "arn:aws:chatbot::111122223333:chat-configuration/teams-channel/name")
    assert.is_false(ok)
    assert.truthy(tostring(message):find("the ARN of a Slack channel has the form", 1, true), tostring(message))
  end)
end)
