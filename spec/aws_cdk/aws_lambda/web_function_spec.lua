-- Web functions, capacity providers and network connectors, against the reference (tools/golden/aws_lambda_web.js).
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"

local cases = {}

local APP = "spec/fixtures/web_app"

local function one(build)
  return function(app)
    build(cdk.Stack(app, "S"))
  end
end

local function props(code, more)
  local all = {
    code = code,
    runtime = lambda.WebFunctionRuntime.NODEJS_24_X,
    default_endpoint_auth = lambda.WebFunctionAuthType.IAM_AUTH,
  }
  for name, value in pairs(more or {}) do
    all[name] = value
  end
  return all
end

local function out(stack, values)
  for _, pair in ipairs(values) do
    cdk.CfnOutput(stack, pair[1], { value = pair[2] })
  end
end

local function ec2_role(stack)
  return iam.Role(stack, "R", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
end

cases.from_bucket = one(function(stack)
  local bucket = s3.Bucket(stack, "B", { versioned = true })
  local fn = lambda.WebFunction(stack, "W", props(lambda.WebFunctionCode.from_bucket(bucket, "k.zip", "v"), {
    web_function_name = "web",
    environment = { A = "1" },
    entry_point = "server.js",
    timeout = cdk.Duration.minutes(1),
    max_concurrency_per_environment = 8,
    revision_description = "d",
    tags = { b = "2", a = "1" },
    application_log_level = lambda.ApplicationLogLevel.WARN,
    system_log_level = lambda.SystemLogLevel.INFO,
    default_endpoint = { endpoint_description = "e", max_environments = 4, rate_limit = 100 },
  }))
  out(stack, {
    { "Arn", fn.web_function_arn }, { "Name", fn.web_function_name }, { "Revision", fn.revision_arn },
    { "Id", fn.revision_id }, { "Domain", fn.endpoint.domain_name }, { "Endpoint", fn.endpoint.endpoint_arn },
    { "Owner", fn.endpoint.web_function_arn },
  })
end)

cases.endpoints = one(function(stack)
  local bucket = s3.Bucket(stack, "B", { versioned = true })
  local fn = lambda.WebFunction(stack, "W", props(lambda.WebFunctionCode.from_bucket(bucket, "k.zip"), {
    default_endpoint = {
      endpoint_location = lambda.WebFunctionEndpointLocation.multi_region { "us-west-2", "eu-west-1" },
    },
  }))
  local endpoint = fn:add_endpoint("More", { auth_type = lambda.WebFunctionAuthType.APPLICATION_MANAGED })
  endpoint.grants:invoke(ec2_role(stack))
  fn.endpoint.grants:invoke(iam.ServicePrincipal "cloudfront.amazonaws.com")
  fn:add_to_role_policy(iam.PolicyStatement { actions = { "s3:GetObject" }, resources = { "*" } })
  fn:add_to_resource_policy(iam.PolicyStatement {
    actions = { "lambda:InvokeWebFunctionEndpoint" },
    resources = { "*" },
    principals = { iam.AccountPrincipal "111122223333" },
  })
end)

cases.encrypted_bucket = one(function(stack)
  local key = kms.Key(stack, "K")
  local bucket = s3.Bucket(stack, "B", { versioned = true, encryption_key = key })
  lambda.WebFunction(stack, "W", props(lambda.WebFunctionCode.from_bucket(bucket, "k.zip"), { kms_key = key }))
end)

cases.imports = one(function(stack)
  local fn = lambda.WebFunction.from_web_function_arn(stack, "W",
    "arn:aws:lambda:us-west-2:123456789012:web-function/w")
  out(stack, { { "Name", fn.web_function_name } })
  fn:add_to_resource_policy(iam.PolicyStatement {
    actions = { "a:b" }, resources = { "*" }, principals = { iam.AnyPrincipal() },
  })
  local endpoint = lambda.WebFunctionEndpoint.from_web_function_endpoint_attributes(stack, "E", {
    endpoint_arn = "arn:aws:lambda:us-west-2:123456789012:web-function/w/endpoint/e",
    domain_name = "d",
    endpoint_type = lambda.WebFunctionEndpointType.HOME_REGION,
    auth_type = lambda.WebFunctionAuthType.IAM_AUTH,
  })
  out(stack, { { "Owner", endpoint.web_function_arn } })
  endpoint.grants:invoke(ec2_role(stack))
end)

cases.capacity_provider = one(function(stack)
  local provider = lambda.CapacityProvider(stack, "C", {
    subnets = { ec2.Subnet.from_subnet_id(stack, "Subnet", "subnet-1") },
    security_groups = { ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1") },
    capacity_provider_name = "cp",
    architectures = { lambda.Architecture.ARM_64 },
    max_v_cpu_count = 20,
    scaling_options = lambda.ScalingOptions.manual { lambda.TargetTrackingScalingPolicy.cpu_utilization(70) },
    propagate_tags = lambda.PropagateTags.explicit { a = "1", b = "2" },
    system_log_level = lambda.SystemLogLevel.WARN,
  })
  local fn = lambda.Function(stack, "F", {
    code = lambda.Code.from_inline "x", handler = "i.h", runtime = lambda.Runtime.NODEJS_24_X,
  })
  provider:add_function(fn, {
    publish_to_latest_published = true,
    per_execution_environment_max_concurrency = 4,
    execution_environment_memory_gib_per_v_cpu = 2,
    latest_published_scaling_config = { min_execution_environments = 1, max_execution_environments = 9 },
  })
  local imported = lambda.CapacityProvider.from_capacity_provider_name(stack, "I", "other")
  out(stack, {
    { "V", fn.current_version.version }, { "Arn", provider.capacity_provider_arn },
    { "Name", imported.capacity_provider_name }, { "ImportedArn", imported.capacity_provider_arn },
  })
end)

cases.network_connector = one(function(stack)
  local vpc = ec2.Vpc.from_vpc_attributes(stack, "Network", {
    vpc_id = "vpc-1", availability_zones = { "us-east-1a", "us-east-1b" },
    private_subnet_ids = { "subnet-1", "subnet-2" },
  })
  local function egress(compute_type, group_id, protocol)
    return lambda.NetworkConnectorConfiguration.vpc_egress {
      compute_type = compute_type,
      vpc = vpc,
      security_groups = { { security_group_ref = { security_group_id = group_id } } },
      network_protocol = protocol,
    }
  end
  local connector = lambda.NetworkConnector(stack, "N", {
    network_connector_name = "nc",
    tags = { k = "v" },
    configuration = egress(lambda.NetworkConnectorComputeType.WEB_FUNCTION, "sg-1"),
  })
  lambda.NetworkConnector(stack, "M", {
    operator_role = iam.Role(stack, "R", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" }),
    configuration = egress(lambda.NetworkConnectorComputeType.MICRO_VM, "sg-2",
      lambda.NetworkConnectorProtocol.DUAL_STACK),
  })
  local bucket = s3.Bucket(stack, "B", { versioned = true })
  lambda.WebFunction(stack, "W", props(lambda.WebFunctionCode.from_bucket(bucket, "k.zip"), {
    egress_network_connector = connector,
  }))
  local imported = lambda.NetworkConnector.from_network_connector_version_arn(stack, "I",
    "arn:aws:lambda:us-east-1:111122223333:network-connector:nc:3")
  out(stack, { { "Arn", imported.network_connector_arn }, { "Version", imported.latest_version_arn } })
end)

cases.managed_bucket = one(function(stack)
  local function code()
    return lambda.WebFunctionCode.from_asset_to_managed_bucket(APP)
  end
  lambda.WebFunction(stack, "W", props(code()))
  local kept = lambda.WebFunction(stack, "Kept", props(code()))
  kept.resource_revision:apply_removal_policy(cdk.RemovalPolicy.RETAIN)
end)

cases.provided_bucket = one(function(stack)
  local bucket = s3.Bucket(stack, "B", { versioned = true })
  lambda.WebFunction(stack, "W", props(lambda.WebFunctionCode.from_asset_to_provided_bucket(bucket, APP, {
    key_prefix = "apps/",
  })))
end)

describe("lambda.WebFunction, CapacityProvider and NetworkConnector", function()
  golden.check("aws_lambda_web", cases)
end)
