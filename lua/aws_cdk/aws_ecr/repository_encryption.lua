--- How images are encrypted at rest.
local engine = require "luacdk.engine"

local RepositoryEncryption = engine.class "aws_cdk.aws_ecr.RepositoryEncryption"

function RepositoryEncryption:init(value) self.value = value end

RepositoryEncryption.AES_256 = RepositoryEncryption "AES256"
RepositoryEncryption.KMS = RepositoryEncryption "KMS"
RepositoryEncryption.KMS_DSSE = RepositoryEncryption "KMS_DSSE"

return { RepositoryEncryption = RepositoryEncryption }
