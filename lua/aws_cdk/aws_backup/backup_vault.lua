--- Vaults, which hold backups.
local engine = require "luacdk.engine"
local backup = require "aws_cdk.aws_backup"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local ROW = {
  arn = {
    "backup_vault_arn", "attr_backup_vault_arn", service = "backup", resource = "backup-vault",
    format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  },
  name = { "backup_vault_name" },
}

local SHORTEST_NAME, LONGEST_NAME = 2, 50
local COOLING_HOURS, LONGEST_RETENTION, SHORTEST_HOURS = 72, 36500, 24

local BackupVaultBase = engine.class("aws_cdk.aws_backup.BackupVaultBase", cdk.Resource)

--- Lets the grantee perform the actions on the vault. Fails on actions with wildcards.
function BackupVaultBase:grant(grantee, ...)
  for _, action in ipairs { ... } do
    if tostring(action):find("*", 1, true) then
      fail(self, "a vault cannot be granted actions with wildcards, got %s: -> name each action", display(action))
    end
  end
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { ... }, resource_arns = { self.backup_vault_arn },
  }
end

local BackupVault = engine.class("aws_cdk.aws_backup.BackupVault", BackupVaultBase)

local function check_name(self, name)
  if name == nil or name == "" or engine.is_unresolved(name) then return end
  if not name:find "^[%w_-]+$" or #name < SHORTEST_NAME or #name > LONGEST_NAME then
    fail(self, "backup_vault_name must have %d to %d letters, digits, hyphens and underscores, got %s", SHORTEST_NAME,
      LONGEST_NAME, display(name))
  end
end

-- A duration of which something is known, else nil.
local function known(duration)
  if duration and not duration:is_unresolved() then return duration end
  return nil
end

local function lock_of(self, lock)
  if not lock then return nil end
  local change, longest, shortest = known(lock.changeable_for), known(lock.max_retention), known(lock.min_retention)
  if change and change:to_hours() < COOLING_HOURS then
    fail(self, "changeable_for must be at least %d hours, got %s", COOLING_HOURS, display(change:to_hours()))
  end
  if longest and longest:to_days() > LONGEST_RETENTION then
    fail(self, "max_retention must be at most %d days, got %s", LONGEST_RETENTION, display(longest:to_days()))
  end
  if longest and shortest and longest:to_days() <= shortest:to_days() then
    fail(self, "max_retention must be greater than min_retention, got %s and %s days", display(longest:to_days()),
      display(shortest:to_days()))
  end
  if shortest and shortest:to_hours() < SHORTEST_HOURS then
    fail(self, "min_retention must be at least 1 day, got %s hours", display(shortest:to_hours()))
  end
  return {
    min_retention_days = lock.min_retention:to_days(),
    max_retention_days = lock.max_retention and lock.max_retention:to_days(),
    changeable_for_days = lock.changeable_for and lock.changeable_for:to_days(),
  }
end

local function notifications_of(props)
  local topic = props.notification_topic
  if not topic then return nil end
  topic:grant_publish(iam.ServicePrincipal "backup.amazonaws.com")
  local events = props.notification_events
    or l2.pluck(engine.schema.type("aws_cdk.aws_backup.BackupVaultEvents").values, "value")
  return { backup_vault_events = events, sns_topic_arn = topic.topic_arn }
end

--- Arguments: scope, id, BackupVaultProps. Fails on names and retentions that AWS Backup does not have.
function BackupVault:init(scope, id, props)
  BackupVaultBase.init(self, scope, id)
  props = props or {}
  local name = props.backup_vault_name
  check_name(self, name)
  local notifications = notifications_of(props)
  self._access_policy = props.access_policy or iam.PolicyDocument()
  if props.block_recovery_point_deletion then self:block_recovery_point_deletion() end
  local resource = backup.CfnBackupVault(self, "Resource", {
    backup_vault_name = name ~= nil and name ~= "" and name or cdk.Names.unique_id(self):sub(-LONGEST_NAME),
    access_policy = engine.lazy(function() return self._access_policy:to_json() end, { kind = "any" }),
    encryption_key_arn = props.encryption_key and props.encryption_key.key_ref.key_arn,
    notifications = notifications,
    lock_configuration = lock_of(self, props.lock_configuration),
  })
  resource:apply_removal_policy(props.removal_policy)
  self.backup_vault_name, self.backup_vault_arn = resource.attr_backup_vault_name, resource.attr_backup_vault_arn
end

--- Adds a statement to the vault's access policy.
function BackupVault:add_to_access_policy(statement) self._access_policy:add_statements(statement) end

--- Has the access policy deny everybody to delete recovery points or change how long they are kept.
function BackupVault:block_recovery_point_deletion()
  self:add_to_access_policy(iam.PolicyStatement {
    effect = "Deny", actions = { "backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle" },
    principals = { iam.AnyPrincipal() }, resources = { "*" },
  })
end

function ROW.check(scope, attrs, parts)
  if parts.arn_format ~= cdk.ArnFormat.COLON_RESOURCE_NAME or (parts.resource_name or "") == "" then
    fail(scope, "the ARN of a vault has the form arn:<partition>:backup:<region>:<account>:backup-vault:<name>, got %s",
      display(attrs.backup_vault_arn))
  end
end

l2.imports(BackupVault, BackupVaultBase, ROW)

return { BackupVault = BackupVault }
