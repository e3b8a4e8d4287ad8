-- What topics made here and imported ones have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local related = require "aws_cdk.private.related"
local sns = require "aws_cdk.aws_sns"

local TopicBase = engine.class("aws_cdk.aws_sns.TopicBase", cdk.Resource)

l2.takes_policy(TopicBase, function(self) return sns.TopicPolicy(self, "Policy", { topics = { self } }) end)
l2.has_key(TopicBase, "master_key")

-- Subscriptions without an id of their own are numbered in each scope, from the highest number below it on.
local TOKEN_ID = "TokenSubscription:"
local function weak() return setmetatable({}, { __mode = "k" }) end
local highest, numbered, made = weak(), weak(), 0 -- by scope: the number, who has it; how many constructs were seen

local function note(scope, number, construct)
  if number > (highest[scope] or 0) then highest[scope], numbered[scope] = number, construct end
end

local function number_of(construct) return tonumber(construct.node.id:match(TOKEN_ID .. "(%d+)")) or 0 end

local function next_token_id(scope)
  local found
  found, made = engine.made_since(made, TOKEN_ID)
  for _, construct in ipairs(found) do
    local number, at = number_of(construct), construct
    while at do
      note(at, number, construct)
      at = at.node.scope
    end
  end
  if numbered[scope] and not related.is_in_tree(numbered[scope]) then
    highest[scope], numbered[scope] = nil, nil
    for _, construct in ipairs(scope.node:find_all()) do note(scope, number_of(construct), construct) end
  end
  return TOKEN_ID .. ("%.0f"):format((highest[scope] or 0) + 1)
end

--- Subscribes: the subscription (of aws_sns_subscriptions, or any table with bind(topic)) says how.
function TopicBase:add_subscription(topic_subscription)
  local config = engine.ask(self, "aws_cdk.aws_sns.ITopicSubscription", "bind", topic_subscription, self)
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
TopicBase.create_topic_policy = TopicBase._own_policy

--- Denies publishing without TLS.
function TopicBase:add_ssl_policy()
  self:add_to_resource_policy(self:create_ssl_policy_document())
end

--- The statement that denies publishing without TLS.
function TopicBase:create_ssl_policy_document()
  return l2.deny_without_tls(self.topic_arn, { "sns:Publish" }, iam.StarPrincipal(), "AllowPublishThroughSSLOnly")
end

-- Protected in the model: known by the underscored names, too.
TopicBase._create_topic_policy = TopicBase.create_topic_policy
TopicBase._add_ssl_policy = TopicBase.add_ssl_policy
TopicBase._create_ssl_policy_document = TopicBase.create_ssl_policy_document

--- How CodeStar notifications reach the topic.
function TopicBase:bind_as_notification_rule_target(_)
  self:grant_publish(iam.ServicePrincipal "codestar-notifications.amazonaws.com")
  return { target_type = "SNS", target_address = self.topic_arn }
end

return { TopicBase = TopicBase }
