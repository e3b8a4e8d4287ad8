--- Names for the options of CORS.
local engine = require "luacdk.engine"

return { Cors = engine.class "aws_cdk.aws_apigateway.Cors" }
