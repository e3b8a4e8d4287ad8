--- Receipt rules: what is done with e-mails for some recipients.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local ses = require "aws_cdk.aws_ses"

local ReceiptRule = engine.class("aws_cdk.aws_ses.ReceiptRule", cdk.Resource)

ReceiptRule.get.receipt_rule_ref = function(self)
  return { rule_name = self.receipt_rule_name, rule_set_name = self._rule_set_name }
end

--- Arguments: scope, id, ReceiptRuleProps: rule_set (required).
function ReceiptRule:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.receipt_rule_name })
  self._rule_set_name = props.rule_set.receipt_rule_set_ref.rule_set_name
  self._actions = engine.list {}
  local resource = ses.CfnReceiptRule(self, "Resource", {
    after = props.after and props.after.receipt_rule_ref.rule_name,
    rule = {
      actions = engine.lazy(function() return self._actions end, { kind = "any", omit_empty_list = true }),
      enabled = props.enabled ~= false,
      name = self.physical_name,
      recipients = props.recipients,
      scan_enabled = props.scan_enabled,
      tls_policy = props.tls_policy,
    },
    rule_set_name = self._rule_set_name,
  })
  self.receipt_rule_name = resource.ref
  for _, action in ipairs(props.actions or {}) do self:add_action(action) end
end

--- Adds an action: one of aws_ses_actions, or any table with bind(rule).
function ReceiptRule:add_action(action)
  table.insert(self._actions, engine.ask(self, "aws_cdk.aws_ses.IReceiptRuleAction", "bind", action, self))
end

local Imported = l2.imported_by(ReceiptRule, "receipt_rule_name")

Imported.get.receipt_rule_ref = function(self)
  local name, set = self.receipt_rule_name, self._rule_set
  if set then return { rule_name = name, rule_set_name = set.receipt_rule_set_ref.rule_set_name } end
  return l2.partial_reference(self, { rule_name = name }, {
    rule_set_name = "the rule set of a receipt rule imported by its name is unknown: -> import it with "
      .. "ReceiptRule.from_receipt_rule_attributes",
  })
end

--- A rule made elsewhere. Attributes: receipt_rule_name, rule_set (required).
function ReceiptRule.from_receipt_rule_attributes(scope, id, attrs)
  local imported = Imported(scope, id, attrs.receipt_rule_name)
  imported._rule_set = attrs.rule_set
  return imported
end

return { ReceiptRule = ReceiptRule }
