--- What APIs other than those of GraphQL are.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local ApiBase = engine.class("aws_cdk.aws_appsync.ApiBase", cdk.Resource)

return { ApiBase = ApiBase }
