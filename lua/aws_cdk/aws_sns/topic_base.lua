-- What topics made here and imported ones have in common.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local resource_metrics = require "aws_cdk.aws_cloudwatch.resource_metrics"
local sns = require "aws_cdk.aws_sns"

local Resource = cdk.Resource

local TopicBase = engine.class("aws_cdk.aws_sns.TopicBase", Resource)

--- Arguments: scope, id, ResourceProps.
function TopicBase:init(scope, id, props) Resource.init(self, scope, id, props) end

TopicBase.get.grants = function(self)
  local grants = self._topic_grants
  if not grants then
    grants = sns.TopicGrants.from_topic(self)
    self._topic_grants = grants
  end
  return grants
end

TopicBase.get.topic_ref = function(self) return { topic_arn = self.topic_arn } end

-- An id for a subscription whose own would be a token.
local function next_token_id(scope)
  local suffix = 1
  for _, construct in ipairs(scope.node:find_all()) do
    local number = tonumber(construct.node.id:match "TokenSubscription:(%d+)")
    if number and number >= suffix then suffix = number + 1 end
  end
  return "TokenSubscription:" .. suffix
end

--- Subscribes: the subscription (of aws_sns_subscriptions, or any table with bind(topic)) says how.
function TopicBase:add_subscription(topic_subscription)
  local config = topic_subscription:bind(self)
  local scope, id = config.subscriber_scope or self, config.subscriber_id
  if engine.is_unresolved(id) then id = next_token_id(scope) end
  if scope.node:try_find_child(id) then
    engine.fail(scope, "a subscription with id %s already exists under %s", engine.display(id), scope.node.path)
  end
  local props = { topic = self }
  for k, v in pairs(config) do
    if k ~= "subscriber_id" and k ~= "subscriber_scope" and k ~= "subscription_dependency" then props[k] = v end
  end
  local subscription = sns.Subscription(scope, id, props)
  if config.subscription_dependency then subscription.node:add_dependency(config.subscription_dependency) end
  return subscription
end

--- Makes the topic's policy, unless it is there or the topic is imported.
function TopicBase:create_topic_policy()
  if self._policy or not self.auto_create_policy then return end
  local policy = sns.TopicPolicy(self, "Policy", { topics = { self } })
  self._policy = policy
  self.node:add_validation { validate = function() return policy.document:validate_for_resource_policy() end }
end

--- Adds a statement to the topic's policy. An imported topic takes none.
function TopicBase:add_to_resource_policy(statement)
  self:create_topic_policy()
  if not self._policy then return { statement_added = false } end
  self._policy.document:add_statements(statement)
  return { statement_added = true, policy_dependable = self._policy }
end

--- Denies publishing without TLS.
function TopicBase:add_ssl_policy()
  self:create_topic_policy()
  if self._policy then self._policy.document:add_statements(self:create_ssl_policy_document()) end
end

--- The statement that denies publishing without TLS.
function TopicBase:create_ssl_policy_document()
  return iam.PolicyStatement {
    sid = "AllowPublishThroughSSLOnly",
    actions = { "sns:Publish" },
    effect = "Deny",
    resources = { self.topic_arn },
    conditions = { Bool = { ["aws:SecureTransport"] = "false" } },
    principals = { iam.StarPrincipal() },
  }
end

-- Protected in the model: known by the underscored names, too.
TopicBase._create_topic_policy = TopicBase.create_topic_policy
TopicBase._add_ssl_policy = TopicBase.add_ssl_policy
TopicBase._create_ssl_policy_document = TopicBase.create_ssl_policy_document

--- Lets the grantee perform actions with the topic's key, if it has one of its own.
function TopicBase:grant_on_key(grantee, ...)
  local key = self.master_key
  return { grant = key and key:grant(grantee, ...) or nil }
end

function TopicBase:grant_publish(grantee) return self.grants:publish(grantee) end
function TopicBase:grant_subscribe(grantee) return self.grants:subscribe(grantee) end

--- How CodeStar notifications reach the topic.
function TopicBase:bind_as_notification_rule_target(_)
  self:grant_publish(iam.ServicePrincipal "codestar-notifications.amazonaws.com")
  return { target_type = "SNS", target_address = self.topic_arn }
end

--------------------------------------------------------------------------------------------------------------------
-- Metrics

resource_metrics(TopicBase, "AWS/SNS", "TopicName", "topic_name", {
  metric_publish_size = { "PublishSize", "Average" },
  metric_number_of_messages_published = { "NumberOfMessagesPublished", "Sum" },
  metric_number_of_notifications_delivered = { "NumberOfNotificationsDelivered", "Sum" },
  metric_number_of_notifications_failed = { "NumberOfNotificationsFailed", "Sum" },
  metric_number_of_notifications_filtered_out = { "NumberOfNotificationsFilteredOut", "Sum" },
  metric_number_of_notifications_filtered_out_no_message_attributes =
    { "NumberOfNotificationsFilteredOut-NoMessageAttributes", "Sum" },
  metric_number_of_notifications_filtered_out_invalid_attributes =
    { "NumberOfNotificationsFilteredOut-InvalidAttributes", "Sum" },
  metric_sms_month_to_date_spent_usd = { "SMSMonthToDateSpentUSD", "Maximum" },
  metric_sms_success_rate = { "SMSSuccessRate", "Sum" },
})

return { TopicBase = TopicBase }
