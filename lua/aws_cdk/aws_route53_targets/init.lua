--- Targets of alias records: AWS resources with their own name in Route 53.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_route53_targets", {
  ApiGateway = "api_gateway_domain",
  AppSyncTarget = "cloud_front_targets",
  ClassicLoadBalancerTarget = "load_balancer_targets",
  CloudFrontTarget = "cloud_front_targets",
  GlobalAcceleratorDomainTarget = "global_accelerator_targets",
  GlobalAcceleratorTarget = "global_accelerator_targets",
  LoadBalancerTarget = "load_balancer_targets",
  UserPoolDomainTarget = "cloud_front_targets",
})
