--- Has a model of SageMaker transform data in batches.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local sagemaker = require "aws_cdk.aws_stepfunctions_tasks.private.sagemaker"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local iam = require "aws_cdk.aws_iam"

local some = sagemaker.some

local DEFAULT_RETRIES <const>, DEFAULT_SECONDS <const> = 0, 60

local function policies(self)
  local jobs = { task.arn(self, "sagemaker", "transform-job", "*") }
  local all = {
    task.allow({ "sagemaker:CreateTransformJob", "sagemaker:DescribeTransformJob", "sagemaker:StopTransformJob" },
      jobs),
    sagemaker.allow_list_tags(),
    sagemaker.allow_pass_role(self.role),
  }
  if self._pattern == integration.RUN_JOB then
    all[#all + 1] = task.allow_managed_rule(self, "StepFunctionsGetEventsForSageMakerTransformJobsRule")
    all[#all + 1] = task.allow({ "sagemaker:AddTags" }, jobs)
  end
  return all
end

local function client_of(self, options)
  if not options then return nil end
  local retries, timeout = options.invocations_max_retries, options.invocations_timeout
  local seconds = timeout and timeout:to_seconds()
  task.check_range(self, "model_client_options: invocations_max_retries", retries, 0, 3)
  task.check_range(self, "model_client_options: invocations_timeout", seconds ~= 0 and seconds or nil, 1, 3600,
    " seconds")
  return engine.ordered("InvocationsMaxRetries", retries or DEFAULT_RETRIES,
    "InvocationsTimeoutInSeconds", seconds or DEFAULT_SECONDS)
end

local function input_of(input)
  local source = input.transform_data_source.s3_data_source
  return engine.ordered(
    "CompressionType", input.compression_type,
    "ContentType", some(input.content_type),
    "DataSource", {
      S3DataSource = engine.ordered("S3Uri", source.s3_uri, "S3DataType", source.s3_data_type or "S3Prefix"),
    },
    "SplitType", input.split_type)
end

local function output_of(output)
  return engine.ordered(
    "S3OutputPath", output.s3_output_path,
    "KmsKeyId", output.encryption_key and output.encryption_key.key_ref.key_arn,
    "Accept", some(output.accept),
    "AssembleWith", output.assemble_with)
end

local function resources_of(resources)
  resources = resources or { instance_count = 1, instance_type = sagemaker.default_instance_type() }
  local key = resources.volume_encryption_key
  return engine.ordered("InstanceCount", resources.instance_count,
    "InstanceType", sagemaker.instance_type(resources.instance_type),
    "VolumeKmsKeyId", key and key.key_ref.key_arn)
end

local function parameters(self, props)
  local concurrent = props.max_concurrent_transforms
  return engine.ordered(
    "BatchStrategy", props.batch_strategy,
    "Environment", props.environment,
    "MaxConcurrentTransforms", concurrent ~= 0 and concurrent or nil,
    "MaxPayloadInMB", props.max_payload and props.max_payload:to_mebibytes(),
    "ModelClientConfig", client_of(self, props.model_client_options),
    "ModelName", props.model_name,
    "Tags", sagemaker.tags(props.tags),
    "TransformInput", input_of(props.transform_input),
    "TransformJobName", props.transform_job_name,
    "TransformOutput", output_of(props.transform_output),
    "TransformResources", resources_of(props.transform_resources))
end

return {
  SageMakerCreateTransformJob = task.class("SageMakerCreateTransformJob", {
    service = "sagemaker", api = "createTransformJob",
    patterns = task.REQUEST_OR_JOB,
    check = function(self, props)
      self.role = props.role or sagemaker.role(self, "SagemakerTransformRole", {
        managed_policies = { iam.ManagedPolicy.from_aws_managed_policy_name "AmazonSageMakerFullAccess" },
      })
    end,
    policies = policies, parameters = parameters,
  }),
}
