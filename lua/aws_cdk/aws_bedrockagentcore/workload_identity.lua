--- Identities of agents, which get tokens in their name.
local engine = require "luacdk.engine"
local agentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local iam = require "aws_cdk.aws_iam"
local identity = require "aws_cdk.aws_bedrockagentcore.private.identity"
local l2 = require "aws_cdk.l2"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"

local LONGEST_URL = 2048
local NAME = {
  shortest = 3, longest = 255, pattern = "^[A-Za-z0-9_.\\-]+$",
  said = "have only letters, digits, dots, underscores and hyphens",
}

local WorkloadIdentity = l2.resource("aws_cdk.aws_bedrockagentcore.WorkloadIdentity", cdk.Resource, {
  attributes = {
    created_time = "attr_created_time", last_updated_time = "attr_last_updated_time",
    workload_identity_arn = "attr_workload_identity_arn",
  },
})

local GRANTS = {
  arn = "workload_identity_arn", perms = "WorkloadIdentityPerms",
  parents = { "workload-identity-directory/default", "workload-identity-directory/default/workload-identity" },
}

identity.grants(WorkloadIdentity, GRANTS)

local function check_urls(self, urls)
  if urls == nil or engine.is_unresolved(urls) then return end
  if #urls == 0 then
    engine.fail(self, "allowed_resource_oauth2_return_urls must have at least 1 URL, got none; -> leave it out")
  end
  for i, url in ipairs(urls) do
    l2.check_length(self, ("allowed_resource_oauth2_return_urls[%d]"):format(i), url, 1, LONGEST_URL)
  end
end

--- Arguments: scope, id, WorkloadIdentityProps: allowed_resource_oauth2_return_urls, tags, workload_identity_name.
function WorkloadIdentity:init(scope, id, props)
  props = props or {}
  self.workload_identity_name = own_name(self, cdk.Resource, scope, id, "workload_identity_name",
    props.workload_identity_name, NAME)
  self.grant_principal = iam.UnknownPrincipal { resource = self }
  check_urls(self, props.allowed_resource_oauth2_return_urls)
  checks.tags(self, props.tags)
  self._resource = agentcore.CfnWorkloadIdentity(self, "Resource", {
    name = self.workload_identity_name,
    allowed_resource_oauth2_return_urls = props.allowed_resource_oauth2_return_urls,
    tags = l2.entries(props.tags),
  })
end

local Imported = identity.imported(WorkloadIdentity, GRANTS, {
  "created_time", "last_updated_time", "workload_identity_arn", "workload_identity_name",
})

--- An identity made elsewhere.
-- @param attrs aws_bedrockagentcore.WorkloadIdentityAttributes: workload_identity_arn, workload_identity_name
-- (required)
function WorkloadIdentity.from_workload_identity_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { WorkloadIdentity = WorkloadIdentity }
