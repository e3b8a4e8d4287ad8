--- Strategies of one's own: the service tells a topic that there is something to remember, and puts it into a bucket.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local SelfManagedMemoryStrategy = engine.class "aws_cdk.aws_bedrockagentcore.SelfManagedMemoryStrategy"

local function check_trigger(struct, field, value, name, unit)
  return l2.within(nil, "aws_bedrockagentcore.CfnMemory." .. struct .. "." .. field, value, name, unit)
end

--- Arguments: MemoryStrategyType, SelfManagedStrategyProps: strategy_name and invocation_configuration (required).
function SelfManagedMemoryStrategy:init(strategy_type, props)
  local given = props.trigger_conditions or {}
  self.strategy_type, self.strategy_name, self.description = strategy_type, props.strategy_name, props.description
  self.invocation_configuration = props.invocation_configuration
  self.historical_context_window_size = props.historical_context_window_size or 4
  local triggers = {
    message_based_trigger = given.message_based_trigger or 1,
    time_based_trigger = given.time_based_trigger or cdk.Duration.seconds(10),
    token_based_trigger = given.token_based_trigger or 100,
  }
  self.trigger_conditions = triggers
  checks.name(nil, "strategy_name", self.strategy_name)
  check_trigger("SelfManagedConfigurationProperty", "historical_context_window_size",
    self.historical_context_window_size)
  check_trigger("MessageBasedTriggerInputProperty", "message_count", triggers.message_based_trigger,
    "message_based_trigger")
  check_trigger("TimeBasedTriggerInputProperty", "idle_session_timeout", triggers.time_based_trigger,
    "time_based_trigger", "seconds")
  check_trigger("TokenBasedTriggerInputProperty", "token_count", triggers.token_based_trigger, "token_based_trigger")
end

--- The strategy as CfnMemory.MemoryStrategyProperty.
function SelfManagedMemoryStrategy:render()
  local invocation, triggers = self.invocation_configuration, self.trigger_conditions
  return { custom_memory_strategy = {
    name = self.strategy_name, description = self.description, type = self.strategy_type,
    configuration = { self_managed_configuration = {
      historical_context_window_size = self.historical_context_window_size,
      invocation_configuration = {
        topic_arn = invocation.topic.topic_arn, payload_delivery_bucket_name = invocation.s3_location.bucket_name,
      },
      trigger_conditions = {
        { message_based_trigger = { message_count = triggers.message_based_trigger } },
        { time_based_trigger = { idle_session_timeout = triggers.time_based_trigger:to_seconds() } },
        { token_based_trigger = { token_count = triggers.token_based_trigger } },
      },
    } },
  } }
end

--- Lets the grantee publish to the topic and write to the bucket.
function SelfManagedMemoryStrategy:grant(grantee)
  local invocation = self.invocation_configuration
  local bucket = "arn:" .. cdk.Aws.PARTITION .. ":s3:::" .. invocation.s3_location.bucket_name
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { "sns:GetTopicAttributes", "sns:Publish" },
    resource_arns = { invocation.topic.topic_arn },
  }:combine(iam.Grant.add_to_principal {
    grantee = grantee, actions = { "s3:GetBucketLocation", "s3:PutObject" }, resource_arns = { bucket, bucket .. "/*" },
  })
end

return { SelfManagedMemoryStrategy = SelfManagedMemoryStrategy }
