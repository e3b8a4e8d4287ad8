--- The cases in which API Gateway itself answers.
local engine = require "luacdk.engine"

local ResponseType = engine.class "aws_cdk.aws_apigateway.ResponseType"

function ResponseType:init(response_type) self.response_type = response_type end

--- A case that is not among the constants.
function ResponseType.of(type) return ResponseType(type:upper()) end

return { ResponseType = ResponseType }
