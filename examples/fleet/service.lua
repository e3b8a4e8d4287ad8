-- One service, deployed many times: a function with its queue of failed events, and the topic that is told of alarms.
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local lambda = require "aws_cdk.aws_lambda"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"

return cdk.template {
  name = "orders",
  doc = "Takes orders.",
  params = {
    env = { type = "enum", one_of = { "dev", "test", "prod" }, required = true, doc = "Which environment this is" },
    code = { type = "code", default = { asset = "handler" }, one_of = { "asset", "bucket" }, doc = "The handler" },
    memory = { type = "size", default = "128 MiB", min = "128 MiB", max = "10 GiB" },
    timeout = { type = "duration", default = "10s", max = "15m" },
    variables = { type = "map", of = "string", default = {}, doc = "Environment of the function" },
    queue = {
      type = "map",
      doc = "Where events go that failed",
      fields = {
        retention = { type = "duration", default = "4d", min = "1m", max = "14d" },
        encrypted = { type = "boolean", default = true },
      },
    },
    alarm_at = { type = "integer", default = 1, min = 1, doc = "How many failed events raise the alarm" },
    alarm_topic = { type = "arn", service = "sns", doc = "An existing topic; else one is made" },
    api_key = { type = "secret", from = "secrets_manager", json_field = "key", default = "orders/api",
      doc = "Partner's key" },
    contact = { type = "string", deploy = true, default = "orders@example.com", pattern = "[^@]+@[^@]+",
      doc = "Who is told of alarms" },
    tags = { type = "map", of = "string", default = { Service = "orders" } },
  },

  check = function(p)
    if p.env == "prod" and not p.queue.encrypted then return "queue.encrypted must stay true in prod" end
  end,

  -- `luacdk test examples/fleet/fleet.lua` asks the facts for the values of each cell, and compares the templates of
  -- the snapshots with those in fleet.lua.snapshots.
  facts = {
    ["failed events of prod outlive a weekend"] = function(p)
      return p.env ~= "prod" or p.queue.retention:to_days() >= 3
    end,
    ["prod has memory to spare"] = function(p) return p.env ~= "prod" or p.memory:to_mebibytes() >= 512 end,
  },
  snapshots = {
    ["as small as it gets"] = { env = "dev" },
    ["topic of another team"] = { env = "prod", alarm_topic = "arn:aws:sns:eu-west-1:333333333333:alarms" },
  },

  build = function(scope, p)
    local queue = sqs.Queue(scope, "Failed", {
      retention_period = p.queue.retention,
      encryption = p.queue.encrypted and sqs.QueueEncryption.SQS_MANAGED or sqs.QueueEncryption.UNENCRYPTED,
    })
    local handler = lambda.Function(scope, "Handler", {
      code = p.code,
      handler = "index.handler",
      runtime = lambda.Runtime.PYTHON_3_12,
      memory_size = p.memory:to_mebibytes(),
      timeout = p.timeout,
      dead_letter_queue = queue,
      environment = p.variables,
    })
    handler:add_environment("ENV", p.env)
    handler:add_environment("API_KEY", p.api_key:unsafe_unwrap())

    local topic = p.alarm_topic and sns.Topic.from_topic_arn(scope, "Alarms", p.alarm_topic)
      or sns.Topic(scope, "Alarms")
    if not p.alarm_topic then
      sns.CfnSubscription(scope, "Mail", { topic_arn = topic.topic_arn, protocol = "email", endpoint = p.contact })
    end
    cloudwatch.CfnAlarm(scope, "TooManyFailed", {
      comparison_operator = "GreaterThanOrEqualToThreshold",
      evaluation_periods = 1,
      threshold = p.alarm_at,
      metric_name = "ApproximateNumberOfMessagesVisible",
      namespace = "AWS/SQS",
      dimensions = { { name = "QueueName", value = queue.queue_name } },
      period = 300,
      statistic = "Maximum",
      alarm_actions = { topic.topic_arn },
    })
    for key, value in pairs(p.tags) do cdk.Tags.of(scope):add(key, value) end
  end,
}
