-- A template that is there already goes on in a script: its resources are constructs that can be read and changed, and
-- new ones stand beside them.
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local include = require "aws_cdk.cloudformation_include"

local app = cdk.App()
local stack = cdk.Stack(app, "ExistingTemplate")

local template = include.CfnInclude(stack, "Template", {
  template_file = "examples/existing/orders.yaml",
  parameters = { Stage = "prod" }, -- a value takes the parameter's place
})

local orders = template:get_resource("Orders") --[[@as sqs.CfnQueue]] -- for editors, which do not read the template
orders.sqs_managed_sse_enabled = true
template:get_resource("Dead"):apply_removal_policy(cdk.RemovalPolicy.RETAIN)

cloudwatch.CfnAlarm(stack, "TooOld", {
  comparison_operator = "GreaterThanThreshold",
  dimensions = { { name = "QueueName", value = orders.attr_queue_name } },
  evaluation_periods = 1,
  metric_name = "ApproximateAgeOfOldestMessage",
  namespace = "AWS/SQS",
  period = 300,
  statistic = "Maximum",
  threshold = 3600,
})
