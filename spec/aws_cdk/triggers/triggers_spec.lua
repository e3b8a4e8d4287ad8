-- Functions that run while a stack is deployed. The cases are twins of tools/golden/triggers.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local lambda = require "aws_cdk.aws_lambda"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local triggers = require "aws_cdk.triggers"

local function code(more)
  local props = {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  }
  for key, value in pairs(more or {}) do props[key] = value end
  return props
end

local cases = {}

-- The function's timeout is how long the trigger waits for it.
function cases.functions_that_run_on_deployment(app)
  local stack = cdk.Stack(app, "S")
  local queue, topic = sqs.Queue(stack, "Queue"), sns.Topic(stack, "Topic")
  local plain = triggers.TriggerFunction(stack, "Plain", code())
  local late = triggers.TriggerFunction(stack, "Late", code {
    timeout = cdk.Duration.seconds(7), execute_after = { queue }, execute_before = { topic },
    execute_on_handler_change = false,
  })
  late:execute_after(plain)
  late:execute_before(sqs.Queue(stack, "Last"))
end

-- A stack has one function that runs all of its triggers.
function cases.triggers_of_functions(app)
  local one, two = cdk.Stack(app, "One"), cdk.Stack(app, "Two")
  local handler = lambda.Function(one, "Fn", code())
  triggers.Trigger(one, "Plain", { handler = handler })
  local full = triggers.Trigger(two, "Full", {
    handler = handler, timeout = cdk.Duration.minutes(10), invocation_type = triggers.InvocationType.EVENT,
    execute_on_handler_change = true, execute_after = { sqs.Queue(two, "A"), sqs.Queue(two, "B") },
  })
  full:execute_before(sqs.Queue(two, "C"), sqs.Queue(two, "D"))
  full:execute_after()
end

describe("triggers", function()
  golden.check("triggers", cases)

  it("give the trigger of a function that runs on deployment", function()
    local fn = triggers.TriggerFunction(cdk.Stack(cdk.App(), "S"), "Fn", code())
    assert.equal("S/Fn/Trigger", fn.trigger.node.path)
  end)

  it("want a function of the app, whose version says that it changed", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local imported = lambda.Function.from_function_arn(stack, "Fn", "arn:aws:lambda:eu-west-1:111122223333:function:f")
    local ok, message = pcall(triggers.Trigger, stack, "Trigger", { handler = imported })
    assert.is_false(ok)
    assert.matches("handler", tostring(message), 1, true)
  end)
end)
