-- Targets of lifecycle hooks. The case is a twin of tools/golden/aws_autoscaling_hooktargets.js.
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local hooktargets = require "aws_cdk.aws_autoscaling_hooktargets"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"

local ENV = { account = "111122223333", region = "eu-west-1" }

local cases = {}

function cases.targets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 })
  local group = autoscaling.AutoScalingGroup(stack, "Group", {
    vpc = vpc, machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = "ami-1" },
    instance_type = ec2.InstanceType "t3.micro",
  })
  local function fn(id)
    return lambda.Function(stack, id, {
      code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
    })
  end
  local role = iam.Role(stack, "Role", {
    assumed_by = iam.ServicePrincipal "autoscaling.amazonaws.com",
  })
  local lifecycle_transition = autoscaling.LifecycleTransition.INSTANCE_LAUNCHING
  local queue = group:add_lifecycle_hook("Queue", {
    lifecycle_transition = lifecycle_transition,
    notification_target = hooktargets.QueueHook(sqs.Queue(stack, "TheQueue")),
  })
  group:add_lifecycle_hook("Topic", {
    lifecycle_transition = lifecycle_transition,
    notification_target = hooktargets.TopicHook(sns.Topic(stack, "TheTopic")),
  })
  group:add_lifecycle_hook("Function", {
    lifecycle_transition = lifecycle_transition, notification_target = hooktargets.FunctionHook(fn "Fn"),
  })
  local key = kms.Key(stack, "Key")
  group:add_lifecycle_hook("Encrypted", {
    lifecycle_transition = lifecycle_transition,
    notification_target = hooktargets.FunctionHook(fn "Other", key),
  })
  group:add_lifecycle_hook("WithRole", {
    lifecycle_transition = lifecycle_transition, role = role,
    notification_target = hooktargets.QueueHook(sqs.Queue(stack, "OtherQueue")),
  })
  cdk.CfnOutput(stack, "RoleArn", { value = queue.role.role_arn })
end

describe("aws_autoscaling_hooktargets", function()
  golden.check("aws_autoscaling_hooktargets", cases)

  it("leaves room for targets of one's own", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "autoscaling.amazonaws.com" })
    local given
    local group = autoscaling.AutoScalingGroup.from_auto_scaling_group_name(stack, "Group", "name")
    local hook = group:add_lifecycle_hook("Own", {
      lifecycle_transition = autoscaling.LifecycleTransition.INSTANCE_LAUNCHING,
      notification_target = { bind = function(_, scope, options)
        given = options.lifecycle_hook == scope
        return { created_role = role, notification_target_arn = "arn:own" }
      end },
    })
    assert.is_true(given)
    assert.equal(role, hook.role)
  end)
end)
