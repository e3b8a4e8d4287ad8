--- The user's own instances on which functions run.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"

local fail = engine.fail
local display = engine.display
local is_unresolved = engine.is_unresolved

-- ---- values of the properties ---------------------------------------------------------------------------------------

local PropagateTags = engine.class("aws_cdk.aws_lambda.PropagateTags")

function PropagateTags:init(mode, explicit_tags)
  self.mode = mode
  self.explicit_tags = explicit_tags
end

function PropagateTags.none() return PropagateTags "None" end

function PropagateTags.explicit(tags) return PropagateTags("Explicit", tags) end

local InstanceTypeFilter = engine.class("aws_cdk.aws_lambda.InstanceTypeFilter")

function InstanceTypeFilter:init(allowed, excluded)
  self.allowed_instance_types = allowed
  self.excluded_instance_types = excluded
end

function InstanceTypeFilter.allow(instance_types) return InstanceTypeFilter(instance_types, nil) end

function InstanceTypeFilter.exclude(instance_types)
  return InstanceTypeFilter(nil, instance_types)
end

local ScalingOptions = engine.class("aws_cdk.aws_lambda.ScalingOptions")

function ScalingOptions:init(scaling_mode, scaling_policies)
  self.scaling_mode = scaling_mode
  self.scaling_policies = scaling_policies
end

function ScalingOptions.auto() return ScalingOptions "Auto" end

function ScalingOptions.manual(scaling_policies)
  return ScalingOptions("Manual", scaling_policies)
end

local TargetTrackingScalingPolicy = engine.class("aws_cdk.aws_lambda.TargetTrackingScalingPolicy")

function TargetTrackingScalingPolicy:init(metric_type, value)
  self.metric_type = metric_type
  self.value = value
  self.predefined_metric_type = metric_type
  self.target_value = value
end

function TargetTrackingScalingPolicy.cpu_utilization(target_cpu_utilization)
  return TargetTrackingScalingPolicy("LambdaCapacityProviderAverageCPUUtilization", target_cpu_utilization)
end

-- ---- the provider ---------------------------------------------------------------------------------------------------

local CapacityProviderBase = engine.class("aws_cdk.aws_lambda.CapacityProviderBase", cdk.Resource,
  "aws_cdk.aws_lambda.ICapacityProvider")

local ROW = {
  arn = { "capacity_provider_arn", service = "lambda", resource = "capacity-provider",
    format = cdk.ArnFormat.COLON_RESOURCE_NAME },
  name = { "capacity_provider_name" },
  environment = false,
}

local PARTS = "aws_lambda.CfnCapacityProvider."
local FEWEST_CPUS = 12 -- CloudFormation takes 2

local CapacityProvider = l2.resource("aws_cdk.aws_lambda.CapacityProvider", CapacityProviderBase, ROW)

local function check_name(self, name)
  if not name:find "^[%w_-]+$" and not name:find "^arn:aws[%a-]*:lambda:capacity%-provider:[%w_-]+$" then
    fail(self, "capacity_provider_name must be an ARN or consist of letters, digits, '-' and '_'; it is %s",
      display(name))
  end
  l2.at_most(self, "aws_lambda.CfnCapacityProviderProps.capacity_provider_name", name)
end

local function check(self, props)
  local cpus = l2.at_most(self, PARTS .. "CapacityProviderScalingConfigProperty.max_v_cpu_count", props.max_v_cpu_count)
  if cpus ~= nil and not is_unresolved(cpus) and cpus < FEWEST_CPUS then
    fail(self, "max_v_cpu_count must be at least %d, got %s", FEWEST_CPUS, display(cpus))
  end
  l2.within(self, PARTS .. "CapacityProviderVpcConfigProperty.subnet_ids", props.subnets, "subnets")
  l2.at_most(self, PARTS .. "CapacityProviderVpcConfigProperty.security_group_ids", props.security_groups,
    "security_groups")
  if #props.security_groups == 0 then fail(self, "security_groups must have at least 1 item, got 0") end
  local name = props.capacity_provider_name
  if name and name ~= "" and not is_unresolved(name) then check_name(self, name) end
  local filter = props.instance_type_filter
  if filter and (filter.allowed_instance_types and #filter.allowed_instance_types == 0
      or filter.excluded_instance_types and #filter.excluded_instance_types == 0) then
    fail(self, "instance_type_filter names no instance type; -> name at least one or leave it out")
  end
  local policies = props.scaling_options and props.scaling_options.scaling_policies
  if policies and #policies == 0 then fail(self, "ScalingOptions.manual needs at least one policy") end
  l2.at_most(self, PARTS .. "CapacityProviderScalingConfigProperty.scaling_policies", policies,
    "the policies of ScalingOptions.manual")
  local tags = props.propagate_tags and props.propagate_tags.explicit_tags
  if tags and not is_unresolved(tags) then
    local count = 0
    for _ in pairs(tags) do count = count + 1 end
    local most = l2.limit(PARTS .. "PropagateTagsConfigProperty.explicit_tags")
    if count > most then fail(self, "PropagateTags.explicit takes at most %d tags, got %d", most, count) end
  end
end

-- Names of a list of instance types or architectures.
local function texts(list)
  if not list then return nil end
  local result = {}
  for i, item in ipairs(list) do result[i] = item:to_string() end
  return result
end

local function scaling_config(props)
  local options = props.scaling_options
  local cpus = props.max_v_cpu_count
  if not cpus and not options then return nil end
  local policies
  if options and options.scaling_policies then
    policies = {}
    for i, policy in ipairs(options.scaling_policies) do
      policies[i] = { predefined_metric_type = policy.predefined_metric_type, target_value = policy.target_value }
    end
  end
  return {
    max_v_cpu_count = cpus,
    scaling_mode = options and options.scaling_mode,
    scaling_policies = policies,
  }
end

-- Tags sorted by name, since a table has no order.
local function tag_list(tags)
  local names, list = {}, {}
  for name in pairs(tags) do
    names[#names + 1] = name
  end
  table.sort(names)
  for i, name in ipairs(names) do list[i] = { key = name, value = tags[name] } end
  return list
end

local function propagation(tags)
  if not tags then return nil end
  return { mode = tags.mode, explicit_tags = tags.explicit_tags and tag_list(tags.explicit_tags) }
end

function CapacityProvider:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.capacity_provider_name })
  check(self, props)
  local role = props.operator_role or iam.Role(self, "OperatorRole", {
    assumed_by = iam.ServicePrincipal "lambda.amazonaws.com",
    managed_policies = { iam.ManagedPolicy.from_aws_managed_policy_name "AWSLambdaManagedEC2ResourceOperator" },
  })
  local filter = props.instance_type_filter
  local requirements
  if filter or props.architectures then
    requirements = {
      allowed_instance_types = filter and texts(filter.allowed_instance_types),
      excluded_instance_types = filter and texts(filter.excluded_instance_types),
      architectures = texts(props.architectures),
    }
  end
  local telemetry
  if props.log_group or props.system_log_level then
    telemetry = {
      logging_config = {
        log_group = props.log_group and props.log_group.log_group_ref.log_group_name,
        system_log_level = props.system_log_level,
      },
    }
  end
  self._resource = lambda.CfnCapacityProvider(self, "Resource", {
    capacity_provider_name = self.physical_name,
    vpc_config = {
      security_group_ids = l2.pluck(props.security_groups, "security_group_id"),
      subnet_ids = l2.pluck(props.subnets, "subnet_id"),
    },
    permissions_config = { capacity_provider_operator_role_arn = role.role_arn },
    instance_requirements = requirements,
    capacity_provider_scaling_config = scaling_config(props),
    kms_key_arn = props.kms_key and props.kms_key.key_arn,
    propagate_tags = propagation(props.propagate_tags),
    telemetry_config = telemetry,
  })
end

local function check_environments(self, min, max)
  for name, value in pairs { min_execution_environments = min, max_execution_environments = max } do
    l2.within(self, "aws_lambda.CfnFunction.FunctionScalingConfigProperty." .. name, value)
  end
  if min and max and not is_unresolved(min) and not is_unresolved(max) and min > max then
    fail(self, "min_execution_environments must be at most max_execution_environments; they are %s and %s",
      display(min), display(max))
  end
end

--- Lets a function run on this provider.
function CapacityProvider:add_function(func, options)
  options = options or {}
  cdk.Annotations.of(func):add_info_v2("aws-lambda:Function.CapacityProviderConfiguration",
    "the capacity provider of a function can be changed later, but not removed")
  local resource = func.node.default_child
  resource.publish_to_latest_published = options.publish_to_latest_published
  resource.capacity_provider_config = {
    lambda_managed_instances_capacity_provider_config = {
      capacity_provider_arn = self.capacity_provider_arn,
      per_execution_environment_max_concurrency = options.per_execution_environment_max_concurrency,
      execution_environment_memory_gib_per_v_cpu = options.execution_environment_memory_gib_per_v_cpu,
    },
  }
  local scaling = options.latest_published_scaling_config
  local min = scaling and scaling.min_execution_environments
  local max = scaling and scaling.max_execution_environments
  if min ~= nil or max ~= nil then
    check_environments(self, min, max)
    resource.function_scaling_config = { min_execution_environments = min, max_execution_environments = max }
  end
end

l2.imports(CapacityProvider, CapacityProviderBase, ROW)

return {
  CapacityProvider = CapacityProvider,
  InstanceTypeFilter = InstanceTypeFilter,
  PropagateTags = PropagateTags,
  ScalingOptions = ScalingOptions,
  TargetTrackingScalingPolicy = TargetTrackingScalingPolicy,
  tag_list = tag_list,
}
