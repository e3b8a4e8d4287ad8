local engine = require "luacdk.engine"
local tokens = require "aws_cdk.private.tokens"
local Intrinsic = require("aws_cdk").Intrinsic

--- A value that belongs to a construct. References of the library (`bucket.bucket_arn`) are tokens; this class is for
--- the user's own.
local Reference = engine.class("aws_cdk.Reference", Intrinsic)
Reference.__tostring, Reference.__concat = Intrinsic.__tostring, Intrinsic.__concat

function Reference:init(value, target, display_name, type_hint)
  Intrinsic.init(self, value, { type_hint = type_hint })
  self.target = target
  self.display_name = display_name or "Reference"
end

--- True for references made by the library and for objects of this class.
function Reference.is_reference(x)
  return tokens.reference_target(x) ~= nil or engine.is_a(x, Reference)
end

return { Reference = Reference }
