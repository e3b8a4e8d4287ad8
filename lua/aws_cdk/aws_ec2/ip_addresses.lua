-- Where a VPC has its addresses from.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local util = require "aws_cdk.aws_ec2.network_util"

local fail = engine.fail

local IpAddresses = engine.class "aws_cdk.aws_ec2.IpAddresses"
local Ipv6Addresses = engine.class "aws_cdk.aws_ec2.Ipv6Addresses"

--------------------------------------------------------------------------------------------------------------------
-- A CIDR block that is known now

local Cidr = engine.class "aws_cdk.aws_ec2.CidrIpAddresses"

function Cidr:init(cidr_block)
  if engine.is_unresolved(cidr_block) then
    fail(nil, "the CIDR block of a VPC must be a literal such as \"10.0.0.0/16\", since it is divided into subnets; it "
      .. "is a token")
  end
  self._builder = util.builder(cidr_block)
end

function Cidr:allocate_vpc_cidr() return { cidr_block = self._builder.block.cidr } end

-- Subnets with a mask of their own come first; the others share the remaining space.
function Cidr:allocate_subnets_cidr(input)
  local allocated, rest = {}, {}
  for i, subnet in ipairs(input.requested_subnets) do
    local mask = subnet.configuration.cidr_mask
    if mask == nil then
      rest[#rest + 1] = i
    else
      allocated[#allocated + 1] = { cidr = self._builder:add(mask) }
    end
  end
  if #rest > 0 then
    local mask = self._builder:mask_for(#rest)
    for _, place in ipairs(rest) do table.insert(allocated, place, { cidr = self._builder:add(mask) }) end
  end
  return { allocated_subnets = allocated }
end

--------------------------------------------------------------------------------------------------------------------
-- A range of a pool, known at deployment

local AwsIpam = engine.class "aws_cdk.aws_ec2.AwsIpamIpAddresses"

function AwsIpam:init(props) self._props = props end

function AwsIpam:allocate_vpc_cidr()
  local props = self._props
  return { ipv4_netmask_length = props.ipv4_netmask_length, ipv4_ipam_pool_id = props.ipv4_ipam_pool_id }
end

function AwsIpam:allocate_subnets_cidr(input)
  local props, masks = self._props, {}
  for i, subnet in ipairs(input.requested_subnets) do
    local mask = subnet.configuration.cidr_mask or props.default_subnet_ipv4_netmask_length
    if mask == nil then
      fail(nil, "the subnet %s has no cidr_mask: -> give it one, or set default_subnet_ipv4_netmask_length of the IPAM "
        .. "allocation", engine.display(subnet.configuration.name))
    end
    masks[i] = mask
  end
  local allocated = {}
  for i, split in ipairs(util.splits(props.ipv4_netmask_length, masks)) do
    allocated[i] = { cidr = util.split_expression(input.vpc_cidr, split) }
  end
  return { allocated_subnets = allocated }
end

--------------------------------------------------------------------------------------------------------------------

--- Addresses of a literal CIDR block.
function IpAddresses.cidr(cidr_block) return Cidr(cidr_block) end

--- Addresses that a pool of Amazon VPC IPAM gives at deployment.
function IpAddresses.aws_ipam_allocation(props) return AwsIpam(props) end

local AmazonProvided = engine.class "aws_cdk.aws_ec2.AmazonProvidedIpv6Addresses"

function AmazonProvided:init() self.amazon_provided = true end

function AmazonProvided:allocate_vpc_ipv6_cidr(input)
  return ec2.CfnVPCCidrBlock(input.scope, "ipv6cidr", {
    vpc_id = input.vpc_id, amazon_provided_ipv6_cidr_block = self.amazon_provided,
  })
end

function AmazonProvided.create_ipv6_cidr_blocks(_, input)
  return cdk.Fn.cidr(input.ipv6_selected_cidr, input.subnet_count, input.size_mask or "64")
end

function AmazonProvided.allocate_subnets_ipv6_cidr(_, input)
  local allocated = {}
  for i, subnet in ipairs(input.allocated_subnets) do
    allocated[i] = { cidr = subnet.cidr, ipv6_cidr = cdk.Fn.select(i - 1, input.ipv6_cidrs) }
  end
  return { allocated_subnets = allocated }
end

--- A /56 block of Amazon's.
function Ipv6Addresses.amazon_provided() return AmazonProvided() end

return { IpAddresses = IpAddresses, Ipv6Addresses = Ipv6Addresses }
