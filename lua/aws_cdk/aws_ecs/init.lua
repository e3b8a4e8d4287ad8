--- Amazon ECS: clusters, task definitions with their containers, services, capacity.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ecs", {
  AppMeshProxyConfiguration = "proxy_configurations",
  AppProtocol = "port_map",
  AssetEnvironmentFile = "environment_file",
  AssetImage = "images",
  BottleRocketImage = "machine_images",
  DomainJoinedCredentialSpec = "credential_spec",
  DomainlessCredentialSpec = "credential_spec",
  EcrImage = "images",
  EcsOptimizedImage = "machine_images",
  FireLensLogDriver = "option_log_drivers",
  FluentdLogDriver = "option_log_drivers",
  GelfLogDriver = "option_log_drivers",
  GenericLogDriver = "option_log_drivers",
  JournaldLogDriver = "option_log_drivers",
  JsonFileLogDriver = "option_log_drivers",
  NoneLogDriver = "option_log_drivers",
  PlacementConstraint = "placement",
  PlacementStrategy = "placement",
  RepositoryImage = "images",
  S3EnvironmentFile = "environment_file",
  ServiceConnect = "port_map",
  SplunkLogDriver = "option_log_drivers",
  SyslogLogDriver = "option_log_drivers",
  TagParameterContainerImage = "images",
})
