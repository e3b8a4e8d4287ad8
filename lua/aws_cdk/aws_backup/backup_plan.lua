--- Plans: rules that say when resources are backed up.
local engine = require "luacdk.engine"
local backup = require "aws_cdk.aws_backup"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local BackupPlan = engine.class("aws_cdk.aws_backup.BackupPlan", cdk.Resource)

--- Arguments: scope, id, BackupPlanProps. Synthesis fails if the plan has no rule.
function BackupPlan:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  props = props or {}
  self._rules = engine.list {}
  local name = props.backup_plan_name
  local resource = backup.CfnBackupPlan(self, "Resource", {
    backup_plan = {
      advanced_backup_settings = props.windows_vss and {
        { backup_options = { WindowsVSS = "enabled" }, resource_type = "EC2" },
      } or nil,
      backup_plan_name = name ~= nil and name ~= "" and name or id,
      backup_plan_rule = engine.lazy(function() return self._rules end, { kind = "any" }),
    },
  })
  self.backup_plan_id, self.backup_plan_arn = resource.attr_backup_plan_id, resource.attr_backup_plan_arn
  self.version_id = resource.attr_version_id
  self._backup_vault = props.backup_vault
  for _, rule in ipairs(props.backup_plan_rules or {}) do self:add_rule(rule) end
  self.node:add_validation {
    validate = function() return #self._rules == 0 and { "a backup plan must have at least one rule" } or {} end,
  }
end

local function lifecycle_of(props)
  local deletion, cold = props.delete_after, props.move_to_cold_storage_after
  if not deletion and not cold then return nil end
  return {
    delete_after_days = deletion and deletion:to_days(), move_to_cold_storage_after_days = cold and cold:to_days(),
  }
end

local function minutes_of(duration) return duration and duration:to_minutes() end

local function each(list, render)
  if not list then return nil end
  local all = engine.list {}
  for i, one in ipairs(list) do all[i] = render(one) end
  return all
end

local function copy_of(action)
  return {
    destination_backup_vault_arn = action.destination_backup_vault.backup_vault_ref.backup_vault_arn,
    lifecycle = lifecycle_of(action),
  }
end

local function index_of(action) return { resource_types = l2.pluck(action.resource_types, "value") } end

--- Adds a rule. One without a vault takes that of the plan, which is made if there is none.
function BackupPlan:add_rule(rule)
  local props, rules = rule.props, self._rules
  local vault = props.backup_vault or self._backup_vault
  if not vault then
    vault = backup.BackupVault(self, "Vault")
    self._backup_vault = vault
  end
  local schedule, zone = props.schedule_expression, props.schedule_expression_timezone
  rules[#rules + 1] = {
    completion_window_minutes = minutes_of(props.completion_window),
    lifecycle = lifecycle_of(props),
    rule_name = props.rule_name or self.node.id .. "Rule" .. #rules,
    schedule_expression = schedule and schedule.expression_string,
    schedule_expression_timezone = zone and zone.timezone_name,
    start_window_minutes = minutes_of(props.start_window),
    enable_continuous_backup = props.enable_continuous_backup,
    target_backup_vault = vault.backup_vault_ref.backup_vault_name,
    copy_actions = each(props.copy_actions, copy_of),
    recovery_point_tags = props.recovery_point_tags,
    index_actions = each(props.index_actions, index_of),
  }
end

BackupPlan.get.backup_vault = function(self)
  local vault = self._backup_vault
  if not vault then engine.fail(self, "the plan has no vault yet: -> give it backup_vault, or a rule first") end
  if not (engine.has(vault, "backup_vault_name") and engine.has(vault, "backup_vault_arn")
      and engine.has(vault, "grant")) then
    engine.fail(self, "backup_vault must be an IBackupVault to be read again, got %s; -> read backup_vault_ref of your "
      .. "own instead", engine.class_name(vault))
  end
  return vault
end

--- Selects resources that the plan backs up.
-- @param options aws_backup.BackupSelectionOptions: resources (required)
function BackupPlan:add_selection(id, options)
  return backup.BackupSelection(self, id, l2.with({ backup_plan = self }, options))
end

-- Plans that need no further words: the rules, by the end of their static methods.
local ROWS = {
  daily35_day_retention = { "daily" },
  daily_monthly1_year_retention = { "daily", "monthly1_year" },
  daily_weekly_monthly5_year_retention = { "daily", "weekly", "monthly5_year" },
  daily_weekly_monthly7_year_retention = { "daily", "weekly", "monthly7_year" },
}

for method, rules in pairs(ROWS) do
  BackupPlan[method] = function(scope, id, backup_vault)
    local plan = BackupPlan(scope, id, { backup_vault = backup_vault })
    for _, rule in ipairs(rules) do plan:add_rule(backup.BackupPlanRule[rule]()) end
    return plan
  end
end

local Imported = l2.imported(BackupPlan, cdk.Resource)

function Imported:init(scope, id, backup_plan_id)
  cdk.Resource.init(self, scope, id)
  self.backup_plan_id = backup_plan_id
end

Imported.get.backup_plan_ref = function(self)
  return {
    backup_plan_id = self.backup_plan_id,
    backup_plan_arn = self.stack:format_arn {
      service = "backup", resource = "backup-plan", resource_name = self.backup_plan_id,
      arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    },
  }
end

--- A plan made elsewhere.
function BackupPlan.from_backup_plan_id(scope, id, backup_plan_id) return Imported(scope, id, backup_plan_id) end

return { BackupPlan = BackupPlan }
