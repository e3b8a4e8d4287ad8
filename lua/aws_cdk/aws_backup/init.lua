-- AWS Backup: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_backup", {
  IndexActionResourceType = "backup_plan_rule",
})
