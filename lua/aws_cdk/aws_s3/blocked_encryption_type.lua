--- Kinds of encryption that uploads to a bucket may not use.
local engine = require "luacdk.engine"

local BlockedEncryptionType = engine.class "aws_cdk.aws_s3.BlockedEncryptionType"

function BlockedEncryptionType:init(name) self.name = name end

--- A kind this library has no constant for.
function BlockedEncryptionType.custom(name) return BlockedEncryptionType(name) end

BlockedEncryptionType.NONE = BlockedEncryptionType "NONE"
BlockedEncryptionType.SSE_C = BlockedEncryptionType "SSE-C"

return { BlockedEncryptionType = BlockedEncryptionType }
