--- What a website's redirect puts in place of the object key.
local engine = require "luacdk.engine"

local ReplaceKey = engine.class "aws_cdk.aws_s3.ReplaceKey"

function ReplaceKey:init(with_key, prefix_with_key)
  self.with_key = with_key
  self.prefix_with_key = prefix_with_key
end

--- Replaces the whole key.
function ReplaceKey.with(key_replacement) return ReplaceKey(key_replacement) end

--- Replaces the part of the key that the rule's condition matched.
function ReplaceKey.prefix_with(key_replacement) return ReplaceKey(nil, key_replacement) end

return { ReplaceKey = ReplaceKey }
