#!/usr/bin/env luacdk
-- A workflow: an order's items are checked one by one, several at a time; a large order waits until somebody has
-- approved it, which a message with the task's token asks for; then it is charged, with retries.

local app = cdk.App()
local stack = cdk.Stack(app, "OrderWorkflow")
local JsonPath, Condition = stepfunctions.JsonPath, stepfunctions.Condition

local function new_function(id, code)
  return lambda.Function(stack, id, {
    runtime = lambda.Runtime.NODEJS_LATEST, handler = "index.handler", code = lambda.Code.from_inline(code),
  })
end
local check = new_function("Check", "exports.handler = async item => ({ ok: item.count > 0 });")
local charge = new_function("Charge", "exports.handler = async order => ({ charged: order.total });")
local approvals = sqs.Queue(stack, "Approvals", { enforce_ssl = true })

local check_item = stepfunctions_tasks.LambdaInvoke(stack, "CheckItem", {
  lambda_function = check, output_path = "$.Payload",
})
check_item:add_retry {
  errors = { "Lambda.TooManyRequestsException" }, interval = cdk.Duration.seconds(2), max_attempts = 5,
  backoff_rate = 2, jitter_strategy = stepfunctions.JitterType.FULL,
}
local check_items = stepfunctions.Map(stack, "CheckItems", {
  items_path = "$.items", max_concurrency = 5, result_path = "$.checks",
  item_selector = {
    count = JsonPath.number_at "$$.Map.Item.Value.count", order = JsonPath.string_at "$.id",
  },
})
check_items:item_processor(check_item)

local rejected = stepfunctions.Fail(stack, "Rejected", { error = "Rejected", cause_path = "$.reason" })
local failed = stepfunctions.Pass(stack, "ChargeFailed", {
  parameters = { reason = JsonPath.format("order {} could not be charged", JsonPath.string_at "$.id") },
})
failed:next(rejected)

local approve = stepfunctions_tasks.SqsSendMessage(stack, "AskForApproval", {
  queue = approvals,
  message_body = stepfunctions.TaskInput.from_object {
    order = JsonPath.string_at "$.id", token = JsonPath.task_token,
  },
  integration_pattern = stepfunctions.IntegrationPattern.WAIT_FOR_TASK_TOKEN, result_path = "$.approval",
  task_timeout = stepfunctions.Timeout.duration(cdk.Duration.days(1)),
})
approve:add_catch(rejected, { errors = { stepfunctions.Errors.TIMEOUT, "Denied" }, result_path = JsonPath.DISCARD })

local charge_order = stepfunctions_tasks.LambdaInvoke(stack, "ChargeOrder", {
  lambda_function = charge, result_path = "$.charge",
})
charge_order:add_retry { errors = { stepfunctions.Errors.TASKS_FAILED }, max_attempts = 3 }
charge_order:add_catch(failed, { result_path = "$.error" })

local is_large = stepfunctions.Choice(stack, "IsLarge")
  :when(Condition.and_(Condition.is_numeric "$.total", Condition.number_greater_than("$.total", 1000)), approve)

local machine = stepfunctions.StateMachine(stack, "Orders", {
  definition_body = stepfunctions.DefinitionBody.from_chainable(
    check_items
      :next(is_large:afterwards { include_otherwise = true })
      :next(charge_order)
      :next(stepfunctions.Succeed(stack, "Done"))),
  timeout = cdk.Duration.days(2),
  tracing_enabled = true,
  logs = { destination = logs.LogGroup(stack, "Log"), level = stepfunctions.LogLevel.ERROR },
})
approvals:grant_consume_messages(iam.Role(stack, "Approver", { assumed_by = iam.AccountRootPrincipal() }))

cloudwatch.Alarm(stack, "OrdersFail", {
  metric = machine:metric_failed { period = cdk.Duration.minutes(5) }, threshold = 1, evaluation_periods = 1,
})

app:synth()
