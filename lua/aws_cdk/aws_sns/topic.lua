-- Topics.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local grow = require "aws_cdk.private.grow"
local l2 = require "aws_cdk.l2"
local sns = require "aws_cdk.aws_sns"

local TopicBase = sns.TopicBase
local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local ROW = { arn = { "topic_arn", "ref", service = "sns" }, name = { "topic_name", "attr_topic_name" } }

local Topic = l2.resource("aws_cdk.aws_sns.Topic", TopicBase, ROW)

local function check(self, props)
  for _, option in ipairs { "content_based_deduplication", "message_retention_period_in_days",
    "fifo_throughput_scope" } do
    if props[option] and props[option] ~= 0 and not props.fifo then
      fail(self, "%s can only be set for FIFO topics; -> set fifo = true", option)
    end
  end
  local days = props.message_retention_period_in_days
  if type(days) == "number" and (days ~= math.floor(days) or days < 1 or days > 365) then
    fail(self, "message_retention_period_in_days must be an integer between 1 and 365, got %s", display(days))
  end
  local version = props.signature_version
  if version and version ~= "" and not is_unresolved(version) and version ~= "1" and version ~= "2" then
    fail(self, "signature_version must be \"1\" or \"2\", got %s", display(version))
  end
  local name = props.display_name
  if type(name) == "string" and not is_unresolved(name) and #name > 100 then
    fail(self, "display_name must be no longer than 100 characters, got %d", #name)
  end
end

local function template_name(self, props)
  local name = props.topic_name
  if not props.fifo then return self.physical_name end
  if name == nil or name == "" then
    return cdk.Names.unique_resource_name(self, { max_length = 251, separator = "-" }) .. ".fifo"
  end
  if type(name) == "string" and name:sub(-5) == ".fifo" then return self.physical_name end
  return self.physical_name .. ".fifo"
end

local function logging_property(self, config)
  local rate = config.success_feedback_sample_rate
  if type(rate) == "number" and (rate ~= math.floor(rate) or rate < 0 or rate > 100) then
    fail(self, "success_feedback_sample_rate must be an integer between 0 and 100, got %s", display(rate))
  end
  local failure, success = config.failure_feedback_role, config.success_feedback_role
  return engine.ordered(
    "protocol", config.protocol,
    "failure_feedback_role_arn", failure and failure.role_ref.role_arn,
    "success_feedback_role_arn", success and success.role_ref.role_arn,
    "success_feedback_sample_rate", rate and l2.number_text(rate))
end

--- Arguments: scope, id, TopicProps. Fails on FIFO properties of other topics and values out of SNS's ranges.
function Topic:init(scope, id, props)
  TopicBase.init(self, scope, id, { physical_name = props.topic_name })
  check(self, props)
  local days = props.message_retention_period_in_days
  self.auto_create_policy = true
  self.enforce_ssl = props.enforce_ssl
  self.master_key = props.master_key
  self.fifo = props.fifo or false
  self.content_based_deduplication = props.content_based_deduplication or false
  self._resource = sns.CfnTopic(self, "Resource", {
    archive_policy = days and days ~= 0 and { MessageRetentionPeriod = days } or nil,
    display_name = props.display_name,
    topic_name = template_name(self, props),
    kms_master_key_id = props.master_key and props.master_key.key_arn,
    content_based_deduplication = props.content_based_deduplication,
    fifo_topic = props.fifo,
    signature_version = props.signature_version,
    tracing_config = props.tracing_config,
    fifo_throughput_scope = props.fifo_throughput_scope,
  })
  for _, config in ipairs(props.logging_configs or {}) do self:add_logging_config(config) end
  if props.enforce_ssl then self:add_ssl_policy() end
end

--- Adds the logging of deliveries by one protocol.
function Topic:add_logging_config(config)
  grow(self, "_logging", "delivery_status_logging", logging_property(self, config))
end

--------------------------------------------------------------------------------------------------------------------
-- Imports

function ROW.check(scope, attrs, parts)
  local name = parts.resource
  if attrs.content_based_deduplication and not (type(name) == "string" and name:sub(-5) == ".fifo") then
    fail(scope, "content_based_deduplication can only be set for FIFO topics, whose names end in '.fifo'; got %s",
      display(name))
  end
end

l2.imports(Topic, TopicBase, ROW, function(self, attrs)
  self.auto_create_policy = false
  self.fifo = type(self.topic_name) == "string" and self.topic_name:sub(-5) == ".fifo"
  self.content_based_deduplication = attrs.content_based_deduplication or false
  if attrs.key_arn then self.master_key = require("aws_cdk.aws_kms").Key.from_key_arn(self, "Key", attrs.key_arn) end
end)

return { Topic = Topic }
