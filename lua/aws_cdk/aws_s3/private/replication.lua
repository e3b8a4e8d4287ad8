--- Replication of a bucket's objects to other buckets.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local cx_api = require "aws_cdk.cx_api"

local FLAG_UNIQUE_ROLE_NAME = cx_api.SET_UNIQUE_REPLICATION_ROLE_NAME

local function check(bucket, props, rules)
  if not props.versioned then engine.fail(bucket, "replication_rules need versioned = true") end
  for _, rule in ipairs(rules) do
    if #rules > 1 and rule.priority == nil then
      engine.fail(bucket, "with more than one replication rule each needs a priority")
    end
    if rule.replication_time_control and not rule.metrics then
      engine.fail(bucket, "replication_time_control of a replication rule needs metrics")
    end
    if rule.delete_marker_replication and rule.filter and rule.filter.tags then
      engine.fail(bucket, "delete_marker_replication of a replication rule cannot be combined with tags in its filter")
    end
  end
end

local function status(on) return { status = on and "Enabled" or "Disabled" } end

local function source_selection(rule)
  local modifications, encrypted = rule.replica_modifications, rule.sse_kms_encrypted_objects
  if modifications == nil and encrypted == nil then return nil end
  return {
    replica_modifications = modifications ~= nil and status(modifications) or nil,
    sse_kms_encrypted_objects = encrypted ~= nil and status(encrypted) or nil,
  }
end

local function filter_of(filter)
  local prefix, tags = filter and filter.prefix, filter and filter.tags
  if prefix == nil then prefix = "" end
  if tags and #tags > 0 then return { and_ = { prefix = prefix, tag_filters = tags } } end
  return { prefix = prefix }
end

local function destination_of(rule, account)
  local metrics, control = rule.metrics, rule.replication_time_control
  return {
    bucket = rule.destination.bucket_arn,
    account = account,
    storage_class = rule.storage_class and rule.storage_class.value,
    access_control_translation = rule.access_control_transition and { owner = "Destination" } or nil,
    encryption_configuration = rule.kms_key and { replica_kms_key_id = rule.kms_key.key_arn },
    replication_time = control and { status = "Enabled", time = { minutes = control.minutes } },
    metrics = metrics and {
      status = "Enabled",
      event_threshold = control and { minutes = metrics.minutes },
    },
  }
end

local function render(bucket, rule)
  local account = rule.destination.env.account
  local in_other_account = bucket.stack.account ~= account
  if in_other_account then
    cdk.Annotations.of(bucket):add_info("for replication to another account, let the source write in the destination "
      .. "bucket's policy: call add_replication_policy() on that bucket")
  elseif rule.access_control_transition then
    engine.fail(bucket, "access_control_transition works between accounts only: both buckets are in the same account")
  end
  return {
    id = rule.id,
    priority = rule.priority,
    status = "Enabled",
    destination = destination_of(rule, in_other_account and account or nil),
    filter = filter_of(rule.filter),
    delete_marker_replication = status(rule.delete_marker_replication),
    source_selection_criteria = source_selection(rule),
  }
end

local function make_role(bucket, props, rules)
  local unique = cdk.FeatureFlags.of(bucket):is_enabled(FLAG_UNIQUE_ROLE_NAME)
  local role = iam.Role(bucket, "ReplicationRole", {
    assumed_by = iam.ServicePrincipal "s3.amazonaws.com",
    role_name = unique and cdk.PhysicalName.GENERATE_IF_NEEDED or "CDKReplicationRole",
  })
  local destinations = {}
  for i, rule in ipairs(rules) do
    destinations[i] = { bucket = rule.destination, encryption_key = rule.kms_key }
  end
  bucket:grant_replication_permission(role, {
    source_decryption_key = props.encryption_key, destinations = destinations,
  })
  return role
end

--- The replication_configuration property, or nil.
-- @param bucket the bucket in the making; a role that has to be made becomes its child `ReplicationRole`
-- @param props aws_s3.BucketProps
return function(bucket, props)
  local rules = props.replication_rules
  if not rules or #rules == 0 then
    if props.replication_role then engine.fail(bucket, "replication_role needs replication_rules") end
    return nil
  end
  check(bucket, props, rules)
  local role = props.replication_role or make_role(bucket, props, rules)
  local rendered = {}
  for i, rule in ipairs(rules) do rendered[i] = render(bucket, rule) end
  return { role = role.role_arn, rules = rendered }
end
