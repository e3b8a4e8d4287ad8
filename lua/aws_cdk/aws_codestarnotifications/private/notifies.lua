-- What resources have that rules can notify of.
local l2 = require "aws_cdk.l2"
local notifications = require "aws_cdk.aws_codestarnotifications"

--- Makes a class a source of notifications. `arn` is its field with the ARN, `events` has what its methods notify of:
--- { build_failed = "codebuild-…" }, or a list, gives it notify_on_build_failed(id, target, options).
local function notifies(class, arn, events)
  --- What a notification rule needs to know of the resource.
  function class:bind_as_notification_rule_source() return { source_arn = self[arn] } end

  --- A rule that notifies `target` of options.events.
  function class:notify_on(id, target, options)
    return notifications.NotificationRule(self, id, l2.with({ source = self, targets = { target } }, options))
  end

  for name, event in pairs(events) do
    class["notify_on_" .. name] = function(self, id, target, options)
      local all = l2.with({}, options)
      all.events = type(event) == "table" and event or { event }
      return self:notify_on(id, target, all)
    end
  end
end

return notifies
