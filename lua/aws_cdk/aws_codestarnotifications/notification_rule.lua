--- Rules that notify of what happens to a resource.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local notifications = require "aws_cdk.aws_codestarnotifications"

local NotificationRule = engine.class("aws_cdk.aws_codestarnotifications.NotificationRule", cdk.Resource)

local function given(text) return text ~= "" and text or nil end

-- The end of the construct's unique id, as long as a name may be.
local function generated_name(self)
  return cdk.Names.unique_id(self):sub(-l2.limit "aws_codestarnotifications.CfnNotificationRuleProps.name")
end

local function without_repetition(events)
  local all, seen = engine.list {}, {}
  for _, event in ipairs(events) do
    if not seen[event] then all[#all + 1] = event end
    seen[event] = true
  end
  return all
end

--- Arguments: scope, id, NotificationRuleProps: source and events, created_by, detail_type, enabled,
--  notification_rule_name, targets.
function NotificationRule:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local source = props.source:bind_as_notification_rule_source(self)
  self._targets = engine.list {}
  local resource = notifications.CfnNotificationRule(self, "Resource", {
    name = given(props.notification_rule_name) or generated_name(self),
    detail_type = props.detail_type or "FULL",
    targets = engine.lazy(function() return self._targets end, { kind = "list" }),
    event_type_ids = without_repetition(props.events),
    resource = source.source_arn,
    status = l2.switch(props.enabled),
    created_by = props.created_by,
  })
  self.notification_rule_arn = resource.ref
  for _, target in ipairs(props.targets or {}) do self:add_target(target) end
end

--- Notifies `target`, too: a topic or a Slack channel. Returns true.
function NotificationRule:add_target(target)
  table.insert(self._targets, target:bind_as_notification_rule_target(self))
  return true
end

local Imported = l2.imported(NotificationRule, cdk.Resource)

function Imported:init(scope, id, notification_rule_arn)
  cdk.Resource.init(self, scope, id, { environment_from_arn = notification_rule_arn })
  self.notification_rule_arn = notification_rule_arn
end

--- An imported rule keeps the targets that it has: returns false.
function Imported.add_target() return false end

--- A rule made elsewhere, by its ARN.
function NotificationRule.from_notification_rule_arn(scope, id, notification_rule_arn)
  return Imported(scope, id, notification_rule_arn)
end

return { NotificationRule = NotificationRule }
