#!/usr/bin/env luacdk
-- A scheduled job with a table: every working day at six, local time, a function takes what is due out of a table. It
-- may start a quarter of an hour late, is tried again for two hours, and what fails even then waits in a queue.

local app = cdk.App()
local stack = cdk.Stack(app, "ScheduledJob")

local reminders = dynamodb.TableV2(stack, "Reminders", {
  partition_key = { name = "id", type = dynamodb.AttributeType.STRING },
  time_to_live_attribute = "expires",
  removal_policy = cdk.RemovalPolicy.DESTROY,
  global_secondary_indexes = {
    { index_name = "due", partition_key = { name = "day", type = dynamodb.AttributeType.STRING } },
  },
})

local send = lambda.Function(stack, "Send", {
  runtime = lambda.Runtime.PYTHON_3_13,
  architecture = lambda.Architecture.ARM_64,
  handler = "index.handler",
  code = lambda.Code.from_inline [[
import boto3, os
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    print(event["scheduled"], table.name)
]],
  timeout = cdk.Duration.minutes(5),
  environment = { TABLE = reminders.table_name },
})
reminders:grant_read_write_data(send)

local failed = sqs.Queue(stack, "Failed", { enforce_ssl = true, retention_period = cdk.Duration.days(14) })
local group = scheduler.ScheduleGroup(stack, "Jobs")
local schedule = scheduler.Schedule(stack, "EveryMorning", {
  schedule = scheduler.ScheduleExpression.cron {
    minute = "0", hour = "6", week_day = "MON-FRI", time_zone = cdk.TimeZone.EUROPE_BERLIN,
  },
  target = scheduler_targets.LambdaInvoke(send, {
    input = scheduler.ScheduleTargetInput.from_object { scheduled = scheduler.ContextAttribute.scheduled_time },
    max_event_age = cdk.Duration.hours(2),
    retry_attempts = 5,
    dead_letter_queue = failed,
  }),
  schedule_group = group,
  time_window = scheduler.TimeWindow.flexible(cdk.Duration.minutes(15)),
  description = "Sends the reminders of the day",
})

group:metric_target_errors({ period = cdk.Duration.minutes(5) })
  :create_alarm(stack, "Errors", { threshold = 1, evaluation_periods = 1 })
cdk.CfnOutput(stack, "Schedule", { value = schedule.schedule_name })

app:synth()
