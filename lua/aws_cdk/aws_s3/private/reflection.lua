--- Finding the resources that belong to a CfnBucket: its policy and its key.
local engine = require "luacdk.engine"
local related = require "aws_cdk.private.related"
local related_key = require "aws_cdk.aws_iam.related_key"
local s3 = require "aws_cdk.aws_s3"

local reflection = {}

-- ---- policies -------------------------------------------------------------------------------------------------------

-- Sets of policies: by bucket those that refer to it, and those that name one by a text.
local naming = setmetatable({}, { __mode = "k" })
local referring = related.index(s3.CfnBucketPolicy, "bucket", function(policy, name)
  if not engine.is_unresolved(name) then naming[policy] = true end
end)

local function is_policy_of(policy, bucket)
  local name = policy.bucket
  local target = related.target(name)
  if target then return target == bucket end
  return type(name) == "string" and not engine.is_unresolved(name) and name:find(bucket.node.id, 1, true) ~= nil
end

-- Of the policies in a set, the one nearest to the bucket: below it, then below each of its scopes.
local function nearest(bucket, policies)
  local best, best_distance, visited = nil, math.huge, {}
  local function search(parent, distance)
    if distance >= best_distance then return end
    for _, child in ipairs(parent.node.children) do
      if not visited[child] then
        visited[child] = true
        if distance < best_distance and policies[child] then best, best_distance = child, distance end
        search(child, distance + 1)
      end
    end
  end
  search(bucket, 1)
  local ancestor, distance = bucket.node.scope, 1
  while ancestor and distance < best_distance do
    for _, sibling in ipairs(ancestor.node.children) do search(sibling, distance) end
    ancestor, distance = ancestor.node.scope, distance + 1
  end
  return best
end

--- The CfnBucketPolicy of a CfnBucket, or nil.
function reflection.bucket_policy(bucket)
  local found, count = {}, 0
  for _, policies in ipairs { referring[bucket] or {}, naming } do
    for policy in pairs(policies) do
      if not found[policy] and is_policy_of(policy, bucket) and related.is_found(bucket, policy) then
        found[policy], count = true, count + 1
      end
    end
  end
  if count > 1 then return nearest(bucket, found) end
  return (next(found))
end

-- ---- keys -----------------------------------------------------------------------------------------------------------

--- The KMS key in the bucket's properties: string, token or nil.
function reflection.encryption_key_id(bucket)
  local encryption = bucket.bucket_encryption
  if type(encryption) ~= "table" then return nil end
  local rules = encryption.server_side_encryption_configuration
  local rule = type(rules) == "table" and rules[1]
  local default = type(rule) == "table" and rule.server_side_encryption_by_default
  return type(default) == "table" and default.kms_master_key_id or nil
end

--- The CfnKey a CfnBucket is encrypted with, or nil if it is not one of this app.
function reflection.encryption_key(bucket) return related_key.of(bucket, reflection.encryption_key_id(bucket)) end

return reflection
