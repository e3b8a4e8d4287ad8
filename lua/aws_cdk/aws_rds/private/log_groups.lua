--- The log groups of a database: RDS makes them, and a custom resource sets how long they keep events.
local logs = require "aws_cdk.aws_logs"

--- Puts a log group for each log into `self.cloudwatch_log_groups`. `kind` is "instance" or "cluster".
return function(self, kind, identifier, props)
  local retention = props.cloudwatch_logs_retention
  if not retention then return end
  for _, log in ipairs(props.cloudwatch_logs_exports or {}) do
    local name = "/aws/rds/" .. kind .. "/" .. identifier .. "/" .. log
    logs.LogRetention(self, "LogRetention" .. log, {
      log_group_name = name, retention = retention, role = props.cloudwatch_logs_retention_role,
    })
    self.cloudwatch_log_groups[log] = logs.LogGroup.from_log_group_name(self,
      "LogGroup" .. tostring(identifier) .. log, name)
  end
end
