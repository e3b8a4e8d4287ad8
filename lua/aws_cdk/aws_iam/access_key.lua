-- Access keys of users.
local engine = require "luacdk.engine"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"

local Resource = cdk.Resource

local AccessKey = engine.class("aws_cdk.aws_iam.AccessKey", Resource)

--- Arguments: scope, id, AccessKeyProps: user (required), serial, status.
function AccessKey:init(scope, id, props)
  Resource.init(self, scope, id)
  local resource = iam.CfnAccessKey(self, "Resource", {
    user_name = props.user.user_name, serial = props.serial, status = props.status,
  })
  self._resource = resource
  self.access_key_id = resource.ref
  self.secret_access_key = cdk.SecretValue.resource_attribute(resource.attr_secret_access_key)
end

return { AccessKey = AccessKey }
