-- Which of a VPC's subnets are chosen.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_ec2.network_util"

local SubnetFilter = engine.class "aws_cdk.aws_ec2.SubnetFilter"
local Predicate = engine.class("aws_cdk.aws_ec2.PredicateSubnetFilter", SubnetFilter)

function SubnetFilter:init() end

--- The subnets that pass, in their order. Your own filters override it.
function SubnetFilter:select_subnets()
  engine.fail(nil, "a SubnetFilter must have the method select_subnets(subnets)")
end

-- `start` makes a predicate, anew for each selection.
function Predicate:init(start) self._start = start end

function Predicate:select_subnets(subnets)
  local passes, chosen = self._start(), {}
  for _, subnet in ipairs(subnets) do
    if passes(subnet) then chosen[#chosen + 1] = subnet end
  end
  return chosen
end

-- Tokens are the same when their markers are.
local function set_of(list, name)
  if engine.is_unresolved(list) then
    engine.fail(nil, "%s must be a list known while the script runs, got %s", name, engine.display(list))
  end
  local set = {}
  for _, value in ipairs(list) do set[tostring(value)] = true end
  return set
end

--- Subnets with these ids.
function SubnetFilter.by_ids(subnet_ids)
  local ids = set_of(subnet_ids, "subnet_ids")
  return Predicate(function() return function(subnet) return ids[tostring(subnet.subnet_id)] end end)
end

--- Subnets in these availability zones.
function SubnetFilter.availability_zones(availability_zones)
  local zones = set_of(availability_zones, "availability_zones")
  return Predicate(function() return function(subnet) return zones[tostring(subnet.availability_zone)] end end)
end

--- The first subnet of each availability zone.
function SubnetFilter.one_per_az()
  return Predicate(function()
    local seen = {}
    return function(subnet)
      local zone = tostring(subnet.availability_zone)
      if seen[zone] then return false end
      seen[zone] = true
      return true
    end
  end)
end

local function any(blocks, test)
  return Predicate(function()
    local parsed
    return function(subnet)
      parsed = parsed or blocks()
      local own = util.parse(subnet.ipv4_cidr_block, subnet)
      for _, block in ipairs(parsed) do
        if test(own, block) then return true end
      end
      return false
    end
  end)
end

--- Subnets that contain any of these addresses.
function SubnetFilter.contains_ip_addresses(ipv4addrs)
  local function blocks()
    local list = {}
    for i, address in ipairs(ipv4addrs) do
      local number = util.number_of(address)
      if not number then engine.fail(nil, "%s is not an IPv4 address", engine.display(address)) end
      list[i] = util.block(number, 32)
    end
    return list
  end
  return any(blocks, function(own, address) return util.contains(own, address) end)
end

--- Subnets whose CIDR block has this mask.
function SubnetFilter.by_cidr_mask(mask)
  return any(function() return { mask } end, function(own, wanted) return own.mask == wanted end)
end

--- Subnets inside any of these CIDR blocks.
function SubnetFilter.by_cidr_ranges(cidrs)
  local function blocks()
    local list = {}
    for i, cidr in ipairs(cidrs) do list[i] = util.parse(cidr) end
    return list
  end
  return any(blocks, function(own, range) return util.contains(range, own) end)
end

return { SubnetFilter = SubnetFilter }
