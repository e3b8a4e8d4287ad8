-- AWS Backup. The cases are twins of tools/golden/aws_backup.js.
local backup = require "aws_cdk.aws_backup"
local cdk = require "aws_cdk"
local dynamodb = require "aws_cdk.aws_dynamodb"
local ec2 = require "aws_cdk.aws_ec2"
local efs = require "aws_cdk.aws_efs"
local events = require "aws_cdk.aws_events"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local rds = require "aws_cdk.aws_rds"
local s3 = require "aws_cdk.aws_s3"
local sns = require "aws_cdk.aws_sns"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
end

local cases = {}

function cases.vaults(app)
  local BackupVault, BackupVaultEvents =
    backup.BackupVault, backup.BackupVaultEvents
  local days = cdk.Duration.days
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local function statement(action)
    return iam.PolicyStatement { actions = { action }, principals = { iam.AnyPrincipal() }, resources = { "*" } }
  end
  local user = iam.User(stack, "User")
  local key = kms.Key(stack, "Key")
  local topic = sns.Topic(stack, "Topic")
  local vault = BackupVault(stack, "Vault")
  local policy = iam.PolicyDocument { statements = { statement "backup:A" } }
  local named = BackupVault(stack, "Named", {
    backup_vault_name = "named", access_policy = policy, encryption_key = key, notification_topic = topic,
    block_recovery_point_deletion = true, removal_policy = cdk.RemovalPolicy.DESTROY,
    lock_configuration = { min_retention = days(1), max_retention = days(30), changeable_for = days(3) },
  })
  BackupVault(stack, "Events", {
    notification_topic = topic, notification_events = { BackupVaultEvents.BACKUP_JOB_FAILED },
    lock_configuration = { min_retention = days(2) },
  })
  BackupVault(cdk.NestedStack(stack, "ANestedStackWithAVeryLongNameSoThatTheNameIsCut"), "AVaultWithALongNameToo", {
    backup_vault_name = "",
  })
  named:add_to_access_policy(statement "backup:B")
  vault:block_recovery_point_deletion()
  vault:grant(user, "backup:C", "backup:D")
  local imported = BackupVault.from_backup_vault_arn(
    stack, "ByArn", "arn:aws:backup:eu-west-1:111122223333:backup-vault:v")
  imported:grant(user, "backup:E")
  out("Arn", vault.backup_vault_arn)
  out("Name", named.backup_vault_ref.backup_vault_name)
  out("Imported", imported.backup_vault_name)
  out("ByName", BackupVault.from_backup_vault_name(stack, "ByName", "v").backup_vault_arn)
  out("Token", BackupVault.from_backup_vault_arn(stack, "ByToken", cdk.Fn.import_value "arn").backup_vault_name)
end

function cases.plans(app)
  local BackupPlan, BackupPlanRule, BackupVault, Index =
    backup.BackupPlan, backup.BackupPlanRule, backup.BackupVault, backup.IndexActionResourceType
  local days, hours =
    cdk.Duration.days, cdk.Duration.hours
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local vault = BackupVault(stack, "Vault")
  local l1 = backup.CfnBackupVault(stack, "L1", { backup_vault_name = "l1" })
  BackupPlan.daily35_day_retention(stack, "Daily")
  BackupPlan.daily_monthly1_year_retention(stack, "Monthly1", vault)
  BackupPlan.daily_weekly_monthly5_year_retention(stack, "Monthly5", l1)
  BackupPlan.daily_weekly_monthly7_year_retention(stack, "Monthly7", vault)
  local plan = BackupPlan(stack, "Plan", {
    backup_plan_name = "plan", windows_vss = true,
    backup_plan_rules = { BackupPlanRule({}), BackupPlanRule.weekly(vault) },
  })
  plan:add_rule(BackupPlanRule {
    rule_name = "whole", backup_vault = vault, completion_window = hours(2), start_window = hours(1),
    delete_after = days(120), move_to_cold_storage_after = days(10), recovery_point_tags = { k = "v" },
    schedule_expression = events.Schedule.cron { hour = "3", minute = "0" },
    schedule_expression_timezone = cdk.TimeZone.EUROPE_BERLIN,
    copy_actions = {
      { destination_backup_vault = l1 },
      { destination_backup_vault = vault, delete_after = days(100), move_to_cold_storage_after = days(10) },
    },
    index_actions = { { resource_types = { Index.EBS, Index "OWN" } } },
  })
  plan:add_rule(BackupPlanRule { enable_continuous_backup = true })
  plan:add_rule(BackupPlanRule { enable_continuous_backup = true, delete_after = days(7) })
  out("Id", plan.backup_plan_id)
  out("Arn", plan.backup_plan_ref.backup_plan_arn)
  out("Version", plan.version_id)
  out("Vault", plan.backup_vault.backup_vault_name)
  out("Imported", BackupPlan.from_backup_plan_id(stack, "ById", "id").backup_plan_ref.backup_plan_arn)
end

function cases.selections(app)
  local BackupResource, BackupSelection, TagOperation =
    backup.BackupResource, backup.BackupSelection, backup.TagOperation
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local plan = backup.BackupPlan.daily35_day_retention(stack, "Plan")
  local holder = cdk.NestedStack(stack, "Holder")
  local partition_key = { name = "k", type = dynamodb.AttributeType.STRING }
  local data = dynamodb.Table(stack, "Data", { partition_key = partition_key })
  local instance = ec2.CfnInstance(stack, "Instance")
  local files = efs.CfnFileSystem(stack, "Files")
  local cluster = rds.CfnDBCluster(stack, "Cluster", { engine = "mysql" })
  local database = rds.CfnDBInstance(stack, "Database", { engine = "mysql" })
  dynamodb.Table(holder, "Table", { partition_key = partition_key })
  efs.CfnFileSystem(holder, "Files")
  ec2.CfnVolume(holder, "Volume", { availability_zone = "a" })
  ec2.CfnInstance(holder, "Instance")
  rds.CfnDBInstance(holder, "Database", { engine = "mysql" })
  rds.CfnDBInstance(holder, "OfCluster", { engine = "mysql", db_cluster_identifier = "c" })
  rds.CfnDBCluster(holder, "Cluster", { engine = "mysql" })
  cdk.CfnResource(holder, "Raw", { type = "AWS::EC2::Volume" })
  local selection = plan:add_selection("All", {
    resources = {
      BackupResource.from_arn "arn:a", BackupResource.from_tag("k", "v"),
      BackupResource.from_tag("k", "w", TagOperation.STRING_EQUALS), BackupResource.from_dynamo_db_table(data),
      BackupResource.from_ec2_instance(instance), BackupResource.from_efs_file_system(files),
      BackupResource.from_rds_database_instance(database), BackupResource.from_rds_database_cluster(cluster),
      BackupResource.from_rds_serverless_cluster(cluster),
    },
  })
  BackupSelection(stack, "Found", {
    backup_plan = backup.BackupPlan.from_backup_plan_id(stack, "ById", "id"),
    resources = { BackupResource.from_construct(holder) }, allow_restores = true, backup_selection_name = "found",
  })
  BackupSelection(stack, "Given", {
    backup_plan = plan, resources = { BackupResource("arn:b", { key = "k", value = "v" }) },
    disable_default_backup_policy = true, allow_restores = true,
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "backup.amazonaws.com" }),
  })
  s3.Bucket(stack, "Bucket"):grant_read(selection)
  out("Id", selection.selection_id)
  out("Plan", selection.backup_plan_id)
end

describe("aws_backup", function()
  golden.check("aws_backup", cases)

  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  local days, hours = cdk.Duration.days, cdk.Duration.hours

  it("refuses vaults that AWS Backup does not have", function()
    local function locked(text, lock) refuses(text, backup.BackupVault, stack, text, { lock_configuration = lock }) end
    for _, name in ipairs { "x", "a b", ("y"):rep(51) } do
      refuses("backup_vault_name must have 2 to 50 letters, digits, hyphens and underscores", backup.BackupVault, stack,
        "Named" .. #name, { backup_vault_name = name })
    end
    locked("changeable_for must be at least 72 hours, got 48", { min_retention = days(1), changeable_for = days(2) })
    locked("max_retention must be at most 36500 days, got 36501",
      { min_retention = days(1), max_retention = days(36501) })
    locked("max_retention must be greater than min_retention, got 2 and 2 days",
      { min_retention = days(2), max_retention = days(2) })
    locked("min_retention must be at least 1 day, got 12 hours", { min_retention = hours(12) })
  end)

  it("refuses wildcards in grants, and ARNs that are not those of vaults", function()
    local vault = backup.BackupVault(stack, "Vault")
    refuses("[S/Vault] a vault cannot be granted actions with wildcards, got 'backup:*'", vault.grant, vault,
      iam.User(stack, "User"), "backup:A", "backup:*")
    for _, ending in ipairs { "backup-vault/v", "backup-vault", "backup-vault:" } do
      refuses("the ARN of a vault has the form", backup.BackupVault.from_backup_vault_arn, stack, "ByArn" .. #ending,
        "arn:aws:backup:eu-west-1:111122223333:" .. ending)
    end
  end)

  it("refuses rules that contradict themselves", function()
    local Rule = backup.BackupPlanRule
    refuses("delete_after cannot be earlier than move_to_cold_storage_after, got 1 and 2 days", Rule,
      { delete_after = days(1), move_to_cold_storage_after = days(2) })
    refuses("schedule_expression must be a cron expression, got 'rate(1 day)'", Rule,
      { schedule_expression = events.Schedule.rate(days(1)) })
    refuses("move_to_cold_storage_after cannot be combined with enable_continuous_backup", Rule,
      { enable_continuous_backup = true, move_to_cold_storage_after = days(1) })
    refuses("delete_after must be between 1 and 35 days with enable_continuous_backup, got 36", Rule,
      { enable_continuous_backup = true, delete_after = days(36) })
    refuses("delete_after of copy_actions must be at least 90 days later", Rule, { copy_actions = { {
      destination_backup_vault = backup.BackupVault(stack, "Vault"), delete_after = days(99),
      move_to_cold_storage_after = days(10),
    } } })
  end)

  it("refuses plans without rules, and to say what vault a plan has before it has one", function()
    local plan = backup.BackupPlan(stack, "Plan")
    refuses("[S/Plan] the plan has no vault yet", function() return plan.backup_vault end)
    refuses("a backup plan must have at least one rule", stack.node.root.synth, stack.node.root)
    local own = backup.BackupPlan(stack, "Own", { backup_vault = backup.CfnBackupVault(stack, "Vault",
      { backup_vault_name = "v" }) })
    refuses("backup_vault must be an IBackupVault to be read again", function() return own.backup_vault end)
  end)
end)
