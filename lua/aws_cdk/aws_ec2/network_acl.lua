-- Network ACLs, their entries, and which subnets they guard.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"

local NetworkAclBase = engine.class("aws_cdk.aws_ec2.NetworkAclBase", cdk.Resource)
local NetworkAcl = engine.class("aws_cdk.aws_ec2.NetworkAcl", NetworkAclBase)
local ImportedNetworkAcl = engine.class("aws_cdk.aws_ec2.ImportedNetworkAcl", NetworkAclBase)
local NetworkAclEntry = engine.class("aws_cdk.aws_ec2.NetworkAclEntry", cdk.Resource)
local Association = engine.class("aws_cdk.aws_ec2.SubnetNetworkAclAssociation", cdk.Resource)
local ImportedAssociation = engine.class("aws_cdk.aws_ec2.ImportedSubnetNetworkAclAssociation", cdk.Resource)

--- Adds an entry.
function NetworkAclBase:add_entry(id, options)
  local all = l2.with({ network_acl = self }, options)
  return NetworkAclEntry(self, id, all)
end

--- Arguments: scope, id, NetworkAclProps.
function NetworkAcl:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._vpc = props.vpc
  local name = props.network_acl_name
  cdk.Tags.of(self):add("Name", name and name ~= "" and name or self.node.path)
  local resource = ec2.CfnNetworkAcl(self, "Resource", { vpc_id = props.vpc.vpc_id })
  self.network_acl_id = resource.ref
  self.network_acl_vpc_id = props.vpc.vpc_id
  if props.subnet_selection then self:associate_with_subnet("DefaultAssociation", props.subnet_selection) end
end

--- Puts the subnets of a selection under the ACL.
function NetworkAcl:associate_with_subnet(id, selection)
  for _, subnet in ipairs(self._vpc:select_subnets(selection).subnets) do subnet:associate_network_acl(id, self) end
end

ImportedNetworkAcl.__interface = rawget(NetworkAcl, "__schema")

function ImportedNetworkAcl:init(scope, id, network_acl_id)
  cdk.Resource.init(self, scope, id)
  self.network_acl_id = network_acl_id
end

--- A network ACL defined elsewhere.
function NetworkAcl.from_network_acl_id(scope, id, network_acl_id)
  return ImportedNetworkAcl(scope, id, network_acl_id)
end

--- Arguments: scope, id, NetworkAclEntryProps.
function NetworkAclEntry:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.network_acl_entry_name })
  self.network_acl = props.network_acl
  local direction = props.direction
  local values = {
    network_acl_id = props.network_acl.network_acl_ref.network_acl_id,
    rule_number = props.rule_number,
    rule_action = props.rule_action or "allow",
  }
  if direction ~= nil then values.egress = direction == ec2.TrafficDirection.EGRESS end
  for _, config in ipairs { props.traffic:to_traffic_config(), props.cidr:to_cidr_config() } do
    for key, value in pairs(config) do values[key] = value end
  end
  self._resource = ec2.CfnNetworkAclEntry(self, "Resource", values)
end

NetworkAclEntry.get.network_acl_entry_ref = function(self) return self._resource.network_acl_entry_ref end

--- Arguments: scope, id, SubnetNetworkAclAssociationProps.
function Association:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.subnet_network_acl_association_name })
  self._resource = ec2.CfnSubnetNetworkAclAssociation(self, "Resource", {
    network_acl_id = props.network_acl.network_acl_ref.network_acl_id,
    subnet_id = props.subnet.subnet_ref.subnet_id,
  })
  self.network_acl, self.subnet = props.network_acl, props.subnet
end

Association.get.subnet_network_acl_association_association_id = function(self)
  return self._resource.attr_association_id
end

local function reference(self) return { association_id = self.subnet_network_acl_association_association_id } end

Association.get.subnet_network_acl_association_ref = reference

ImportedAssociation.__interface = rawget(Association, "__schema")
ImportedAssociation.get.subnet_network_acl_association_ref = reference

function ImportedAssociation:init(scope, id, association_id)
  cdk.Resource.init(self, scope, id)
  self.subnet_network_acl_association_association_id = association_id
end

--- An association defined elsewhere.
function Association.from_subnet_network_acl_association_association_id(scope, id, association_id)
  return ImportedAssociation(scope, id, association_id)
end

return { NetworkAcl = NetworkAcl, NetworkAclEntry = NetworkAclEntry, SubnetNetworkAclAssociation = Association }
