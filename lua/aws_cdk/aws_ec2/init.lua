-- Amazon Elastic Compute Cloud: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ec2", {
  AclCidr = "network_acl_types",
  AclTraffic = "network_acl_types",
  IpAddresses = "ip_addresses",
  Ipv6Addresses = "ip_addresses",
  NatGatewayProvider = "nat_provider",
  NatProvider = "nat_provider",
  NetworkAcl = "network_acl",
  NetworkAclEntry = "network_acl",
  PrivateSubnet = "subnet",
  PublicSubnet = "subnet",
  RegionalNatGatewayProvider = "nat_provider",
  Subnet = "subnet",
  SubnetFilter = "subnet_filter",
  SubnetNetworkAclAssociation = "network_acl",
  Vpc = "vpc",
})
