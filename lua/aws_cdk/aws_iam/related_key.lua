-- Finds the KMS key resource of this app that an L1 property speaks of.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local related = require "aws_cdk.private.related"

local IDENTIFIERS = { Ref = true, KeyId = true, Arn = true }

local related_key = {}

--- The L1 key whose ref, id or ARN is `key_id`, nil if it is not one of the app of `resource`.
function related_key.of(resource, key_id)
  local key, attribute = related.target(key_id)
  if key and IDENTIFIERS[attribute or "Ref"] and engine.is_a(key, cdk.CfnResource)
    and key.cfn_resource_type == "AWS::KMS::Key" and related.is_found(resource, key) then
    return key
  end
end

return related_key
