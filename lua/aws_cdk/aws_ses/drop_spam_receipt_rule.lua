--- A receipt rule that drops spam, by a function.
local engine = require "luacdk.engine"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"
local bundled_runtime = require "aws_cdk.custom_resources.bundled_runtime"
local constructs = require "constructs"
local handler_marks = require "aws_cdk.private.handler_marks"
local lambda = require "aws_cdk.aws_lambda"
local allow_ses = require "aws_cdk.aws_ses.private.allow_ses"
local ses = require "aws_cdk.aws_ses"

local DropSpamReceiptRule = engine.class("aws_cdk.aws_ses.DropSpamReceiptRule", constructs.Construct)

--- Arguments: scope, id, DropSpamReceiptRuleProps: rule_set (required). Only that has an effect. Fails if the stack has
--- such a rule already, as in the library.
function DropSpamReceiptRule:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local fn = lambda.SingletonFunction(self, "Function", {
    uuid = "224e77f9-a32e-4b4d-ac32-983477abba16",
    code = BundledCode "aws-ses/drop-spam-handler", handler = "index.handler", runtime = bundled_runtime(self),
  })
  handler_marks.mark(fn)
  if allow_ses.permission(fn) then
    engine.fail(self, "stack %s has a rule that drops spam already: -> make this one in another stack",
      engine.stack_of(self).stack_name)
  end
  allow_ses.add(fn)
  local config = { lambda_action = {
    function_arn = fn.function_arn, invocation_type = "RequestResponse", -- SES waits for what it says
  } }
  self.rule = ses.ReceiptRule(self, "Rule", {
    actions = { { bind = function() return config end } }, scan_enabled = true, rule_set = props.rule_set,
  })
end

return { DropSpamReceiptRule = DropSpamReceiptRule }
