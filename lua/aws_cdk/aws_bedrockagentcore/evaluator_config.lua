--- What an evaluator judges with: a model or a function.
local engine = require "luacdk.engine"

local fail, is_unresolved = engine.fail, engine.is_unresolved

local EvaluatorRatingScale = engine.class "aws_cdk.aws_bedrockagentcore.EvaluatorRatingScale"

function EvaluatorRatingScale:init(config) self._config = config end

local function is_blank(text) return not is_unresolved(text) and not engine.matches("\\S", text) end

for _, kind in ipairs { "categorical", "numerical" } do
  --- Ratings: a list of { label =, definition = }, and of numerical ones the value.
  EvaluatorRatingScale[kind] = function(options)
    if #options == 0 then fail(nil, "a %s rating scale needs at least one option", kind) end
    for i, option in ipairs(options) do
      for _, field in ipairs { "label", "definition" } do
        if is_blank(option[field]) then fail(nil, "%s of option %d must not be blank", field, i) end
      end
    end
    return EvaluatorRatingScale { [kind] = options }
  end
end

local EvaluatorConfig = engine.class "aws_cdk.aws_bedrockagentcore.EvaluatorConfig"

function EvaluatorConfig:init(config, lambda_function) self._config, self.lambda_function = config, lambda_function end

--- A model, by LlmAsAJudgeOptions: instructions, model_id and rating_scale (required).
function EvaluatorConfig.llm_as_a_judge(options)
  if is_blank(options.instructions) then fail(nil, "instructions must not be blank") end
  return EvaluatorConfig { llm_as_a_judge = {
    instructions = options.instructions,
    rating_scale = options.rating_scale._config,
    model_config = { bedrock_evaluator_model_config = {
      model_id = options.model_id, inference_config = options.inference_config,
      additional_model_request_fields = options.additional_model_request_fields,
    } },
  } }
end

--- A function, by CodeBasedOptions: lambda_function (required), timeout.
function EvaluatorConfig.code_based(options)
  return EvaluatorConfig({ code_based = { lambda_config = {
    lambda_arn = options.lambda_function.function_arn,
    lambda_timeout_in_seconds = options.timeout and options.timeout:to_seconds(),
  } } }, options.lambda_function)
end

return { EvaluatorConfig = EvaluatorConfig, EvaluatorRatingScale = EvaluatorRatingScale }
