--- Receipt rule sets: rules for e-mails that arrive, one after the other.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local ses = require "aws_cdk.aws_ses"

local ReceiptRuleSetBase = engine.class("aws_cdk.aws_ses.ReceiptRuleSetBase", cdk.Resource)

ReceiptRuleSetBase.get.receipt_rule_set_ref = function(self) return { rule_set_name = self.receipt_rule_set_name } end

--- Adds a rule, after the last one that was added unless the options say otherwise.
-- @param options aws_ses.ReceiptRuleOptions
function ReceiptRuleSetBase:add_rule(id, options)
  self._last_rule = ses.ReceiptRule(self, id, l2.with({ after = self._last_rule, rule_set = self }, options))
  return self._last_rule
end

--- Adds the rule that drops spam.
function ReceiptRuleSetBase:_add_drop_spam_rule()
  self._last_rule = ses.DropSpamReceiptRule(self, "DropSpam", { rule_set = self }).rule
end

local ReceiptRuleSet = engine.class("aws_cdk.aws_ses.ReceiptRuleSet", ReceiptRuleSetBase)

--- Arguments: scope, id, ReceiptRuleSetProps.
function ReceiptRuleSet:init(scope, id, props)
  props = props or {}
  ReceiptRuleSetBase.init(self, scope, id, { physical_name = props.receipt_rule_set_name })
  self.receipt_rule_set_name = ses.CfnReceiptRuleSet(self, "Resource", { rule_set_name = self.physical_name }).ref
  if props.drop_spam then self:_add_drop_spam_rule() end
  for i, options in ipairs(props.rules or {}) do self:add_rule("Rule" .. i - 1, options) end
end

l2.imported_by(ReceiptRuleSet, "receipt_rule_set_name", ReceiptRuleSetBase)

return { ReceiptRuleSet = ReceiptRuleSet }
