--- How a delivery stream encrypts its data.
local engine = require "luacdk.engine"

local StreamEncryption = engine.class "aws_cdk.aws_kinesisfirehose.StreamEncryption"

local UNENCRYPTED, CUSTOMER_MANAGED, AWS_OWNED = 0, 1, 2

function StreamEncryption:init(type_, encryption_key)
  self.type = type_
  self.encryption_key = encryption_key
end

--- Not at all.
function StreamEncryption.unencrypted() return StreamEncryption(UNENCRYPTED) end

--- By a key of AWS.
function StreamEncryption.aws_owned_key() return StreamEncryption(AWS_OWNED) end

--- By this key, or a new one.
function StreamEncryption.customer_managed_key(encryption_key)
  return StreamEncryption(CUSTOMER_MANAGED, encryption_key)
end

return { StreamEncryption = StreamEncryption }
