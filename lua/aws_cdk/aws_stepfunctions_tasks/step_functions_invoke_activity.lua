--- Has a worker outside of AWS do the work of an activity.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

return {
  StepFunctionsInvokeActivity = task.class("StepFunctionsInvokeActivity", {
    policies = function(_, props)
      -- Only activities of the library have one.
      local encryption = engine.has(props.activity, "encryption_configuration")
        and props.activity.encryption_configuration
      if not engine.is_a(encryption, stepfunctions.CustomerManagedEncryptionConfiguration) then return nil end
      return {
        task.allow({ "kms:Decrypt", "kms:GenerateDataKey" }, { encryption.kms_key.key_ref.key_arn }, {
          StringEquals = { ["kms:EncryptionContext:aws:states:activityArn"] = props.activity.activity_arn },
        }),
      }
    end,
    metrics = function(_, props)
      return {
        metric_prefix_singular = "Activity", metric_prefix_plural = "Activities",
        metric_dimensions = { ActivityArn = props.activity.activity_arn },
      }
    end,
    resource = function(self) return self._props.activity.activity_arn end,
    parameters = function(_, props) return props.parameters or props.arguments end,
  }),
}
