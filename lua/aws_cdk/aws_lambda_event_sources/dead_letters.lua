--- Where records go that a function could not process.
local engine = require "luacdk.engine"

local SqsDlq = engine.class("aws_cdk.aws_lambda_event_sources.SqsDlq")

function SqsDlq:init(queue) self._queue = queue end

function SqsDlq:bind(_, target_handler)
  self._queue:grant_send_messages(target_handler)
  return { destination = self._queue.queue_arn }
end

local SnsDlq = engine.class("aws_cdk.aws_lambda_event_sources.SnsDlq")

function SnsDlq:init(topic) self._topic = topic end

function SnsDlq:bind(_, target_handler)
  self._topic:grant_publish(target_handler)
  return { destination = self._topic.topic_arn }
end

local S3OnFailureDestination = engine.class("aws_cdk.aws_lambda_event_sources.S3OnFailureDestination")

function S3OnFailureDestination:init(bucket) self._bucket = bucket end

function S3OnFailureDestination:bind(_, target_handler)
  self._bucket:grant_read_write(target_handler)
  return { destination = self._bucket.bucket_arn }
end

local KafkaDlq = engine.class("aws_cdk.aws_lambda_event_sources.KafkaDlq")

local PREFIX = "kafka://"

function KafkaDlq:init(topic_name)
  if engine.is_unresolved(topic_name) then
    self._destination = topic_name
    return
  end
  local name = topic_name
  if name:sub(1, #PREFIX) == PREFIX then name = name:sub(#PREFIX + 1) end
  if not name:find "^[%w._-]+$" then
    engine.fail(nil, "the topic of a KafkaDlq consists of letters, digits, '.', '_' and '-', %s before them or not; "
      .. "it is %s", PREFIX, engine.display(topic_name))
  end
  self._destination = PREFIX .. name
end

function KafkaDlq:bind() return { destination = self._destination } end

return { SqsDlq = SqsDlq, SnsDlq = SnsDlq, S3OnFailureDestination = S3OnFailureDestination, KafkaDlq = KafkaDlq }
