--- What own and imported buckets share: URLs, grants, events and notifications.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local iam = require "aws_cdk.aws_iam"
local s3 = require "aws_cdk.aws_s3"

local BucketBase = engine.class("aws_cdk.aws_s3.BucketBase", cdk.Resource)

function BucketBase:init(scope, id, props)
  cdk.Resource.init(self, scope, id, props)
  self.node:add_validation {
    validate = function()
      local policy = self.policy
      return policy and policy.document:validate_for_resource_policy() or {}
    end,
  }
end

--- As IEncryptedResource: grants on the bucket's key, if it has one. `{ grant = … }`
function BucketBase:grant_on_key(grantee, ...)
  local key = self.encryption_key
  return { grant = key and key:grant(grantee, ...) }
end

-- A rule of these options, without the fields a Rule does not know.
local function rule(self, id, options)
  local made = events.Rule(self, id, {
    description = options.description,
    event_pattern = options.event_pattern,
    rule_name = options.rule_name,
    cross_stack_scope = options.cross_stack_scope,
  })
  if options.target then made:add_target(options.target) end
  return made
end

--- A rule for calls on this bucket, or on the objects of `paths`, that CloudTrail records.
-- @param options aws_s3.OnCloudTrailBucketEventOptions
function BucketBase:on_cloud_trail_event(id, options)
  options = options or {}
  local arns = { self.bucket_arn }
  if options.paths then
    arns = engine.list {}
    for i, path in ipairs(options.paths) do arns[i] = self:arn_for_objects(path) end
  end
  local made = rule(self, id, options)
  made:add_event_pattern(engine.ordered(
    "source", { "aws.s3" },
    "detail_type", { "AWS API Call via CloudTrail" },
    "detail", { resources = { ARN = arns } }))
  return made
end

--- A rule for objects put by the PutObject call alone; on_cloud_trail_write_object takes all ways of writing.
function BucketBase:on_cloud_trail_put_object(id, options)
  local made = self:on_cloud_trail_event(id, options)
  made:add_event_pattern { detail = { eventName = { "PutObject" } } }
  return made
end

--- A rule for objects written in any way.
function BucketBase:on_cloud_trail_write_object(id, options)
  local made = self:on_cloud_trail_event(id, options)
  made:add_event_pattern {
    detail = engine.ordered(
      "eventName", { "CompleteMultipartUpload", "CopyObject", "PutObject" },
      "requestParameters", engine.ordered("bucketName", { self.bucket_name }, "key", options and options.paths)),
  }
  return made
end

-- Makes the policy if the bucket is one of this app.
function BucketBase:_maybe_auto_create_policy()
  if not self.policy and self._auto_create_policy then
    self.policy = s3.BucketPolicy(self, "Policy", { bucket = self })
  end
end

--- Adds a statement to the bucket's policy; nothing happens for imported buckets.
-- @return { statement_added, policy_dependable }
function BucketBase:add_to_resource_policy(permission)
  self:_maybe_auto_create_policy()
  local policy = self.policy
  if not policy then return { statement_added = false } end
  policy.document:add_statements(permission)
  return { statement_added = true, policy_dependable = policy }
end

-- Joins with one slash where literal slashes would meet.
local function url_join(base, ...)
  for _, part in ipairs { ... } do
    if type(base) == "string" and base:sub(-1) == "/" then base = base:sub(1, -2) end
    if type(part) == "string" and part:sub(1, 1) == "/" then part = part:sub(2) end
    base = base .. "/" .. part
  end
  return base
end

--- The HTTPS URL of the bucket, or of an object, in path style.
function BucketBase:url_for_object(key)
  local base = "https://s3." .. self.env.region .. "." .. self.stack.url_suffix
  if key == nil then return url_join(base, self.bucket_name) end
  return url_join(base, self.bucket_name, key)
end

--- The URL that goes through transfer acceleration. options: { dual_stack }
function BucketBase:transfer_acceleration_url_for_object(key, options)
  options = options or {}
  local base = "https://" .. self.bucket_name .. ".s3-accelerate" .. (options.dual_stack and ".dualstack" or "")
    .. ".amazonaws.com"
  return key == nil and base .. "/" or url_join(base, key)
end

--- The URL in virtual-hosted style. options: { regional }, default true
function BucketBase:virtual_hosted_url_for_object(key, options)
  options = options or {}
  local domain = options.regional == false and self.bucket_domain_name or self.bucket_regional_domain_name
  local base = "https://" .. domain
  return key == nil and base or url_join(base, key)
end

--- The `s3://` URL of the bucket, or of an object.
function BucketBase:s3_url_for_object(key)
  if key == nil then return "s3://" .. self.bucket_name end
  return url_join("s3://" .. self.bucket_name, key)
end

--- The ARN of objects whose key matches a pattern.
function BucketBase:arn_for_objects(key_pattern) return self.bucket_arn .. "/" .. key_pattern end

--- Lets `identity` read and list objects.
function BucketBase:grant_read(identity, objects_key_pattern) return self.grants:read(identity, objects_key_pattern) end

--- Lets `identity` put and delete objects.
function BucketBase:grant_write(identity, objects_key_pattern, allowed_action_patterns)
  return self.grants:write(identity, objects_key_pattern, allowed_action_patterns)
end

--- Lets `identity` put objects.
function BucketBase:grant_put(identity, objects_key_pattern) return self.grants:put(identity, objects_key_pattern) end

--- Lets `identity` change the access control lists of objects.
function BucketBase:grant_put_acl(identity, objects_key_pattern)
  return self.grants:put_acl(identity, objects_key_pattern)
end

--- Lets `identity` delete objects.
function BucketBase:grant_delete(identity, objects_key_pattern)
  return self.grants:delete(identity, objects_key_pattern)
end

--- Lets `identity` read, put and delete objects.
function BucketBase:grant_read_write(identity, objects_key_pattern)
  return self.grants:read_write(identity, objects_key_pattern)
end

--- Lets `identity` replicate objects to other buckets.
function BucketBase:grant_replication_permission(identity, props)
  return self.grants:replication_permission(identity, props)
end

--- Lets everybody read the objects below a prefix, or do the actions named after it.
function BucketBase:grant_public_access(key_prefix, ...) return self.grants:public_access(key_prefix, ...) end

local function notifications(self)
  local made = self._notifications
  if not made then
    local BucketNotifications = require("aws_cdk.aws_s3.private.bucket_notifications").BucketNotifications
    made = BucketNotifications(self, "Notifications", {
      bucket = self,
      handler_role = self._notifications_handler_role,
      skip_destination_validation = self._notifications_skip_destination_validation or false,
    })
    self._notifications = made
  end
  return made
end

--- Tells a destination about events in the bucket.
-- @param event aws_s3.EventType
-- @param dest IBucketNotificationDestination
-- @param ... filters { prefix, suffix }; at most one prefix and one suffix in all
function BucketBase:add_event_notification(event, dest, ...) notifications(self):add_notification(event, dest, ...) end

--- Tells a destination about new objects.
function BucketBase:add_object_created_notification(dest, ...)
  self:add_event_notification("s3:ObjectCreated:*", dest, ...)
end

--- Tells a destination about deleted objects.
function BucketBase:add_object_removed_notification(dest, ...)
  self:add_event_notification("s3:ObjectRemoved:*", dest, ...)
end

--- Sends all events of the bucket to EventBridge.
function BucketBase:enable_event_bridge_notification() notifications(self):enable_event_bridge_notification() end

--- Lets a replication role of another bucket write here.
-- @param role_arn the role's ARN
-- @param access_control_transition whether replicas become this bucket's account's own; needs `account`
-- @param account the account of the source bucket
function BucketBase:add_replication_policy(role_arn, access_control_transition, account)
  local complete = true
  local function allow(principal, resource, ...)
    local added = self:add_to_resource_policy(iam.PolicyStatement {
      actions = { ... }, resources = { resource }, principals = { principal },
    })
    complete = complete and added.statement_added
  end
  local objects = self:arn_for_objects("*")
  allow(iam.ArnPrincipal(role_arn), self.bucket_arn, "s3:GetBucketVersioning", "s3:PutBucketVersioning")
  allow(iam.ArnPrincipal(role_arn), objects, "s3:ReplicateObject", "s3:ReplicateDelete")
  if access_control_transition then
    if account == nil or account == "" then
      engine.fail(self, "access_control_transition needs the account of the source bucket as third argument")
    end
    allow(iam.AccountPrincipal(account), objects, "s3:ObjectOwnerOverrideToBucketOwner")
  end
  if not complete then
    cdk.Annotations.of(self):add_info(("replication to a bucket made elsewhere: let %s write, in that bucket's policy")
      :format(engine.display(engine.resolve(self, role_arn))))
  end
end

return { BucketBase = BucketBase }
