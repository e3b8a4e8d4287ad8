-- Imported from orders.yaml: synthesises the same template.
local cdk = require "aws_cdk"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"

local app = cdk.App { analytics_reporting = false }

local stack = cdk.Stack(app, "orders", {
  synthesizer = cdk.DefaultStackSynthesizer { generate_bootstrap_version_rule = false },
})
stack.template_options.template_format_version = "2010-09-09"
stack.template_options.description = "Orders that wait to be handled"

-- Parameters
local stage = cdk.CfnParameter(stack, "Stage", {
  type = "String",
  default = "test",
  allowed_values = { "test", "prod" },
})

-- Conditions
cdk.CfnCondition(stack, "IsProd", { expression = cdk.Fn.condition_equals(stage.value_as_string, "prod") })

-- Resources
local dead = sqs.CfnQueue(stack, "Dead", { message_retention_period = 1209600 })
local orders = sqs.CfnQueue(stack, "Orders", {
  queue_name = cdk.Fn.sub("${AWS::StackName}-orders"),
  redrive_policy = { deadLetterTargetArn = dead.attr_arn, maxReceiveCount = 3 },
  visibility_timeout = cdk.Fn.condition_if("IsProd", 300, 30),
})
local placed = sns.CfnTopic(stack, "Placed", {
  subscription = { { endpoint = orders.attr_arn, protocol = "sqs" } },
})
sqs.CfnQueuePolicy(stack, "Allowed", {
  policy_document = {
    Statement = {
      {
        Action = "sqs:SendMessage",
        Condition = { ArnEquals = { ["aws:SourceArn"] = placed.ref } },
        Effect = "Allow",
        Principal = { Service = "sns.amazonaws.com" },
        Resource = orders.attr_arn,
      },
    },
    Version = "2012-10-17",
  },
  queues = { orders.ref },
})

-- Outputs
cdk.CfnOutput(stack, "OrdersUrl", { value = orders.ref, export_name = cdk.Fn.sub("${AWS::StackName}-url") })
