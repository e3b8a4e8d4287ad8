--- Calls a function.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local allow_ses = require "aws_cdk.aws_ses.private.allow_ses"

local Lambda = engine.class "aws_cdk.aws_ses_actions.Lambda"

--- Argument: LambdaProps: function (required), invocation_type, topic.
function Lambda:init(props) self._props = props end

--- The action's part of a rule; SES may call the function from now on. Warns of imported functions, to which no
--- permission can be added.
function Lambda:bind(rule)
  local props = self._props
  local fn, topic = props["function"], props.topic
  if not allow_ses.permission(fn) then allow_ses.add(fn) end
  local permission = allow_ses.permission(fn)
  if permission then
    rule.node:add_dependency(permission)
  else
    cdk.Annotations.of(rule):add_warning_v2("@aws-cdk/aws-ses-actions:lambdaAddInvokePermissions",
      "the rule calls an imported function; make sure that SES may invoke it")
  end
  return { lambda_action = {
    function_arn = fn.function_arn, invocation_type = props.invocation_type, topic_arn = topic and topic.topic_arn,
  } }
end

return { Lambda = Lambda }
