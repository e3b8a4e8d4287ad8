--- Groups of schedules.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_scheduler.metrics"
local scheduler = require "aws_cdk.aws_scheduler"

local ROW = {
  arn = {
    "schedule_group_arn", "attr_arn", service = "scheduler", resource = "schedule-group",
    named = function(self) return self.schedule_group_name end,
  },
  name = { "schedule_group_name" },
  environment = false,
}

local ScheduleGroupBase = engine.class("aws_cdk.aws_scheduler.ScheduleGroupBase", cdk.Resource)

--- A metric of the group.
function ScheduleGroupBase:metric(metric_name, props)
  return metrics.metric(metric_name, props, self.schedule_group_name):attach_to(self)
end

--- Invocations that failed and that the dead-letter queue did not take, with that error or with any.
function ScheduleGroupBase:metric_failed_to_be_sent_to_dlq(error_code, props)
  return self:metric(metrics.undelivered(error_code), props)
end

--- Lets the grantee perform the given actions on the group.
function ScheduleGroupBase:grant(grantee, ...)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { ... }, resource_arns = { self.schedule_group_arn },
  }
end

local ScheduleGroup = l2.resource("aws_cdk.aws_scheduler.ScheduleGroup", ScheduleGroupBase,
  { arn = ROW.arn })

--- Arguments: scope, id, ScheduleGroupProps.
function ScheduleGroup:init(scope, id, props)
  ScheduleGroupBase.init(self, scope, id)
  props = props or {}
  self.schedule_group_name = props.schedule_group_name
    or cdk.Names.unique_resource_name(self, {
      max_length = l2.limit "aws_scheduler.CfnScheduleGroupProps.name", separator = "-",
    })
  self._resource = scheduler.CfnScheduleGroup(self, "Resource", { name = self.schedule_group_name })
  self._resource:apply_removal_policy(props.removal_policy)
end

l2.imports(ScheduleGroup, ScheduleGroupBase, ROW)

--- The group that every account has for schedules without one.
function ScheduleGroup.from_default_schedule_group(scope, id)
  return ScheduleGroup.from_schedule_group_name(scope, id, "default")
end

return { ScheduleGroup = ScheduleGroup }
