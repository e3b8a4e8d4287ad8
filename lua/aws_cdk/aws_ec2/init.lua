-- Amazon Elastic Compute Cloud: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ec2", {
  AclCidr = "network_acl_types",
  AclTraffic = "network_acl_types",
  Connections = "connections",
  IpAddresses = "ip_addresses",
  Ipv6Addresses = "ip_addresses",
  NatGatewayProvider = "nat_provider",
  NatProvider = "nat_provider",
  NetworkAcl = "network_acl",
  NetworkAclEntry = "network_acl",
  Peer = "peer",
  Port = "port",
  PrivateSubnet = "subnet",
  PublicSubnet = "subnet",
  RegionalNatGatewayProvider = "nat_provider",
  SecurityGroup = "security_group",
  Subnet = "subnet",
  SubnetFilter = "subnet_filter",
  SubnetNetworkAclAssociation = "network_acl",
  Vpc = "vpc",
})
