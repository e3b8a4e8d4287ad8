--- Answers that no backend gives.
local engine = require "luacdk.engine"
local Integration = require("aws_cdk.aws_apigateway").Integration

local MockIntegration = engine.class("aws_cdk.aws_apigateway.MockIntegration", Integration)

--- Arguments: IntegrationOptions.
function MockIntegration:init(options) Integration.init(self, { type = "MOCK", options = options }) end

return { MockIntegration = MockIntegration }
