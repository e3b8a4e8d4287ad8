-- AWS Secrets Manager: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_secretsmanager", {
  HostedRotationType = "hosted_rotation",
  SecretStringValueBeta1 = "secret_string_value",
})
