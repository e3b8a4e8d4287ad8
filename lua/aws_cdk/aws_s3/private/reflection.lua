--- Finding the resources that belong to a CfnBucket: its policy and its key.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local reflection = {}

--- The resource of `cfn_type` nearest to `construct` that `matches`: below it, then below each of its scopes.
-- @param matches function(resource) → boolean
-- @return the resource or nil
function reflection.find_related(construct, cfn_type, matches)
  local best, best_distance, visited = nil, math.huge, {}
  local function search(parent, distance)
    if distance >= best_distance then return end
    for _, child in ipairs(parent.node.children) do
      if not visited[child] then
        visited[child] = true
        if distance < best_distance and engine.is_a(child, cdk.CfnResource) and child.cfn_resource_type == cfn_type
          and matches(child) then
          best, best_distance = child, distance
        end
        search(child, distance + 1)
      end
    end
  end
  search(construct, 1)
  local ancestor, distance = construct.node.scope, 1
  while ancestor and distance < best_distance do
    for _, sibling in ipairs(ancestor.node.children) do search(sibling, distance) end
    ancestor, distance = ancestor.node.scope, distance + 1
  end
  return best
end

--- The CfnBucketPolicy of a CfnBucket, or nil.
function reflection.bucket_policy(bucket)
  return reflection.find_related(bucket, "AWS::S3::BucketPolicy", function(policy)
    local name = policy.bucket
    local target = engine.is_unresolved(name) and engine.reference_target(name)
    if target then return target == bucket end
    if engine.is_unresolved(name) or type(name) ~= "string" then return false end
    return name == bucket.bucket_name or name:find(bucket.node.id, 1, true) ~= nil
  end)
end

local function encryption_key_id(bucket)
  local encryption = bucket.bucket_encryption
  if type(encryption) ~= "table" then return nil end
  local rules = encryption.server_side_encryption_configuration
  local rule = type(rules) == "table" and rules[1]
  local default = type(rule) == "table" and rule.server_side_encryption_by_default
  return type(default) == "table" and default.kms_master_key_id or nil
end

--- The KMS key in the bucket's properties: string, token or nil.
reflection.encryption_key_id = encryption_key_id

--- The CfnKey a CfnBucket is encrypted with, or nil if it is not one of this app.
function reflection.encryption_key(bucket)
  local id = encryption_key_id(bucket)
  if id == nil then return nil end
  local target = engine.is_unresolved(id) and engine.reference_target(id)
  if not target then return nil end
  return reflection.find_related(bucket, "AWS::KMS::Key", function(key) return key == target end)
end

return reflection
