--- The subnets and security groups of a cluster.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local rds = require "aws_cdk.aws_rds"
local removal = require "aws_cdk.aws_rds.private.removal"

local LEAST_SUBNETS = 2

--- The subnet group and the list of security groups. `options`: vpc, vpc_subnets, subnet_group, security_groups,
--- removal_policy. Notes an error if there are too few subnets.
return function(self, id, options)
  local count = #options.vpc:select_subnets(options.vpc_subnets).subnet_ids
  if count < LEAST_SUBNETS then
    cdk.Annotations.of(self):_add_trackable_error("InsufficientSubnets",
      ("a cluster needs at least %d subnets, got %d"):format(LEAST_SUBNETS, count))
  end
  local subnets = options.subnet_group or rds.SubnetGroup(self, "Subnets", {
    description = ("Subnets for %s database"):format(id), vpc = options.vpc, vpc_subnets = options.vpc_subnets,
    removal_policy = removal.of_subnet_group(options.removal_policy),
  })
  local groups = options.security_groups or { ec2.SecurityGroup(self, "SecurityGroup", {
    description = "RDS security group", vpc = options.vpc,
  }) }
  return subnets, groups
end
