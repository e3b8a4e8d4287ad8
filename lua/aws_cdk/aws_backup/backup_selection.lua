--- Which resources a plan backs up, and the role that AWS Backup has for it.
local engine = require "luacdk.engine"
local Collector = require "aws_cdk.aws_backup.private.backupable_resources"
local backup = require "aws_cdk.aws_backup"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local mutating_priority = require "aws_cdk.private.mutating_priority"

local BackupSelection = engine.class("aws_cdk.aws_backup.BackupSelection", cdk.Resource)

local POLICY = "service-role/AWSBackupServiceRolePolicyFor"

local function add_resource(self, resource)
  local condition = resource.tag_condition
  if condition then
    self._tags[#self._tags + 1] = {
      condition_key = condition.key, condition_type = condition.operation or "STRINGEQUALS",
      condition_value = condition.value,
    }
  end
  local arn = resource.resource
  if arn ~= nil and arn ~= "" then self._arns[#self._arns + 1] = arn end
  if resource.construct then
    cdk.Aspects.of(resource.construct):add(self._collector, { priority = mutating_priority(resource.construct) })
  end
end

-- The ARNs that were given, and those of the resources that were found in constructs.
local function arns_of(self)
  local all = engine.list {}
  for _, list in ipairs { self._arns, self._collector.resources } do
    for _, arn in ipairs(list) do all[#all + 1] = arn end
  end
  return #all > 0 and all or nil
end

--- Arguments: scope, id, BackupSelectionProps: backup_plan, resources (required).
function BackupSelection:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._tags, self._arns, self._collector = engine.list {}, {}, Collector()
  local role = props.role or iam.Role(self, "Role", { assumed_by = iam.ServicePrincipal "backup.amazonaws.com" })
  if not props.disable_default_backup_policy then
    role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(POLICY .. "Backup"))
  end
  if props.allow_restores then
    role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(POLICY .. "Restores"))
  end
  self.grant_principal = role
  local name = props.backup_selection_name
  local resource = backup.CfnBackupSelection(self, "Resource", {
    backup_plan_id = props.backup_plan.backup_plan_ref.backup_plan_id,
    backup_selection = {
      iam_role_arn = role.role_arn,
      selection_name = name ~= nil and name ~= "" and name or self.node.id,
      list_of_tags = engine.lazy(function() return #self._tags > 0 and self._tags or nil end, { kind = "any" }),
      resources = engine.lazy(function() return arns_of(self) end, { kind = "any" }),
    },
  })
  self.backup_plan_id, self.selection_id = resource.attr_backup_plan_id, resource.attr_selection_id
  for _, one in ipairs(props.resources) do add_resource(self, one) end
end

return { BackupSelection = BackupSelection }
