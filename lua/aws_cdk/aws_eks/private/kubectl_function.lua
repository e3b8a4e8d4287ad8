--- What the functions have in common that run kubectl and helm.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local custom_resources = require "aws_cdk.custom_resources"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local kubectl_function = {}

local function managed(name) return iam.ManagedPolicy.from_aws_managed_policy_name(name) end

-- May pull public images, in the partition that has any.
local function allow_public_images(self, role)
  local condition = cdk.CfnCondition(role.node.scope, "HasEcrPublic", {
    expression = cdk.Fn.condition_equals(cdk.Aws.PARTITION, "aws"),
  })
  local arn = cdk.Fn.condition_if(condition.logical_id,
    managed("AmazonElasticContainerRegistryPublicReadOnly").managed_policy_arn, cdk.Aws.NO_VALUE)
  local policy = iam.ManagedPolicy.from_managed_policy_arn(self, "ConditionalPolicyArn", engine.view(arn, "string"))
  role:add_managed_policy(iam.ManagedPolicy.from_managed_policy_arn(self, "conditionalPolicy",
    policy.managed_policy_arn))
end

--- What both functions have of their properties. `memory`: a Size, 1 GiB if nil; `environment`: variables, or nil;
--- `network`: { vpc, vpc_subnets, security_groups }.
function kubectl_function.props(memory, environment, network)
  return l2.with({
    timeout = cdk.Duration.minutes(15), description = "onEvent handler for EKS kubectl resource provider",
    memory_size = memory and memory:to_mebibytes() or 1024,
    environment = engine.extend(engine.ordered("AWS_STS_REGIONAL_ENDPOINTS", "regional"), environment or {}),
  }, network)
end

--- Completes the function `fn` of a kubectl provider, and puts it behind a custom_resources.Provider.
-- @param props cluster_arn, awscli_layer (nil for ours), kubectl_layer (may be nil), registry_policy: the managed
-- policy for images, role_ready: called with the role (may be nil)
-- @param network { vpc, vpc_subnets, security_groups }
-- @return the service token, the function's role
function kubectl_function.complete(self, fn, props, network)
  fn:add_layers(props.awscli_layer or require("aws_cdk.lambda_layer_awscli").AwsCliLayer(self, "AwsCliLayer"))
  if props.kubectl_layer then fn:add_layers(props.kubectl_layer) end
  local role = fn.role
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "eks:DescribeCluster" }, resources = { props.cluster_arn },
  })
  if fn.is_bound_to_vpc then role:add_managed_policy(managed "service-role/AWSLambdaVPCAccessExecutionRole") end
  role:add_managed_policy(managed(props.registry_policy))
  allow_public_images(self, role)
  if props.role_ready then props.role_ready(role) end
  local provider = custom_resources.Provider(self, "Provider", l2.with({ on_event_handler = fn }, network))
  return provider.service_token, role
end

return kubectl_function
