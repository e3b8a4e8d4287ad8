local engine = require "luacdk.engine"
local Intrinsic = require("aws_cdk").Intrinsic

--- `{{resolve:<service>:<key>}}`, looked up by CloudFormation when it deploys.
local CfnDynamicReference = engine.class("aws_cdk.CfnDynamicReference", Intrinsic)
CfnDynamicReference.__tostring, CfnDynamicReference.__concat = Intrinsic.__tostring, Intrinsic.__concat

function CfnDynamicReference:init(service, key)
  Intrinsic.init(self, "{{resolve:" .. service .. ":" .. key .. "}}")
end

return { CfnDynamicReference = CfnDynamicReference }
