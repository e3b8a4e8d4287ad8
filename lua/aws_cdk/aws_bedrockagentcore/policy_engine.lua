--- Policy engines: they decide what the callers of gateways may do.
local engine = require "luacdk.engine"
local agentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local gateway_arn_pattern = require "aws_cdk.aws_bedrockagentcore.private.gateway_arn_pattern"
local grants = require "aws_cdk.aws_bedrockagentcore.private.grants"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_bedrockagentcore.private.metrics"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"
local policies = require "aws_cdk.aws_bedrockagentcore.private.policies"
local service_principal = require "aws_cdk.aws_bedrockagentcore.private.service_principal"

local PolicyEngineBase = engine.class("aws_cdk.aws_bedrockagentcore.PolicyEngineBase", cdk.Resource)

grants(PolicyEngineBase, "policy_engine_arn", {})

--- Lets the grantee ask the engine whether callers of the gateway may do something.
function PolicyEngineBase:grant_evaluate_for_gateway(grantee, gateway)
  return self:grant(grantee, "bedrock-agentcore:GetPolicyEngine"):combine(iam.Grant.add_to_principal {
    grantee = grantee,
    actions = { "bedrock-agentcore:AuthorizeAction", "bedrock-agentcore:PartiallyAuthorizeActions" },
    resource_arns = { self.policy_engine_arn, gateway_arn_pattern(self, gateway.gateway_name) },
  })
end

metrics.add(PolicyEngineBase, function(self) return { Resource = self.policy_engine_arn } end, {
  metric_authorization_latency = { "AuthorizationLatency", "Average" },
  metric_authorizations = { "Authorizations", "Sum" },
  metric_denied_requests = { "DeniedRequests", "Sum" },
  metric_errors = { "Errors", "Sum" },
})

local PolicyEngine = l2.resource("aws_cdk.aws_bedrockagentcore.PolicyEngine", PolicyEngineBase, {
  attributes = { policy_engine_arn = "attr_policy_engine_arn", policy_engine_id = "attr_policy_engine_id" },
})

-- What differs from the tags of the module's other resources.
local TAGS = { longest_key = 128, shortest_value = 0, most = 50 }

--- Arguments: scope, id, PolicyEngineProps: description, kms_key, policy_engine_name, tags.
function PolicyEngine:init(scope, id, props)
  props = props or {}
  self.policy_engine_name = own_name(self, PolicyEngineBase, scope, id, "policy_engine_name", props.policy_engine_name)
  policies.check_description(self, props.description)
  checks.tags(self, props.tags, TAGS)
  self.description, self.kms_key, self.tags = props.description, props.kms_key, props.tags
  self.grant_principal = service_principal(self, cdk.Arn.format({
    service = "bedrock-agentcore", resource = "policy-engine", resource_name = self.policy_engine_name .. "-*",
  }, engine.stack_of(self)))
  self._policies = {}
  self._resource = agentcore.CfnPolicyEngine(self, "Resource", {
    name = self.policy_engine_name,
    description = props.description,
    encryption_key_arn = self.kms_key and self.kms_key.key_arn,
    tags = l2.entries(props.tags),
  })
end

-- The policies that were added, in their order.
PolicyEngine.get.policies = function(self) return { table.unpack(self._policies) } end

--- Adds a policy, which is made after those that were added before.
-- @param options aws_bedrockagentcore.AddPolicyOptions: statement (required)
function PolicyEngine:add_policy(id, options)
  local all = self._policies
  local policy = agentcore.Policy(self, id, l2.with({ policy_engine = self }, options))
  if #all > 0 then policy.node:add_dependency(all[#all]) end
  all[#all + 1] = policy
  return policy
end

local Imported = l2.imported(PolicyEngine, PolicyEngineBase)

function Imported:init(scope, id, attrs)
  local arn, key_arn = attrs.policy_engine_arn, attrs.kms_key_arn
  PolicyEngineBase.init(self, scope, id)
  self.policy_engine_arn = arn
  self.policy_engine_id = cdk.Arn.split(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  self.grant_principal = iam.UnknownPrincipal { resource = self }
  if key_arn ~= nil and key_arn ~= "" then
    self.kms_key = require("aws_cdk.aws_kms").Key.from_key_arn(scope, id .. "Key", key_arn)
  end
end

Imported.get.policy_engine_name = function(self)
  return engine.fail(self,
    "the name of an imported policy engine is not known; -> use policy_engine_id or policy_engine_arn")
end

--- A policy engine made elsewhere.
-- @param attrs aws_bedrockagentcore.PolicyEngineAttributes: policy_engine_arn (required), kms_key_arn
function PolicyEngine.from_policy_engine_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { PolicyEngine = PolicyEngine, PolicyEngineBase = PolicyEngineBase }
