--- A queue behind the routes of an HTTP API.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local service_integration = require "aws_cdk.aws_apigatewayv2_integrations.private.service_integration"

-- Subtype → action, and the field of the body that the call takes.
local CALLS = {
  ["SQS-SendMessage"] = { "sqs:SendMessage", "MessageBody" }, ["SQS-ReceiveMessage"] = { "sqs:ReceiveMessage" },
  ["SQS-DeleteMessage"] = { "sqs:DeleteMessage", "ReceiptHandle" }, ["SQS-PurgeQueue"] = { "sqs:PurgeQueue" },
}

local Base = apigatewayv2.HttpRouteIntegration
local HttpSqsIntegration = engine.class("aws_cdk.aws_apigatewayv2_integrations.HttpSqsIntegration", Base)

--- Arguments: id, props: queue (required). Messages are sent unless `subtype` says otherwise.
function HttpSqsIntegration:init(id, props)
  Base.init(self, id)
  self._props = props
end

local function mapping_of(queue, field)
  local mapping = apigatewayv2.ParameterMapping():custom("QueueUrl", queue.queue_url)
  return field and mapping:custom(field, "$request.body." .. field) or mapping
end

function HttpSqsIntegration:bind(options)
  local props = self._props
  service_integration.check(options.scope, props.subtype, "SQS-")
  local subtype, queue = props.subtype or apigatewayv2.HttpIntegrationSubtype.SQS_SEND_MESSAGE, props.queue
  local call = CALLS[subtype]
  return service_integration.config(options.scope, {
    subtype = subtype, sid = "AllowSqsExecution", action = call[1], resource = queue.queue_arn,
    mapping = props.parameter_mapping or mapping_of(queue, call[2]),
  })
end

return { HttpSqsIntegration = HttpSqsIntegration }
