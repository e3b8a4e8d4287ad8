#!/usr/bin/env luacdk
-- A queue worker: orders come by a topic into a queue, a function works them off in batches, and what fails three times
-- waits in a second queue. Alarms tell of orders that wait and of orders that fail; a dashboard shows both.

local app = cdk.App()
local stack = cdk.Stack(app, "QueueWorker")

local key = kms.Key(stack, "Key", { enable_key_rotation = true, description = "Orders on their way" })
local failed = sqs.Queue(stack, "Failed", {
  encryption_master_key = key, enforce_ssl = true, retention_period = cdk.Duration.days(14),
})
local orders = sqs.Queue(stack, "Orders", {
  encryption_master_key = key,
  enforce_ssl = true,
  visibility_timeout = cdk.Duration.minutes(6),
  dead_letter_queue = { queue = failed, max_receive_count = 3 },
})

local placed = sns.Topic(stack, "Placed", { enforce_ssl = true })
placed:add_subscription(sns_subscriptions.SqsSubscription(orders, {
  raw_message_delivery = true,
  filter_policy = { kind = sns.SubscriptionFilter.string_filter { allowlist = { "order", "refund" } } },
}))

local worker = lambda.Function(stack, "Worker", {
  runtime = lambda.Runtime.NODEJS_LATEST,
  architecture = lambda.Architecture.ARM_64,
  handler = "index.handler",
  code = lambda.Code.from_inline "exports.handler = async event => ({ batchItemFailures: [] });",
  timeout = cdk.Duration.minutes(1),
  reserved_concurrent_executions = 20,
})
worker:add_event_source(lambda_event_sources.SqsEventSource(orders, {
  batch_size = 100,
  max_batching_window = cdk.Duration.seconds(5),
  max_concurrency = 10,
  report_batch_item_failures = true,
}))

local alarms = sns.Topic(stack, "Alarms")
local notify = cloudwatch_actions.SnsAction(alarms)
local minute = { period = cdk.Duration.minutes(1) }

local waiting = cloudwatch.Alarm(stack, "OrdersWait", {
  metric = orders:metric_approximate_age_of_oldest_message(minute),
  threshold = 900,
  evaluation_periods = 3,
  alarm_description = "Orders have waited for a quarter of an hour",
})
local failing = cloudwatch.Alarm(stack, "OrdersFail", {
  metric = failed:metric_approximate_number_of_messages_visible(minute),
  threshold = 1,
  evaluation_periods = 1,
  treat_missing_data = cloudwatch.TreatMissingData.NOT_BREACHING,
  alarm_description = "Orders could not be worked off",
})
waiting:add_alarm_action(notify)
failing:add_alarm_action(notify)
failing:add_ok_action(notify)

local board = cloudwatch.Dashboard(stack, "Board", { default_interval = cdk.Duration.hours(12) })
board:add_widgets(
  cloudwatch.GraphWidget {
    title = "Orders", width = 12,
    left = { orders:metric_number_of_messages_sent(minute), orders:metric_number_of_messages_deleted(minute) },
    right = { orders:metric_approximate_age_of_oldest_message(minute) },
  },
  cloudwatch.GraphWidget {
    title = "Worker", width = 12, left = { worker:metric_invocations(minute), worker:metric_errors(minute) },
    right = { worker:metric_duration(minute) },
  })
board:add_widgets(cloudwatch.AlarmStatusWidget { title = "Alarms", width = 24, alarms = { waiting, failing } })

app:synth()
