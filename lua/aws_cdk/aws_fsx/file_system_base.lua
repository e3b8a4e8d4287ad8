--- What own and imported file systems have in common.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"

local FileSystemBase = engine.class("aws_cdk.aws_fsx.FileSystemBase", cdk.Resource)

--- Arguments: scope, id, ResourceProps. For classes of your own.
function FileSystemBase:init(scope, id, props) cdk.Resource.init(self, scope, id, props) end

return { FileSystemBase = FileSystemBase }
