--- Creates the configuration of an endpoint of SageMaker.
local engine = require "luacdk.engine"
local sagemaker = require "aws_cdk.aws_stepfunctions_tasks.private.sagemaker"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local MAX_VARIANTS <const> = 10

local function is_below(value, limit) return value ~= nil and not engine.is_unresolved(value) and value < limit end

local function check(self, props)
  local count = #props.production_variants
  if count < 1 or count > MAX_VARIANTS then
    engine.fail(self, "production_variants must hold 1 to %d items, got %d", MAX_VARIANTS, count)
  end
  for i, variant in ipairs(props.production_variants) do
    local instances = variant.initial_instance_count
    if instances ~= 0 and is_below(instances, 1) then
      engine.fail(self, "production_variants[%d]: initial_instance_count must be 1 or more, got %s", i,
        engine.display(instances))
    elseif is_below(variant.initial_variant_weight, 0) then
      engine.fail(self, "production_variants[%d]: initial_variant_weight must not be negative, got %s", i,
        engine.display(variant.initial_variant_weight))
    end
  end
end

local function variant_of(variant)
  local count, accelerator = variant.initial_instance_count, variant.accelerator_type
  return engine.ordered(
    "InitialInstanceCount", count ~= 0 and count or 1,
    "InstanceType", sagemaker.instance_type(variant.instance_type),
    "ModelName", variant.model_name,
    "VariantName", variant.variant_name,
    "AcceleratorType", accelerator and { instanceTypeIdentifier = accelerator:to_string() },
    "InitialVariantWeight", variant.initial_variant_weight)
end

return {
  SageMakerCreateEndpointConfig = task.class("SageMakerCreateEndpointConfig", {
    service = "sagemaker", api = "createEndpointConfig",
    patterns = task.REQUEST,
    check = check,
    policies = function(self, props)
      return {
        task.allow({ "sagemaker:CreateEndpointConfig" }, {
          sagemaker.arn(self, "endpoint-config", props.endpoint_config_name),
        }),
        sagemaker.allow_list_tags(),
      }
    end,
    parameters = function(_, props)
      return engine.ordered("EndpointConfigName", props.endpoint_config_name, "Tags", task.value(props.tags),
        "KmsKeyId", props.kms_key and props.kms_key.key_ref.key_id,
        "ProductionVariants", task.list(props.production_variants, variant_of))
    end,
  }),
}
