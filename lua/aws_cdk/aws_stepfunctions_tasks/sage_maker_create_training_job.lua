--- Has SageMaker train a model.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local l2 = require "aws_cdk.l2"
local sagemaker = require "aws_cdk.aws_stepfunctions_tasks.private.sagemaker"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local iam = require "aws_cdk.aws_iam"
local JsonPath = require("aws_cdk.aws_stepfunctions").JsonPath

local some = sagemaker.some

local MAX_ALGORITHM <const>, MAX_NAME <const> = 170, 63
local PUBLISHER <const> = "^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:" .. ("%d"):rep(12) .. ":[a-z-]*/"
local DEFAULT_GIBIBYTES <const>, DEFAULT_SECONDS <const> = 10, 3600

local function check_algorithm(self, algorithm)
  local name = algorithm.algorithm_name
  local has_name = some(name) ~= nil
  if has_name == (algorithm.training_image ~= nil) then
    engine.fail(self, "algorithm_specification: give algorithm_name or training_image, and only one of them")
  end
  l2.check_length(self, "algorithm_specification.algorithm_name", name, 1, MAX_ALGORITHM)
  if not name or engine.is_unresolved(name) then return end
  local own = name:gsub(PUBLISHER, "")
  if #own > MAX_NAME or not own:find "^%w[%w-]*$" or own:sub(-1) == "-" then
    engine.fail(self, "algorithm_specification.algorithm_name must be the ARN or name of an algorithm, of at most %d "
      .. "letters, digits and hyphens with none of these at its ends, got %s", MAX_NAME, engine.display(name))
  end
end

local function new_role(self, props)
  local actions = { "cloudwatch:PutMetricData", "logs:CreateLogStream", "logs:PutLogEvents", "logs:CreateLogGroup",
    "logs:DescribeLogStreams", "ecr:GetAuthorizationToken" }
  if props.vpc_config then
    table.move(sagemaker.NETWORK_ACTIONS, 1, #sagemaker.NETWORK_ACTIONS, #actions + 1, actions)
  end
  return sagemaker.role(self, "SagemakerRole", {
    inline_policies = {
      CreateTrainingJob = iam.PolicyDocument { statements = { task.allow(actions, { "*" }) } },
    },
  })
end

local function check(self, props)
  check_algorithm(self, props.algorithm_specification)
  local network, volume = props.vpc_config or {}, (props.resource_config or {}).volume_encryption_key
  sagemaker.place(self, network.vpc, network.subnets)
  self.role = props.role or new_role(self, props)
  self.grant_principal = self.role
  if props.output_data_config.encryption_key then props.output_data_config.encryption_key:grant_encrypt(self.role) end
  if volume then volume:grant(self.role, "kms:CreateGrant") end
  sagemaker.secure(self, "TrainJobSecurityGroup")
end

local function policies(self, props)
  local name = props.training_job_name
  local function jobs(is_any) return { task.arn(self, "sagemaker", "training-job", is_any and "*" or name .. "*") } end
  local all = {
    task.allow({ "sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob" },
      jobs(integration.is_expression(name))),
    sagemaker.allow_list_tags(),
    task.allow({ "sagemaker:AddTags" }, jobs(JsonPath.is_encoded_json_path(name))),
    sagemaker.allow_pass_role(self.role),
  }
  if self._pattern == integration.RUN_JOB then
    all[#all + 1] = task.allow_managed_rule(self, "StepFunctionsGetEventsForSageMakerTrainingJobsRule")
  end
  return all
end

local function algorithm_of(self, algorithm)
  local image = algorithm.training_image
  return engine.ordered(
    "TrainingInputMode", algorithm.training_input_mode or "File",
    "TrainingImage", image and image:bind(self).image_uri,
    "AlgorithmName", some(algorithm.algorithm_name),
    "MetricDefinitions", task.list(algorithm.metric_definitions, function(metric)
      return engine.ordered("Name", metric.name, "Regex", metric.regex)
    end))
end

local function channel_of(self, channel)
  local source = channel.data_source.s3_data_source
  return engine.ordered(
    "ChannelName", channel.channel_name,
    "DataSource", {
      S3DataSource = engine.ordered(
        "S3Uri", source.s3_location:bind(self, { for_reading = true }).uri,
        "S3DataType", source.s3_data_type or "S3Prefix",
        "S3DataDistributionType", source.s3_data_distribution_type,
        "AttributeNames", task.list(source.attribute_names, function(name) return name end)),
    },
    "CompressionType", channel.compression_type,
    "ContentType", some(channel.content_type),
    "InputMode", channel.input_mode,
    "RecordWrapperType", channel.record_wrapper_type)
end

local function resources_of(config)
  if not config then
    return engine.ordered("InstanceCount", 1,
      "InstanceType", sagemaker.instance_type(sagemaker.default_instance_type()),
      "VolumeSizeInGB", DEFAULT_GIBIBYTES)
  end
  return engine.ordered("InstanceCount", config.instance_count,
    "InstanceType", sagemaker.instance_type(config.instance_type),
    "VolumeSizeInGB", config.volume_size:to_gibibytes(),
    "VolumeKmsKeyId", config.volume_encryption_key and config.volume_encryption_key.key_arn)
end

local function stopping_condition_of(condition)
  if not condition then return { MaxRuntimeInSeconds = DEFAULT_SECONDS } end
  return engine.ordered("MaxRuntimeInSeconds", condition.max_runtime and condition.max_runtime:to_seconds())
end

local function parameters(self, props)
  local output = props.output_data_config
  return engine.ordered(
    "TrainingJobName", props.training_job_name,
    "EnableNetworkIsolation", props.enable_network_isolation,
    "RoleArn", self.role.role_arn,
    "AlgorithmSpecification", algorithm_of(self, props.algorithm_specification),
    "InputDataConfig", task.list(props.input_data_config, function(channel) return channel_of(self, channel) end),
    "OutputDataConfig", engine.ordered(
      "S3OutputPath", output.s3_output_location:bind(self, { for_writing = true }).uri,
      "KmsKeyId", output.encryption_key and output.encryption_key.key_arn),
    "ResourceConfig", resources_of(props.resource_config),
    "StoppingCondition", stopping_condition_of(props.stopping_condition),
    "HyperParameters", props.hyperparameters,
    "Tags", sagemaker.tags(props.tags),
    "VpcConfig", sagemaker.vpc_config(self),
    "Environment", props.environment)
end

return {
  SageMakerCreateTrainingJob = sagemaker.in_vpc(task.class("SageMakerCreateTrainingJob", {
    service = "sagemaker", api = "createTrainingJob",
    patterns = task.REQUEST_OR_JOB,
    check = check, policies = policies, parameters = parameters,
  })),
}
