--- Amazon OpenSearch Service: domains.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_opensearchservice", {})
