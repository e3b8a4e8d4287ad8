-- Finds the KMS key resource of this app that an L1 property speaks of.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"

local related_key = {}

local function matches(construct, key_id)
  return engine.is_a(construct, cdk.CfnResource) and construct.cfn_resource_type == "AWS::KMS::Key"
    and (rawequal(construct.ref, key_id) or rawequal(construct.attr_key_id, key_id)
      or rawequal(construct.attr_arn, key_id))
end

--- The L1 key whose ref, id or ARN is `key_id`; the one nearest to `resource`, nil if there is none.
function related_key.of(resource, key_id)
  if key_id == nil then return nil end
  local best, best_distance = nil, math.huge
  local visited = {}
  local function search(parent, distance)
    if distance >= best_distance then return end
    for _, child in ipairs(parent.node.children) do
      if not visited[child] then
        visited[child] = true
        if distance < best_distance and matches(child, key_id) then best, best_distance = child, distance end
        search(child, distance + 1)
      end
    end
  end
  search(resource, 1)
  local ancestor, distance = resource.node.scope, 1
  while ancestor and distance < best_distance do
    for _, sibling in ipairs(ancestor.node.children) do
      -- A key beside the resource counts like one below it.
      if not visited[sibling] and matches(sibling, key_id) and distance < best_distance then
        best, best_distance = sibling, distance
      end
      search(sibling, distance)
    end
    ancestor, distance = ancestor.node.scope, distance + 1
  end
  return best
end

return related_key
