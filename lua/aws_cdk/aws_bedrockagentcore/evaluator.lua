--- Evaluators, which judge what agents do, and which of them are used.
local engine = require "luacdk.engine"
local bedrockagentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local evaluation_tags = require "aws_cdk.aws_bedrockagentcore.private.evaluation_tags"
local grants = require "aws_cdk.aws_bedrockagentcore.private.grants"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local EvaluatorBase = engine.class("aws_cdk.aws_bedrockagentcore.EvaluatorBase", cdk.Resource)

grants(EvaluatorBase, "evaluator_arn", {})

local Evaluator = engine.class("aws_cdk.aws_bedrockagentcore.Evaluator", EvaluatorBase)

--- Arguments: scope, id, EvaluatorProps: evaluator_name, evaluator_config and level (required).
function Evaluator:init(scope, id, props)
  EvaluatorBase.init(self, scope, id, { physical_name = props.evaluator_name })
  checks.name(self, "evaluator_name", props.evaluator_name)
  l2.at_most(self, "aws_bedrockagentcore.CfnEvaluatorProps.description", props.description)
  self.evaluator_name = self.physical_name
  local resource = bedrockagentcore.CfnEvaluator(self, "Resource", {
    evaluator_name = self.evaluator_name,
    evaluator_config = props.evaluator_config._config,
    level = props.level.value,
    description = props.description,
    tags = evaluation_tags(self, props.tags, "^\\s*[\\p{L}\\p{N}._:/=+@\\-][\\p{L}\\p{N}\\s._:/=+@\\-]*$",
      "have letters, digits, blanks and the characters ._:/=+@-"),
  })
  self.evaluator_arn, self.evaluator_id = resource.attr_evaluator_arn, resource.attr_evaluator_id
  self.status, self.created_at, self.updated_at = resource.attr_status, resource.attr_created_at,
    resource.attr_updated_at
  local fn = props.evaluator_config.lambda_function
  if fn then
    fn:add_permission("BedrockAgentCoreEvaluatorInvoke", {
      principal = iam.ServicePrincipal "bedrock-agentcore.amazonaws.com",
      source_account = engine.stack_of(self).account, source_arn = self.evaluator_arn,
    })
  end
end

local Imported = l2.imported(Evaluator, EvaluatorBase)

function Imported:init(scope, id, attrs)
  EvaluatorBase.init(self, scope, id)
  self.evaluator_arn, self.evaluator_id = attrs.evaluator_arn, attrs.evaluator_id
  self.evaluator_name = attrs.evaluator_name or attrs.evaluator_id
end

--- An evaluator made elsewhere, by EvaluatorAttributes: evaluator_arn and evaluator_id (required).
function Evaluator.from_evaluator_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

--- An evaluator made elsewhere.
function Evaluator.from_evaluator_arn(scope, id, evaluator_arn)
  return Imported(scope, id, {
    evaluator_arn = evaluator_arn,
    evaluator_id = cdk.Arn.split(evaluator_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name,
  })
end

--- An evaluator in the stack's account and region.
function Evaluator.from_evaluator_id(scope, id, evaluator_id)
  return Imported(scope, id, {
    evaluator_id = evaluator_id,
    evaluator_arn = engine.stack_of(scope):format_arn {
      service = "bedrock-agentcore", resource = "evaluator", resource_name = evaluator_id,
    },
  })
end

local EvaluatorSelector = engine.class "aws_cdk.aws_bedrockagentcore.EvaluatorSelector"

function EvaluatorSelector:init(evaluator_id) self.evaluator_id = evaluator_id end

--- One of the service: a BuiltinEvaluator.
function EvaluatorSelector.builtin(evaluator) return EvaluatorSelector(evaluator.value) end

--- An evaluator of one's own.
function EvaluatorSelector.custom(evaluator) return EvaluatorSelector(evaluator.evaluator_id) end

function EvaluatorSelector:bind() return { evaluator_id = self.evaluator_id } end

return { Evaluator = Evaluator, EvaluatorBase = EvaluatorBase, EvaluatorSelector = EvaluatorSelector }
