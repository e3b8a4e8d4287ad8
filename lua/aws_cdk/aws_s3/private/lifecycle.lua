--- Lifecycle rules of a bucket, checked and in the shape CfnBucket takes.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local ACTIONS = {
  "abort_incomplete_multipart_upload_after", "expiration", "expiration_date", "expired_object_delete_marker",
  "noncurrent_version_expiration", "noncurrent_versions_to_retain", "noncurrent_version_transitions", "transitions",
}

local function days(duration) return duration and duration:to_days() end

local function check(bucket, rule)
  if rule.expired_object_delete_marker and (rule.expiration or rule.expiration_date or rule.tag_filters) then
    engine.fail(bucket, "expired_object_delete_marker cannot be combined with expiration, expiration_date or "
      .. "tag_filters")
  end
  local acts = false
  for _, name in ipairs(ACTIONS) do acts = acts or rule[name] ~= nil end
  if not acts then
    engine.fail(bucket, "a lifecycle rule must do something: -> give at least one of %s", table.concat(ACTIONS, ", "))
  end
  for _, transition in ipairs(rule.transitions or {}) do
    if (transition.transition_date ~= nil) == (transition.transition_after ~= nil) then
      engine.fail(bucket, "a transition takes exactly one of transition_date and transition_after, got %s",
        transition.transition_date == nil and "neither" or "both")
    end
  end
end

local function transitions(list)
  if not list or #list == 0 then return nil end
  local out = {}
  for i, transition in ipairs(list) do
    out[i] = {
      storage_class = transition.storage_class.value,
      transition_date = transition.transition_date,
      transition_in_days = days(transition.transition_after),
    }
  end
  return out
end

local function noncurrent_transitions(list)
  if not list or #list == 0 then return nil end
  local out = {}
  for i, transition in ipairs(list) do
    out[i] = {
      storage_class = transition.storage_class.value,
      transition_in_days = days(transition.transition_after),
      newer_noncurrent_versions = transition.noncurrent_versions_to_retain,
    }
  end
  return out
end

--- Renders one rule; raises when it cannot be.
-- @param bucket the construct errors are about
-- @param rule aws_s3.LifecycleRule
return function(bucket, rule)
  check(bucket, rule)
  local abort = rule.abort_incomplete_multipart_upload_after
  local noncurrent = rule.noncurrent_version_expiration
  return {
    abort_incomplete_multipart_upload = abort and { days_after_initiation = days(abort) },
    expiration_date = rule.expiration_date,
    expiration_in_days = days(rule.expiration),
    id = rule.id,
    noncurrent_version_expiration = noncurrent and {
      noncurrent_days = days(noncurrent),
      newer_noncurrent_versions = rule.noncurrent_versions_to_retain,
    },
    noncurrent_version_transitions = noncurrent_transitions(rule.noncurrent_version_transitions),
    prefix = rule.prefix,
    status = rule.enabled == false and "Disabled" or "Enabled",
    transitions = transitions(rule.transitions),
    expired_object_delete_marker = rule.expired_object_delete_marker,
    tag_filters = l2.entries(rule.tag_filters),
    object_size_less_than = rule.object_size_less_than,
    object_size_greater_than = rule.object_size_greater_than,
  }
end
