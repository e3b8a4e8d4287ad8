--- Certificates of the authority that signs those of databases.
local engine = require "luacdk.engine"

local CaCertificate = engine.class "aws_cdk.aws_rds.CaCertificate"

-- `identifier`: its name at RDS.
function CaCertificate:init(identifier) self._identifier = identifier end

--- The identifier.
function CaCertificate:to_string() return self._identifier end

return { CaCertificate = CaCertificate }
