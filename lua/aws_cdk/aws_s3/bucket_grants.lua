--- Grants on a bucket and its objects, an L2 or a CfnBucket.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"
local l2 = require "aws_cdk.l2"
local perms = require "aws_cdk.aws_s3.private.perms"

local BucketGrants = engine.class "aws_cdk.aws_s3.BucketGrants"

function BucketGrants:init(bucket)
  self._bucket = bucket
  self._encrypted_resource = iam.EncryptedResources.of(bucket)
  self._policy_resource = iam.ResourceWithPolicies.of(bucket)
end

--- Grants for `bucket`, any table with a `bucket_ref`.
function BucketGrants.from_bucket(bucket) return BucketGrants(bucket) end

local READ = l2.union(perms.READ, perms.KEY_READ)
local PUT = l2.union(perms.PUT, perms.KEY_WRITE)
local WRITE = l2.union(perms.DELETE, perms.PUT, perms.KEY_WRITE)
local READ_WRITE = l2.union(perms.READ, perms.DELETE, perms.PUT, perms.KEY_READ, perms.KEY_WRITE)

local function objects_arn(self, pattern)
  if pattern ~= nil and type(pattern) ~= "string" and not engine.is_unresolved(pattern) then
    engine.fail(nil, "objects_key_pattern must be a string such as 'folder/*', got %s", engine.display(pattern))
  end
  return self._bucket.bucket_ref.bucket_arn .. "/" .. (pattern or "*")
end

-- Actions of KMS go to the bucket's key, if it has one.
local function grant(self, grantee, actions, arns)
  local key_actions, bucket_actions = {}, {}
  for _, action in ipairs(actions) do
    local list = type(action) == "string" and action:find("^kms:") and key_actions or bucket_actions
    list[#list + 1] = action
  end
  local result = grants.add(self._policy_resource, grantee, bucket_actions, arns)
  local encrypted = self._encrypted_resource
  if #key_actions > 0 and encrypted then encrypted:grant_on_key(grantee, table.unpack(key_actions)) end
  return result
end

local function grant_on_bucket(self, grantee, actions, pattern)
  return grant(self, grantee, actions, { self._bucket.bucket_ref.bucket_arn, objects_arn(self, pattern) })
end

local function grant_on_objects(self, grantee, actions, pattern)
  return grant(self, grantee, actions, { objects_arn(self, pattern) })
end

--- Grants the actions named after the pattern on objects whose key matches it (default `*`).
function BucketGrants:actions_on_object_keys(identity, objects_key_pattern, ...)
  return grant_on_objects(self, identity, { ... }, objects_key_pattern)
end

--- The same on the bucket itself and those objects.
function BucketGrants:actions_on_bucket_and_object_keys(identity, objects_key_pattern, ...)
  return grant_on_bucket(self, identity, { ... }, objects_key_pattern)
end

--- Lets `identity` read and list objects.
function BucketGrants:read(identity, objects_key_pattern)
  return grant_on_bucket(self, identity, READ, objects_key_pattern)
end

--- Lets `identity` put and delete objects, or do what `allowed_action_patterns` lists instead.
function BucketGrants:write(identity, objects_key_pattern, allowed_action_patterns)
  local actions = WRITE
  if allowed_action_patterns and #allowed_action_patterns > 0 then
    actions = l2.union(allowed_action_patterns, perms.KEY_WRITE)
  end
  return grant_on_bucket(self, identity, actions, objects_key_pattern)
end

--- Lets `identity` read, put and delete objects.
function BucketGrants:read_write(identity, objects_key_pattern)
  return grant_on_bucket(self, identity, READ_WRITE, objects_key_pattern)
end

--- Lets `identity` put objects.
function BucketGrants:put(identity, objects_key_pattern)
  return grant_on_objects(self, identity, PUT, objects_key_pattern)
end

--- Lets `identity` change the access control lists of objects.
function BucketGrants:put_acl(identity, objects_key_pattern)
  return grant_on_objects(self, identity, perms.PUT_ACL, objects_key_pattern)
end

--- Lets `identity` delete objects.
function BucketGrants:delete(identity, objects_key_pattern)
  return grant_on_objects(self, identity, perms.DELETE, objects_key_pattern)
end

--- Lets everybody read the objects below a prefix, or do the actions named after it.
function BucketGrants:public_access(key_prefix, ...)
  local bucket = self._bucket
  if engine.has(bucket, "disallow_public_access") and bucket.disallow_public_access then
    engine.fail(bucket, "the bucket blocks public policies, so public access cannot be granted; -> give "
      .. "block_public_access with block_public_policy = false")
  end
  local actions = { ... }
  if #actions == 0 then actions = { "s3:GetObject" } end
  return grant_on_objects(self, iam.AnyPrincipal(), actions, key_prefix)
end

--- Lets `identity` replicate the bucket's objects to other buckets.
-- @param props aws_s3.GrantReplicationPermissionProps
function BucketGrants:replication_permission(identity, props)
  local bucket = self._bucket
  if #props.destinations == 0 then
    engine.fail(bucket, "destinations is empty; replication needs at least one bucket")
  end
  -- The bucket may still be under construction: its ARN is read when the template is written.
  local function lazy(produce) return engine.lazy(produce, { kind = "string" }) end
  local result = grants.add(self._policy_resource, identity, { "s3:GetReplicationConfiguration", "s3:ListBucket" },
    { lazy(function() return bucket.bucket_ref.bucket_arn end) })
  result = result:combine(grants.add(self._policy_resource, identity,
    { "s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging" },
    { lazy(function() return objects_arn(self, "*") end) }))
  local targets = {}
  for i, destination in ipairs(props.destinations) do
    targets[i] = lazy(function() return destination.bucket:arn_for_objects("*") end)
  end
  result = result:combine(grants.add(self._policy_resource, identity,
    { "s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner" }, targets))
  for _, destination in ipairs(props.destinations) do
    if destination.encryption_key then result = result:combine(destination.encryption_key:grant_encrypt(identity)) end
  end
  local encrypted = self._encrypted_resource
  local on_key = encrypted and encrypted:grant_on_key(identity, "kms:Decrypt").grant
  return on_key and result:combine(on_key) or result
end

return { BucketGrants = BucketGrants }
