--- Streams of records.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local kinesis = require "aws_cdk.aws_kinesis"
local kms = require "aws_cdk.aws_kms"
local l2 = require "aws_cdk.l2"
local StreamBase = require("aws_cdk.aws_kinesis.stream_base").StreamBase

local fail, display = engine.fail, engine.display

local ROW = {
  arn = { "stream_arn", "attr_arn", service = "kinesis", resource = "stream" },
  name = { "stream_name", "ref" },
}

local MIN_HOURS = 24 -- CloudFormation takes 1

-- Where streams cannot be encrypted by the key of the service.
local UNENCRYPTED_REGIONS = { "cn-north-1", "cn-northwest-1" }
local CONDITION = "AwsCdkKinesisEncryptedStreamsUnsupportedRegions"
local MANAGED_KEY = "alias/aws/kinesis"

local Stream = l2.resource("aws_cdk.aws_kinesis.Stream", StreamBase, ROW)

local function shard_count(self, props)
  local count, mode = props.shard_count, props.stream_mode
  if mode == "ON_DEMAND" then
    if count ~= nil then
      fail(self, "shard_count needs stream_mode PROVISIONED; an ON_DEMAND stream scales by itself")
    end
    return nil
  end
  if count == nil and (mode == nil or mode == "PROVISIONED") then return 1 end
  return count
end

local function retention(self, period)
  if not period then return MIN_HOURS end
  local hours = l2.at_most(self, "aws_kinesis.CfnStreamProps.retention_period_hours", period, "retention_period",
    "hours")
  if not engine.is_unresolved(hours) and hours < MIN_HOURS then
    fail(self, "retention_period must be at least %d hours, got %s", MIN_HOURS, display(hours))
  end
  return hours
end

local function check_metrics(self, metrics)
  if not metrics then return end
  local seen = {}
  for _, name in ipairs(metrics) do
    if name == "ALL" and #metrics > 1 then
      fail(self, "shard_level_metrics has ShardLevelMetrics.ALL and others; -> give ALL alone, or only the others")
    end
    if seen[name] then fail(self, "shard_level_metrics has %s twice", display(name)) end
    seen[name] = true
  end
end

-- The default encryption: that of the service, in regions that have it.
local function default_encryption(self)
  local stack = self.stack
  if not stack.node:try_find_child(CONDITION) then
    local regions = {}
    for i, region in ipairs(UNENCRYPTED_REGIONS) do
      regions[i] = cdk.Fn.condition_equals(cdk.Aws.REGION, region)
    end
    cdk.CfnCondition(stack, CONDITION, { expression = cdk.Fn.condition_or(table.unpack(regions)) })
  end
  return cdk.Fn.condition_if(CONDITION, cdk.Aws.NO_VALUE,
    engine.ordered("EncryptionType", "KMS", "KeyId", MANAGED_KEY))
end

-- The encryption of the L1 stream, and the key.
local function encryption_of(self, props)
  local encryption, key = props.encryption, props.encryption_key
  if encryption == nil and not key then return default_encryption(self) end
  encryption = encryption or "KMS"
  if encryption ~= "KMS" and key then
    fail(self, "encryption_key can only be given with StreamEncryption.KMS, not with %s", display(encryption))
  end
  if encryption == "NONE" then return nil end
  if encryption == "MANAGED" then return { encryption_type = "KMS", key_id = MANAGED_KEY } end
  if encryption ~= "KMS" then
    fail(self, "encryption must be one of StreamEncryption's values, got %s", display(encryption))
  end
  key = key or kms.Key(self, "Key", { description = "Created by " .. self.node.path })
  return { encryption_type = "KMS", key_id = key.key_arn }, key
end

--- Arguments: scope, id, StreamProps. Fails on a retention that Kinesis does not have, and on shards ON_DEMAND.
function Stream:init(scope, id, props)
  StreamBase.init(self, scope, id, { physical_name = props.stream_name })
  local shards, hours = shard_count(self, props), retention(self, props.retention_period)
  local encryption, key = encryption_of(self, props)
  check_metrics(self, props.shard_level_metrics)
  self.auto_create_policy = true
  self._encryption_key = key
  self._resource = kinesis.CfnStream(self, "Resource", {
    name = self.physical_name,
    retention_period_hours = hours,
    shard_count = shards,
    stream_encryption = encryption,
    desired_shard_level_metrics = props.shard_level_metrics,
    stream_mode_details = props.stream_mode and { stream_mode = props.stream_mode },
  })
  self._resource:apply_removal_policy(props.removal_policy)
end

l2.imports(Stream, StreamBase, ROW, function(self, attrs)
  self.auto_create_policy = false
  self._encryption_key = attrs.encryption_key
end)

return { Stream = Stream }
