--- Permissions one can give on the schedules of a group.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local ScheduleGroupGrants = engine.class "aws_cdk.aws_scheduler.ScheduleGroupGrants"

function ScheduleGroupGrants:init(resource) self._resource = resource end

--- The grants of a group, L2 or L1.
function ScheduleGroupGrants.from_schedule_group(resource) return ScheduleGroupGrants(resource) end

local function grant(self, grantee, ...)
  local group = self._resource
  return iam.Grant.add_to_principal {
    grantee = grantee,
    actions = { ... },
    resource_arns = {
      cdk.Arn.format {
        partition = cdk.Aws.PARTITION, region = group.env.region, account = group.env.account, service = "scheduler",
        resource = "schedule", resource_name = group.schedule_group_ref.schedule_group_name .. "/*",
      },
    },
  }
end

--- Lets the grantee look at the schedules.
function ScheduleGroupGrants:read_schedules(grantee)
  return grant(self, grantee, "scheduler:GetSchedule", "scheduler:ListSchedules")
end

--- Lets the grantee make and change schedules.
function ScheduleGroupGrants:write_schedules(grantee)
  return grant(self, grantee, "scheduler:CreateSchedule", "scheduler:UpdateSchedule")
end

--- Lets the grantee delete schedules.
function ScheduleGroupGrants:delete_schedules(grantee) return grant(self, grantee, "scheduler:DeleteSchedule") end

return { ScheduleGroupGrants = ScheduleGroupGrants }
