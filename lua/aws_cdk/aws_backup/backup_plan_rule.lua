--- When a plan backs up, and how long it keeps what it made.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local IndexActionResourceType = engine.class "aws_cdk.aws_backup.IndexActionResourceType"

--- Arguments: the name of a type of resources whose backups can be indexed.
function IndexActionResourceType:init(value) self.value = value end

function IndexActionResourceType:to_string() return self.value end

local CONTINUOUS_DAYS, COLD_DAYS = 35, 90

local BackupPlanRule = engine.class "aws_cdk.aws_backup.BackupPlanRule"

-- The days of the two durations, if both are known.
local function days_of(props)
  local deletion, cold = props.delete_after, props.move_to_cold_storage_after
  if not deletion or not cold or deletion:is_unresolved() or cold:is_unresolved() then return nil end
  return deletion:to_days(), cold:to_days()
end

local function check_continuous(props)
  if not props.enable_continuous_backup then return end
  if props.move_to_cold_storage_after then
    fail(nil, "move_to_cold_storage_after cannot be combined with enable_continuous_backup")
  end
  local deletion = props.delete_after
  local days = deletion and not deletion:is_unresolved() and deletion:to_days()
  if days and (days < 1 or days > CONTINUOUS_DAYS) then
    fail(nil, "delete_after must be between 1 and %d days with enable_continuous_backup, got %s", CONTINUOUS_DAYS,
      display(days))
  end
end

--- Arguments: BackupPlanRuleProps. Fails on durations that contradict each other, and on schedules other than cron.
function BackupPlanRule:init(props)
  local deletion, cold = days_of(props)
  if deletion and deletion < cold then
    fail(nil, "delete_after cannot be earlier than move_to_cold_storage_after, got %s and %s days", display(deletion),
      display(cold))
  end
  local schedule = props.schedule_expression
  if schedule and not tostring(schedule.expression_string):find "^cron" then
    fail(nil, "schedule_expression must be a cron expression, got %s: -> use Schedule.cron",
      display(schedule.expression_string))
  end
  check_continuous(props)
  for _, copy in ipairs(props.copy_actions or {}) do
    deletion, cold = days_of(copy)
    if deletion and deletion < cold + COLD_DAYS then
      fail(nil, "delete_after of copy_actions must be at least %d days later than move_to_cold_storage_after, got %s "
        .. "and %s days", COLD_DAYS, display(deletion), display(cold))
    end
  end
  self.props = l2.with({}, props)
  if props.enable_continuous_backup and not props.delete_after then
    self.props.delete_after = cdk.Duration.days(CONTINUOUS_DAYS)
  end
end

-- The rules that need no further words, all at five o'clock: name, days until deletion and cold storage, the day.
local ROWS = {
  daily = { "Daily", 35 },
  weekly = { "Weekly", 90, nil, { week_day = "SAT" } },
  monthly1_year = { "Monthly1Year", 365, 30, { day = "1" } },
  monthly5_year = { "Monthly5Year", 5 * 365, 90, { day = "1" } },
  monthly7_year = { "Monthly7Year", 7 * 365, 90, { day = "1" } },
}

for method, row in pairs(ROWS) do
  BackupPlanRule[method] = function(backup_vault)
    local schedule = l2.with({ hour = "5", minute = "0" }, row[4])
    return BackupPlanRule {
      backup_vault = backup_vault, rule_name = row[1],
      schedule_expression = require("aws_cdk.aws_events").Schedule.cron(schedule),
      delete_after = cdk.Duration.days(row[2]), move_to_cold_storage_after = row[3] and cdk.Duration.days(row[3]),
    }
  end
end

return { BackupPlanRule = BackupPlanRule, IndexActionResourceType = IndexActionResourceType }
