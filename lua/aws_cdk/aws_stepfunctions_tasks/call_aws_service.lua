--- Calls any action of an AWS service through the SDK.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local sdk_call = require "aws_cdk.aws_stepfunctions_tasks.private.sdk_call"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

-- Services that IAM knows by another name than the SDK.
local IAM_NAMES = {
  bedrockagent = "bedrock", cloudwatchlogs = "logs", efs = "elasticfilesystem",
  elasticloadbalancingv2 = "elasticloadbalancing", mediapackagevod = "mediapackage-vod", mwaa = "airflow",
  sfn = "states",
}

local function check(self, props)
  sdk_call.check_action(self, props)
  local wrong = {}
  for _, name in ipairs(engine.keys(props.parameters or {})) do
    local first = name:match(utf8.charpattern) or ""
    if first ~= first:upper() then wrong[#wrong + 1] = name end
  end
  if #wrong > 0 then
    engine.fail(self, "names of parameters must be in PascalCase, as Bucket, got %s", table.concat(wrong, ", "))
  end
end

return {
  CallAwsService = task.class("CallAwsService", {
    check = check,
    policies = function(_, props) return sdk_call.statements(props, IAM_NAMES) end,
    resource = function(self)
      local props = self._props
      local service = props.service
      if not engine.is_unresolved(service) then service = service:lower() end
      return integration.arn("aws-sdk", service .. ":" .. props.action, props.integration_pattern)
    end,
    parameters = function(_, props) return props.parameters or engine.ordered() end,
  }),
}
