--- Publishes a message to a topic.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local l2 = require "aws_cdk.l2"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local MAX_ID <const> = 128
local DataType = require("aws_cdk.aws_stepfunctions_tasks").MessageAttributeDataType
local STRING <const>, STRING_ARRAY <const> = DataType.STRING, DataType.STRING_ARRAY
local NUMBER <const>, BINARY <const> = DataType.NUMBER, DataType.BINARY

local function check(self, props)
  if not props.topic.fifo then return end
  if not props.message_group_id then engine.fail(self, "message_group_id is required for FIFO topics") end
  l2.check_length(self, "message_group_id", props.message_group_id, 0, MAX_ID)
  if not props.topic.content_based_deduplication and not props.message_deduplication_id then
    engine.fail(self, "message_deduplication_id is required for FIFO topics without content_based_deduplication")
  end
  l2.check_length(self, "message_deduplication_id", props.message_deduplication_id, 0, MAX_ID)
end

-- Type of the value in Lua → types of an attribute that it may be declared as.
local FITTING = { string = { [STRING] = true, [BINARY] = true }, number = { [NUMBER] = true },
  boolean = { [STRING] = true }, table = { [STRING_ARRAY] = true } }

local function is_map(value)
  return type(value) == "table" and (engine.is_ordered(value) or #value == 0 and next(value) ~= nil)
end

local function attribute(self, name, given)
  local kind, value = given.data_type, given.value
  if engine.is_a(value, stepfunctions.TaskInput) then
    local binary = kind == BINARY
    return engine.ordered("DataType", kind or STRING, "StringValue", not binary and value.value or nil,
      "BinaryValue", binary and value.value or nil)
  end
  if kind == BINARY then return engine.ordered("DataType", kind, "BinaryValue", value) end
  if engine.is_unresolved(value) then return engine.ordered("DataType", kind or STRING, "StringValue", value) end
  if kind and not integration.is_expression(value) and not (FITTING[type(value)] or {})[kind] then
    engine.fail(self, "message_attributes.%s: the data_type is %s, but the value is %s", name, kind,
      engine.display(value))
  end
  if type(value) == "string" then return engine.ordered("DataType", STRING, "StringValue", value) end
  -- JavaScript's text of a map.
  if is_map(value) then return engine.ordered("DataType", STRING, "StringValue", "[object Object]") end
  local text = engine.to_json_string(nil, value)
  local TYPES = { table = STRING_ARRAY, number = NUMBER, boolean = STRING }
  return engine.ordered("DataType", TYPES[type(value)], "StringValue", text)
end

local function attributes(self, given)
  if not given then return nil end
  local all = engine.ordered()
  for _, name in ipairs(engine.keys(given)) do all[name] = attribute(self, name, given[name]) end
  return all
end

return {
  SnsPublish = task.class("SnsPublish", {
    service = "sns", api = "publish",
    patterns = task.REQUEST_OR_TOKEN,
    token_in = "message",
    check = check,
    policies = function(_, props) return { task.allow({ "sns:Publish" }, { props.topic.topic_arn }) } end,
    parameters = function(self, props)
      return engine.ordered("TopicArn", props.topic.topic_arn, "Message", props.message.value,
        "MessageDeduplicationId", props.message_deduplication_id, "MessageGroupId", props.message_group_id,
        "MessageStructure", props.message_per_subscription_type and "json" or nil,
        "MessageAttributes", attributes(self, props.message_attributes), "Subject", props.subject)
    end,
  }),
}
