-- AWS Config: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_config", {
  AccessKeysRotated = "access_keys_rotated",
  CloudFormationStackDriftDetectionCheck = "cloud_formation_stack_drift_detection_check",
  CloudFormationStackNotificationCheck = "cloud_formation_stack_notification_check",
  CustomPolicy = "custom_policy",
  CustomRule = "custom_rule",
  ManagedRule = "managed_rule",
  ManagedRuleIdentifiers = "managed_rule",
  RuleScope = "rule_scope",
})
