--- A policy that lets AWS services and other accounts use log groups.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"

local ResourcePolicy = engine.class("aws_cdk.aws_logs.ResourcePolicy", cdk.Resource)

function ResourcePolicy:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.resource_policy_name })
  local document = iam.PolicyDocument()
  self.document = document
  self.node.default_child = logs.CfnResourcePolicy(self, "ResourcePolicy", {
    policy_name = props.resource_policy_name == nil and cdk.Names.unique_id(self) or props.resource_policy_name,
    policy_document = engine.lazy(function() return engine.to_json_string(self, document:to_json()) end,
      { kind = "string" }),
  })
  for _, statement in ipairs(props.policy_statements or {}) do document:add_statements(statement) end
end

return { ResourcePolicy = ResourcePolicy }
