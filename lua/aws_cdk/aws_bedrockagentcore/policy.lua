--- Policies of a policy engine.
local engine = require "luacdk.engine"
local agentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local grants = require "aws_cdk.aws_bedrockagentcore.private.grants"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_bedrockagentcore.private.metrics"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"
local policies = require "aws_cdk.aws_bedrockagentcore.private.policies"
local service_principal = require "aws_cdk.aws_bedrockagentcore.private.service_principal"

local PolicyBase = engine.class("aws_cdk.aws_bedrockagentcore.PolicyBase", cdk.Resource)

grants(PolicyBase, "policy_arn", {})

metrics.add(PolicyBase, function(self) return { Resource = self.policy_arn } end, {
  metric_evaluation_latency = { "PolicyEvaluationLatency", "Average" },
  metric_evaluations = { "PolicyEvaluations", "Sum" },
})

local Policy = l2.resource("aws_cdk.aws_bedrockagentcore.Policy", PolicyBase, {
  attributes = { policy_arn = "attr_policy_arn", policy_id = "attr_policy_id" },
})

local SHORTEST, LONGEST = 35, 153600

--- Arguments: scope, id, PolicyProps: policy_engine, statement (required), description, policy_name, validation_mode.
function Policy:init(scope, id, props)
  local policy_engine = props.policy_engine
  self.policy_name = own_name(self, PolicyBase, scope, id, "policy_name", props.policy_name)
  self.policy_engine = policy_engine
  self.definition = props.statement:to_cedar()
  l2.check_length(self, "the text of statement", self.definition, SHORTEST, LONGEST)
  policies.check_description(self, props.description)
  self.description = props.description
  self.validation_mode = props.validation_mode or agentcore.PolicyValidationMode.FAIL_ON_ANY_FINDINGS
  self.grant_principal = service_principal(self,
    policy_engine.policy_engine_arn .. "/policy/" .. self.policy_name .. "-*")
  self._resource = agentcore.CfnPolicy(self, "Resource", {
    name = self.policy_name,
    policy_engine_id = policy_engine.policy_engine_id,
    definition = { cedar = { statement = self.definition } },
    description = props.description,
    validation_mode = self.validation_mode.value,
  })
  -- An imported engine is there already.
  local made = policy_engine.node.default_child
  if made then self._resource.node:add_dependency(made) end
end

local Imported = l2.imported(Policy, PolicyBase)

function Imported:init(scope, id, attrs)
  PolicyBase.init(self, scope, id)
  self.policy_arn, self.policy_engine = attrs.policy_arn, attrs.policy_engine
  self.policy_id = cdk.Arn.split(attrs.policy_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  self.grant_principal = iam.UnknownPrincipal { resource = self }
end

Imported.get.policy_name = function(self)
  return engine.fail(self, "the name of an imported policy is not known; -> use policy_id or policy_arn")
end

--- A policy made elsewhere.
-- @param attrs aws_bedrockagentcore.PolicyAttributes: policy_arn, policy_engine (required)
function Policy.from_policy_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { Policy = Policy, PolicyBase = PolicyBase }
