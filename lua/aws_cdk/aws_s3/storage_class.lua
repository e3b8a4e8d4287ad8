--- Where objects are moved to by lifecycle rules and replication.
local engine = require "luacdk.engine"

local StorageClass = engine.class "aws_cdk.aws_s3.StorageClass"

function StorageClass:init(value) self.value = value end

function StorageClass:to_string() return self.value end

return { StorageClass = StorageClass }
