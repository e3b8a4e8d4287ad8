local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

--- Data whose keys are known only at deployment: a custom resource parses it there.
local CfnJson = engine.class("aws_cdk.CfnJson", engine.Construct)

function CfnJson:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  self._json = engine.stack_of(self):to_json_string(props.value)
  local resource = cdk.CustomResource(self, "Resource", {
    service_token = require("aws_cdk.private.cfn_utils").service_token(self),
    resource_type = "Custom::AWSCDKCfnJson",
    properties = { Value = self._json },
  })
  self.value = resource:get_att("Value")
end

CfnJson.get.creation_stack = function() return {} end

-- Used as a value, it represents the parsed data.
function CfnJson:_resolve() return self.value end
function CfnJson:resolve() return self.value end
function CfnJson:to_json() return self._json end

return { CfnJson = CfnJson }
