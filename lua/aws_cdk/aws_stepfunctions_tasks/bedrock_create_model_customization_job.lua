--- Has Bedrock train a model on data in a bucket.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local iam = require "aws_cdk.aws_iam"

local function check_count(self, property, list, min, max)
  if list and (#list < min or #list > max) then
    engine.fail(self, "%s must hold %d to %d items, got %d", property, min, max, #list)
  end
end

-- Fails unless the text, where it is known, has 1 to `max` characters, matches `pattern` and does not match `never`.
local function check_name(self, property, text, max, said, pattern, never)
  if text == nil or engine.is_unresolved(text) then return end
  l2.check_length(self, property, text, 1, max)
  if not text:find(pattern) or never and text:find(never) then
    engine.fail(self, "%s must %s, got %s", property, said, engine.display(text))
  end
end

local function check_properties(self, props)
  local network = props.vpc_config or {}
  check_name(self, "client_request_token", props.client_request_token, 256,
    "hold letters, digits and hyphens, and start and end with a letter or digit", "^%w[%w-]*$", "%-$")
  check_name(self, "custom_model_name", props.custom_model_name, 63,
    "start with a letter or digit and hold letters and digits, single hyphens and underscores between them",
    "^%w[%w_-]*$", "[_-][_-]")
  check_count(self, "custom_model_tags", props.custom_model_tags, 0, 200)
  check_name(self, "job_name", props.job_name, 63,
    "start with a letter or digit and hold letters, digits, '+', '-' and '.'", "^%w[%w+.-]*$")
  check_count(self, "job_tags", props.job_tags, 0, 200)
  check_count(self, "validation_data", props.validation_data, 1, 10)
  check_count(self, "vpc_config.security_groups", network.security_groups, 1, 5)
  check_count(self, "vpc_config.subnets", network.subnets, 1, 16)
  if not props.validation_data and ((props.hyper_parameters or {})["Evaluation percentage"] or "") == "" then
    engine.fail(self, "give validation_data, or 'Evaluation percentage' in hyper_parameters")
  end
end

-- What Bedrock does with the interfaces that connect the job to the VPC.
local function network_statements(self, network)
  local jobs = { task.arn(self, "bedrock", "model-customization-job", "*") }
  local interfaces, subnets, all = { task.arn(self, "ec2", "network-interface", "*") }, {}, {}
  for i, subnet in ipairs(network.subnets) do subnets[i] = task.arn(self, "ec2", "subnet", subnet.subnet_id) end
  for i, group in ipairs(network.security_groups) do
    all[i] = task.arn(self, "ec2", "security-group", group.security_group_id)
  end
  table.move(subnets, 1, #subnets, #all + 1, all)
  return {
    task.allow({ "ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs", "ec2:DescribeDhcpOptions", "ec2:DescribeSubnets",
      "ec2:DescribeSecurityGroups" }, { "*" }),
    task.allow({ "ec2:CreateNetworkInterface" }, interfaces, engine.ordered(
      "StringEquals", { ["aws:RequestTag/BedrockManaged"] = { "true" } },
      "ArnEquals", { ["aws:RequestTag/BedrockModelCustomizationJobArn"] = jobs })),
    task.allow({ "ec2:CreateNetworkInterface" }, all),
    task.allow({ "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface",
      "ec2:DeleteNetworkInterfacePermission" }, { "*" }, engine.ordered(
      "ArnEquals", engine.ordered("ec2:Subnet", subnets, "ec2:ResourceTag/BedrockModelCustomizationJobArn", jobs),
      "StringEquals", { ["ec2:ResourceTag/BedrockManaged"] = "true" })),
    task.allow({ "ec2:CreateTags" }, interfaces, engine.ordered(
      "StringEquals", { ["ec2:CreateAction"] = { "CreateNetworkInterface" } },
      "ForAllValues:StringEquals", { ["aws:TagKeys"] = { "BedrockManaged", "BedrockModelCustomizationJobArn" } })),
  }
end

-- The role as which Bedrock reads the data and writes the model.
local function new_role(self, props)
  local statements = props.vpc_config and network_statements(self, props.vpc_config) or {}
  local inputs, training, output = {}, props.training_data.bucket.bucket_arn, props.output_data.bucket.bucket_arn
  inputs[1], inputs[2] = training, training .. "/*"
  for _, data in ipairs(props.validation_data or {}) do inputs[#inputs + 1] = data.bucket.bucket_arn end
  for _, data in ipairs(props.validation_data or {}) do inputs[#inputs + 1] = data.bucket.bucket_arn .. "/*" end
  statements[#statements + 1] = task.allow({ "s3:GetObject", "s3:ListBucket" }, inputs)
  statements[#statements + 1] = task.allow({ "s3:GetObject", "s3:PutObject", "s3:ListBucket" },
    { output, output .. "/*" })
  return iam.Role(self, "BedrockRole", {
    assumed_by = iam.ServicePrincipal("bedrock.amazonaws.com", {
      conditions = engine.ordered(
        "StringEquals", { ["aws:SourceAccount"] = task.stack(self).account },
        "ArnEquals", { ["aws:SourceArn"] = task.arn(self, "bedrock", "model-customization-job", "*") }),
    }),
    inline_policies = { BedrockCreateModelCustomizationJob = iam.PolicyDocument { statements = statements } },
  })
end

local function check(self, props)
  check_properties(self, props)
  self._role = props.role or new_role(self, props)
  -- An L1 role grants nothing: it is no IRole.
  if self._role.grant then self.role = self._role end
end

local function allow_key(self, key)
  local result = key:add_to_resource_policy(iam.PolicyStatement {
    actions = { "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey", "kms:CreateGrant" }, resources = { "*" },
    principals = { iam.ArnPrincipal(self._role.role_ref.role_arn) },
    conditions = {
      StringEquals = { ["kms:ViaService"] = { "bedrock." .. task.stack(self).region .. ".amazonaws.com" } },
    },
  }, true)
  if not result.statement_added then
    engine.fail(self, "custom_model_kms_key must be a key of this app: the policy of an imported key cannot be changed")
  end
end

local function policies(self, props)
  local pass = self._role.role_ref.role_arn
  local all = {
    task.allow({ "bedrock:CreateModelCustomizationJob", "bedrock:TagResource" }, {
      props.base_model.model_arn,
      task.arn(self, "bedrock", "custom-model", "*"),
      task.arn(self, "bedrock", "model-customization-job", "*"),
    }),
    task.allow({ "iam:PassRole" }, { pass }),
  }
  if props.custom_model_kms_key then allow_key(self, props.custom_model_kms_key) end
  return all
end

local function tags(list)
  return task.list(list, function(tag) return engine.ordered("Key", tag.key, "Value", tag.value) end)
end

local function uri(data) return data.bucket:s3_url_for_object(data.path) end

local function parameters(self, props)
  local key, network = props.custom_model_kms_key, props.vpc_config
  return engine.ordered(
    "BaseModelIdentifier", props.base_model.model_arn,
    "ClientRequestToken", props.client_request_token,
    "CustomizationType", props.customization_type,
    "CustomModelKmsKeyId", key and key.key_arn,
    "CustomModelName", props.custom_model_name,
    "CustomModelTags", tags(props.custom_model_tags),
    "HyperParameters", props.hyper_parameters,
    "JobName", props.job_name,
    "JobTags", tags(props.job_tags),
    "OutputDataConfig", { S3Uri = uri(props.output_data) },
    "RoleArn", self._role.role_ref.role_arn,
    "TrainingDataConfig", { S3Uri = uri(props.training_data) },
    "ValidationDataConfig", props.validation_data and { Validators = task.list(props.validation_data,
      function(data) return { S3Uri = uri(data) } end) },
    "VpcConfig", network and engine.ordered(
      "SecurityGroupIds", task.list(network.security_groups, function(group) return group.security_group_id end),
      "SubnetIds", task.list(network.subnets, function(subnet) return subnet.subnet_id end)))
end

return {
  BedrockCreateModelCustomizationJob = task.class("BedrockCreateModelCustomizationJob", {
    service = "bedrock", api = "createModelCustomizationJob", resource_pattern = false, single_language = true,
    patterns = task.REQUEST_OR_JOB,
    check = check, policies = policies, parameters = parameters,
  }),
}
