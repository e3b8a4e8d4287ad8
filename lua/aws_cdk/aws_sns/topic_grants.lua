-- Permissions one can give on a topic.
local engine = require "luacdk.engine"

local iam = require "aws_cdk.aws_iam"
local sns = require "aws_cdk.aws_sns"

local TopicGrants = engine.class "aws_cdk.aws_sns.TopicGrants"

--------------------------------------------------------------------------------------------------------------------
-- L1 topics can take policies and have keys, too

local CfnTopicWithPolicy = engine.class "aws_cdk.aws_sns.CfnTopicWithPolicy"

function CfnTopicWithPolicy:init(topic)
  self._topic = topic
  self.env = topic.env
end

function CfnTopicWithPolicy:add_to_resource_policy(statement)
  if not self._policy then
    self._document = iam.PolicyDocument()
    self._policy = sns.CfnTopicPolicy(self._topic, "TopicPolicy", {
      topics = { self._topic.ref }, policy_document = self._document,
    })
  end
  self._document:add_statements(statement)
  return { statement_added = true, policy_dependable = self._policy }
end

local EncryptedCfnTopic = engine.class "aws_cdk.aws_sns.EncryptedCfnTopic"

function EncryptedCfnTopic:init(topic)
  self._topic = topic
  self.env = topic.env
end

function EncryptedCfnTopic:grant_on_key(grantee, ...)
  local key = require("aws_cdk.aws_iam.related_key").of(self._topic, self._topic.kms_master_key_id)
  if not key then return {} end
  return { grant = require("aws_cdk.aws_kms").KeyGrants.from_key(key):actions(grantee, ...) }
end

iam.DefaultPolicyFactories.set("AWS::SNS::Topic", {
  for_resource = function(_, resource) return CfnTopicWithPolicy(resource) end,
})
iam.DefaultEncryptedResourceFactories.set("AWS::SNS::Topic", {
  for_resource = function(_, resource) return EncryptedCfnTopic(resource) end,
})

--------------------------------------------------------------------------------------------------------------------

function TopicGrants:init(props)
  self.resource = props.resource
  self.encrypted_resource = props.encrypted_resource
  self.policy_resource = props.policy_resource
end

--- The grants of a topic, L2 or L1.
function TopicGrants.from_topic(resource)
  return TopicGrants {
    resource = resource,
    encrypted_resource = iam.EncryptedResources.of(resource),
    policy_resource = iam.ResourceWithPolicies.of(resource),
  }
end

local function grant(self, grantee, actions, options)
  local arns = options and options.resource_arns or { self.resource.topic_ref.topic_arn }
  local result
  if self.policy_resource then
    result = iam.Grant.add_to_principal_or_resource {
      actions = actions, grantee = grantee, resource_arns = arns, resource = self.policy_resource,
    }
  else
    result = iam.Grant.add_to_principal { actions = actions, grantee = grantee, resource_arns = arns }
  end
  local key_actions = options and options.key_actions
  if key_actions and #key_actions > 0 and self.encrypted_resource then
    self.encrypted_resource:grant_on_key(grantee, table.unpack(key_actions))
  end
  return result
end

--- Lets the grantee perform actions. Options: resource_arns, key_actions (on the topic's key).
function TopicGrants:actions(grantee, actions, options)
  return grant(self, grantee, actions, engine.check_struct("aws_cdk.EncryptedPermissionsOptions", options, "options"))
end

--- Lets the grantee publish messages.
function TopicGrants:publish(grantee)
  return grant(self, grantee, { "sns:Publish" }, { key_actions = { "kms:Decrypt", "kms:GenerateDataKey*" } })
end

--- Lets the grantee subscribe.
function TopicGrants:subscribe(grantee) return grant(self, grantee, { "sns:Subscribe" }) end

return { TopicGrants = TopicGrants }
