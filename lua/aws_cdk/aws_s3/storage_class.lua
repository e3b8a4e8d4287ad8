--- Where objects are moved to by lifecycle rules and replication.
local engine = require "luacdk.engine"

local StorageClass = engine.class "aws_cdk.aws_s3.StorageClass"

function StorageClass:init(value) self.value = value end

function StorageClass:to_string() return self.value end

StorageClass.INFREQUENT_ACCESS = StorageClass "STANDARD_IA"
StorageClass.ONE_ZONE_INFREQUENT_ACCESS = StorageClass "ONEZONE_IA"
StorageClass.GLACIER = StorageClass "GLACIER"
StorageClass.GLACIER_INSTANT_RETRIEVAL = StorageClass "GLACIER_IR"
StorageClass.DEEP_ARCHIVE = StorageClass "DEEP_ARCHIVE"
StorageClass.INTELLIGENT_TIERING = StorageClass "INTELLIGENT_TIERING"

return { StorageClass = StorageClass }
