-- AWS Secrets Manager: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_secretsmanager", {
  HostedRotation = "hosted_rotation",
  HostedRotationType = "hosted_rotation",
  ResourcePolicy = "resource_policy",
  RotationSchedule = "rotation_schedule",
  Secret = "secret",
  SecretRotation = "secret_rotation",
  SecretRotationApplication = "secret_rotation_application",
  SecretStringValueBeta1 = "secret_string_value",
  SecretTargetAttachment = "secret_target_attachment",
})
