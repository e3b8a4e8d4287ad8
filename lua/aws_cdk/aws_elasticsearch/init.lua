--- Domains of Elasticsearch, under the names that the service had before it became Amazon OpenSearch Service.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_elasticsearch", {})
