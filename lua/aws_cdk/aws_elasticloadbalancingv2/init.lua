-- Elastic Load Balancing, application and network load balancers: the module table; every class loads its file on first
-- use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_elasticloadbalancingv2", {
  ApplicationListener = "application_listener",
  ApplicationListenerCertificate = "application_listener_certificate",
  ApplicationListenerRule = "application_listener_rule",
  ApplicationLoadBalancer = "application_load_balancer",
  ApplicationTargetGroup = "application_target_group",
  BaseListener = "base_listener",
  BaseLoadBalancer = "base_load_balancer",
  ListenerAction = "listener_action",
  ListenerCertificate = "listener_certificate",
  ListenerCondition = "listener_condition",
  NetworkListener = "network_listener",
  NetworkListenerAction = "network_listener_action",
  NetworkLoadBalancer = "network_load_balancer",
  NetworkTargetGroup = "network_target_group",
  SourceNatIpv6Prefix = "source_nat_ipv6_prefix",
  TargetGroupBase = "target_group_base",
  TrustStore = "trust_store",
  TrustStoreRevocation = "trust_store_revocation",
})
