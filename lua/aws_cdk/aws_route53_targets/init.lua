--- Targets of alias records: AWS resources with their own name in Route 53.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_route53_targets", {
  ApiGateway = "api_gateway_domain",
  ApiGatewayDomain = "api_gateway_domain",
  ApiGatewayv2DomainProperties = "api_gatewayv2_domain_properties",
  AppSyncTarget = "cloud_front_targets",
  BucketWebsiteTarget = "bucket_website_target",
  ClassicLoadBalancerTarget = "load_balancer_targets",
  CloudFrontTarget = "cloud_front_targets",
  ElasticBeanstalkEnvironmentEndpointTarget = "elastic_beanstalk_environment_endpoint_target",
  GlobalAcceleratorDomainTarget = "global_accelerator_targets",
  GlobalAcceleratorTarget = "global_accelerator_targets",
  InterfaceVpcEndpointTarget = "interface_vpc_endpoint_target",
  LoadBalancerTarget = "load_balancer_targets",
  Route53RecordTarget = "route53_record_target",
  UserPoolDomainTarget = "cloud_front_targets",
})
