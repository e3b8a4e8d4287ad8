--- The subnets of a VPC that databases may be in.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"

local SubnetGroup = engine.class("aws_cdk.aws_rds.SubnetGroup", cdk.Resource)

local function reference(self)
  return {
    db_subnet_group_name = self.subnet_group_name,
    db_subnet_group_arn = engine.stack_of(self):format_arn {
      service = "rds", resource = "subgrp", resource_name = self.subnet_group_name,
      arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    },
  }
end

SubnetGroup.get.db_subnet_group_ref = reference

--- Arguments: scope, id, SubnetGroupProps. Without vpc_subnets these are the private ones.
function SubnetGroup:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local name = props.subnet_group_name
  if name and not engine.is_unresolved(name) then name = name:lower() end
  local selected = props.vpc:select_subnets(props.vpc_subnets or {
    subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS,
  })
  local resource = rds.CfnDBSubnetGroup(self, "Default", {
    db_subnet_group_description = props.description,
    db_subnet_group_name = name,
    subnet_ids = selected.subnet_ids,
  })
  if props.removal_policy then resource:apply_removal_policy(props.removal_policy) end
  self.subnet_group_name = resource.ref
end

l2.imported_by(SubnetGroup, "subnet_group_name").get.db_subnet_group_ref = reference

return { SubnetGroup = SubnetGroup }
