--- Links through which HTTP APIs reach resources in a VPC.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local VpcLink = engine.class("aws_cdk.aws_apigatewayv2.VpcLink", cdk.Resource)

local function list(self, field, id_of)
  return engine.lazy(function()
    local ids = {}
    for i, one in ipairs(self[field]) do ids[i] = id_of(one) end
    return engine.list(ids)
  end, { kind = "list" })
end

--- Arguments: scope, id, VpcLinkProps: vpc (required). In the private subnets unless `subnets` says otherwise.
function VpcLink:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local name, vpc = props.vpc_link_name, props.vpc
  self.vpc, self._subnets, self._security_groups = vpc, {}, {}
  local resource = apigatewayv2.CfnVpcLink(self, "Resource", {
    name = name ~= nil and name ~= "" and name
      or engine.lazy(function() return cdk.Names.unique_id(self) end, { kind = "string" }),
    subnet_ids = list(self, "_subnets", function(subnet) return subnet.subnet_ref.subnet_id end),
    security_group_ids = list(self, "_security_groups",
      function(group) return group.security_group_ref.security_group_id end),
  })
  self.vpc_link_id = resource.ref
  self.vpc_link_ref = { vpc_link_id = resource.ref }
  local selection = props.subnets or { subnet_type = require("aws_cdk.aws_ec2").SubnetType.PRIVATE_WITH_EGRESS }
  self:add_subnets(table.unpack(vpc:select_subnets(selection).subnets))
  self:add_security_groups(table.unpack(props.security_groups or {}))
end

--- Puts the link into more subnets.
function VpcLink:add_subnets(...)
  for _, subnet in ipairs { ... } do table.insert(self._subnets, subnet) end
end

--- Gives the link more security groups.
function VpcLink:add_security_groups(...)
  for _, group in ipairs { ... } do table.insert(self._security_groups, group) end
end

local ImportedVpcLink = engine.class("aws_cdk.aws_apigatewayv2.ImportedVpcLink", cdk.Resource,
  "aws_cdk.aws_apigatewayv2.IVpcLink")

function ImportedVpcLink:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.vpc, self.vpc_link_id = attrs.vpc, attrs.vpc_link_id
  self.vpc_link_ref = { vpc_link_id = attrs.vpc_link_id }
end

--- A link by vpc_link_id and vpc.
function VpcLink.from_vpc_link_attributes(scope, id, attrs) return ImportedVpcLink(scope, id, attrs) end

return { VpcLink = VpcLink }
