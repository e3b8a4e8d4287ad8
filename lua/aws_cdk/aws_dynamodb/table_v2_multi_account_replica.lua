-- A replica, in this account, of a table of another account.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local dynamodb = require "aws_cdk.aws_dynamodb"
local l2 = require "aws_cdk.l2"

local TableBaseV2 = dynamodb.TableBaseV2
local fail, is_unresolved = engine.fail, engine.is_unresolved

local ROW = {
  arn = { "table_arn", service = "dynamodb", resource = "table" },
  name = { "table_name" },
}

local Replica = l2.resource("aws_cdk.aws_dynamodb.TableV2MultiAccountReplica", TableBaseV2, ROW)

TableBaseV2._take_policies(Replica)

local function check_environment(self, source)
  local stack, here = engine.stack_of(source), self.stack
  local account, region = stack.account, stack.region
  if not cdk.Resource.is_owned_resource(source) then
    local parts = here:split_arn(source.table_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
    if (parts.account or "") ~= "" then account = parts.account end
    if (parts.region or "") ~= "" then region = parts.region end
  end
  if not is_unresolved(account) and account == here.account then
    fail(self, "replica_source_table is of the same account, %s; -> use add_replica for replicas in one account",
      account)
  end
  if not is_unresolved(region) and region == here.region then
    fail(self, "replica_source_table is in the same region, %s; a replica is in another", region)
  end
end

local function lazily(make) return engine.lazy(make, { kind = "any" }) end

--- Arguments: scope, id, TableV2MultiAccountReplicaProps: replica_source_table (required).
function Replica:init(scope, id, props)
  props = props or {}
  TableBaseV2.init(self, scope, id, { physical_name = props.table_name or cdk.PhysicalName.GENERATE_IF_NEEDED })
  local source, encryption = props.replica_source_table, props.encryption
  if not source then fail(self, "replica_source_table is required") end
  check_environment(self, source)
  self.region = self.stack.region
  self._has_index = props.grant_index_permissions ~= false
  self.resource_policy, self.stream_resource_policy = props.resource_policy, props.stream_resource_policy
  self.encryption_key = encryption and encryption.table_key
  local resource = dynamodb.CfnGlobalTable(self, "Resource", {
    table_name = source.table_name,
    replicas = { {
      region = self.region,
      deletion_protection_enabled = props.deletion_protection,
      table_class = props.table_class,
      kinesis_stream_specification = props.kinesis_stream and { stream_arn = props.kinesis_stream.stream_arn } or nil,
      contributor_insights_specification = props.contributor_insights_specification,
      point_in_time_recovery_specification = props.point_in_time_recovery_specification,
      resource_policy = lazily(function()
        return self.resource_policy and { policy_document = self.resource_policy } or nil
      end),
      replica_stream_specification = lazily(function()
        local document = self.stream_resource_policy
        return document and { resource_policy = { policy_document = document } } or nil
      end),
      sse_specification = encryption and encryption:_render_replica_sse_specification(self, self.region),
      tags = props.tags,
      global_table_settings_replication_mode = props.global_table_settings_replication_mode,
    } },
    global_table_source_arn = source.table_arn,
  })
  resource:apply_removal_policy(props.removal_policy)
  self._resource = resource
  self.table_id, self.table_stream_arn = resource.attr_table_id, resource.attr_stream_arn
  self.grants = dynamodb.TableGrants { table = self, regions = {} }
  self.grants:multi_account_replication_from(source.table_arn)
  if source.resource_policy or source.node.default_child then
    source.grants:multi_account_replication_to(self.table_arn)
  else
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-dynamodb:multiAccountReplicaSourceWithoutPolicy",
      ("the imported source table takes no resource policy, so nothing lets it replicate to this account; in the "
        .. "stack that makes the table, call table.grants:multi_account_replication_to(\"%s\")"):format(self.table_arn))
  end
  if props.table_name then self.node:add_metadata("aws:cdk:hasPhysicalName", self.table_name) end
end

return { TableV2MultiAccountReplica = Replica }
