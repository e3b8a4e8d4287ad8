-- Replicas of a Table in other regions: a custom resource each, one made after the other.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local ReplicaProvider = require "aws_cdk.aws_dynamodb.private.replica_provider"
local cx_api = require "aws_cdk.cx_api"
local l2 = require "aws_cdk.l2"

-- A handler's permissions on one table are a policy beside that table.
local function attach_policy(of, role)
  local holder = engine.Construct(of, "SourceTableAttachedManagedPolicy-" .. cdk.Names.node_unique_id(role.node))
  return iam.ManagedPolicy(holder, "Resource", {
    description = "DynamoDB replication managed policy for table " .. of.table_name, roles = { role },
  })
end

local function allow(of, policy, action)
  local arn = of.table_arn
  policy:add_statements(iam.PolicyStatement {
    actions = { action },
    resources = { arn, engine.lazy(function()
      return of._has_index and arn .. "/index/*" or cdk.Aws.NO_VALUE
    end, { kind = "string" }) },
  })
end

-- Whether a replica stays when it is taken out of the template.
local function retained(of, policy)
  if not cdk.FeatureFlags.of(of):is_enabled(cx_api.DYNAMODB_TABLE_RETAIN_TABLE_REPLICA) then return nil end
  return engine.lazy(function()
    if policy then return policy == cdk.RemovalPolicy.RETAIN end
    return of.node.default_child.cfn_options.deletion_policy == cdk.CfnDeletionPolicy.RETAIN
  end, { kind = "any" })
end

--- Makes the replicas of a table and gives their custom resources.
return function(of, props)
  local stack, regions = engine.stack_of(of), props.replication_regions
  local here = stack.region
  local anywhere = engine.is_unresolved(here)
  if not anywhere and l2.includes(regions, here) then
    engine.fail(of, "replication_regions cannot contain %s, the table's own region", here)
  end
  local provider = ReplicaProvider.get_or_create(of, {
    table_name = of.table_name, regions = regions, timeout = props.replication_timeout,
  })
  local on_event = attach_policy(of, provider.on_event_handler.role)
  local is_complete = attach_policy(of, provider.is_complete_handler.role)
  allow(of, on_event, "dynamodb:*")
  allow(of, is_complete, "dynamodb:DescribeTable")

  local skip_deletion, waits = retained(of, props.replica_removal_policy), props.wait_for_replication_to_finish
  local skip_wait
  if waits ~= nil then skip_wait = tostring(not waits) end
  local replicas, arns, made, previous, previous_condition = {}, {}, {}, nil, nil
  for _, region in ipairs(regions) do
    if not made[region] then
      made[region] = true
      local replica = cdk.CustomResource(of, "Replica" .. region, {
        service_token = provider.provider.service_token, resource_type = "Custom::DynamoDBReplica",
        properties = engine.ordered("TableName", of.table_name, "Region", region, "SkipReplicaDeletion", skip_deletion,
          "SkipReplicationCompletedWait", skip_wait),
      })
      replica.node:add_dependency(on_event, is_complete)
      replicas[#replicas + 1] = replica
      local resource, condition = replica.node.default_child, nil
      if anywhere then
        condition = cdk.CfnCondition(of, "StackRegionNotEquals" .. region, {
          expression = cdk.Fn.condition_not(cdk.Fn.condition_equals(region, cdk.Aws.REGION)),
        })
        resource.cfn_options.condition = condition
      end
      of.regions[#of.regions + 1] = region
      arns[#arns + 1] = stack:format_arn {
        service = "dynamodb", region = region, resource = "table", resource_name = of.table_name,
      }
      if previous_condition then
        resource:add_metadata("DynamoDbReplicationDependency",
          cdk.Fn.condition_if(previous_condition.logical_id, previous.node.default_child.ref, cdk.Aws.NO_VALUE))
      elseif previous then
        replica.node:add_dependency(previous)
      end
      previous, previous_condition = replica, condition
    end
  end
  on_event:add_statements(iam.PolicyStatement { actions = { "dynamodb:*" }, resources = arns })
  return replicas
end
