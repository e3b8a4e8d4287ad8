-- The functions that make clusters and Fargate profiles: a nested stack, one for a stack.
local engine = require "luacdk.engine"
local bundled_function = require "aws_cdk.custom_resources.bundled_function"
local cdk = require "aws_cdk"
local custom_resources = require "aws_cdk.custom_resources"

local ID = "@aws-cdk/aws-eks.ClusterResourceProvider"
local PROGRAM = "aws-eks/cluster-resource-handler"

local ClusterResourceProvider = engine.class("aws_cdk.aws_eks.ClusterResourceProvider", cdk.NestedStack)

function ClusterResourceProvider:init(scope, id, props)
  cdk.NestedStack.init(self, scope, id)
  local proxy = require("aws_cdk.lambda_layer_node_proxy_agent").NodeProxyAgentLayer(self, "NodeProxyAgentLayer")
  local vpc, vpc_subnets = props.subnets and props.vpc or nil, props.subnets and { subnets = props.subnets } or nil
  local security_groups = props.security_group and { props.security_group } or nil

  local function add(name, entry, layer)
    return bundled_function(self, name, PROGRAM, entry, {
      description = entry .. " handler for EKS cluster resource provider",
      environment = engine.extend(engine.ordered("AWS_STS_REGIONAL_ENDPOINTS", "regional"), props.environment or {}),
      timeout = cdk.Duration.minutes(1), vpc = vpc, vpc_subnets = vpc_subnets, security_groups = security_groups,
      layers = { layer },
    })
  end

  local on_event = add("OnEventHandler", "onEvent", props.on_event_layer or proxy)
  local is_complete = add("IsCompleteHandler", "isComplete", proxy)
  self.provider = custom_resources.Provider(self, "Provider", {
    on_event_handler = on_event, is_complete_handler = is_complete, total_timeout = cdk.Duration.hours(1),
    query_interval = cdk.Duration.minutes(1), vpc = vpc, vpc_subnets = vpc_subnets, security_groups = security_groups,
    disable_waiter_state_machine_logging = true,
  })
end

--- The provider of the stack that contains `scope`; made with `props` if there is none yet: subnets and vpc to run in,
-- environment, on_event_layer, security_group.
function ClusterResourceProvider.get_or_create(scope, props)
  local stack = engine.stack_of(scope)
  return stack.node:try_find_child(ID) or ClusterResourceProvider(stack, ID, props)
end

return ClusterResourceProvider
