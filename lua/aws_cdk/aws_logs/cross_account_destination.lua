--- A destination that accounts other than its own may subscribe log groups to.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local logs = require "aws_cdk.aws_logs"

local CrossAccountDestination = l2.resource("aws_cdk.aws_logs.CrossAccountDestination", cdk.Resource, {
  arn = { "destination_arn", service = "logs", resource = "destination", format = cdk.ArnFormat.COLON_RESOURCE_NAME },
  name = { "destination_name" },
})

function CrossAccountDestination:init(scope, id, props)
  local name = props.destination_name
  if name == nil or name == "" then
    name = engine.lazy(function() return self.stack.stack_name .. "-" .. self._resource.logical_id end,
      { kind = "string" })
  end
  cdk.Resource.init(self, scope, id, { physical_name = name })
  local document = iam.PolicyDocument()
  self.policy_document = document
  self._resource = logs.CfnDestination(self, "Resource", {
    destination_name = self.physical_name,
    destination_policy = engine.lazy(function()
      return document.is_empty and "" or engine.to_json_string(self, document)
    end, { kind = "string" }),
    role_arn = props.role.role_ref.role_arn,
    target_arn = props.target_arn,
  })
end

--- Adds a statement to the policy that says who may subscribe.
function CrossAccountDestination:add_to_policy(statement) self.policy_document:add_statements(statement) end

--- As ILogSubscriptionDestination.
function CrossAccountDestination:bind() return { arn = self.destination_arn } end

return { CrossAccountDestination = CrossAccountDestination }
