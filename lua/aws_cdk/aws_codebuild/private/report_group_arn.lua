-- The ARN of a report group of that name in the scope's environment.
local engine = require "luacdk.engine"

local function report_group_arn(scope, name)
  return engine.stack_of(scope):format_arn { service = "codebuild", resource = "report-group", resource_name = name }
end

return report_group_arn
