-- The policy of a secret.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local ResourcePolicy = engine.class("aws_cdk.aws_secretsmanager.ResourcePolicy", cdk.Resource)

--- Arguments: scope, id, ResourcePolicyProps: secret (required).
function ResourcePolicy:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self.document = iam.PolicyDocument()
  secretsmanager.CfnResourcePolicy(self, "Resource", {
    resource_policy = self.document, secret_id = props.secret.secret_arn,
  })
end

return { ResourcePolicy = ResourcePolicy }
