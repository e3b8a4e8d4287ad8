--- Rules about the addresses of subnets.
local values = require "luacdk.check.resources.values"

-- "10.0.0.0/16" → first and last address, as numbers; nil for everything else.
local function bounds(block)
  local a, b, c, d, bits = (values.text(block) or ""):match "^(%d+)%.(%d+)%.(%d+)%.(%d+)/(%d+)$"
  if not a or tonumber(bits) > 32 then return nil end
  local first = 0
  for _, part in ipairs { a, b, c, d } do
    if tonumber(part) > 255 then return nil end
    first = first << 8 | tonumber(part)
  end
  local size = 1 << 32 - tonumber(bits)
  first = first // size * size
  return first, first + size - 1
end

-- The subnets with a known block, by the VPC that they are said to be in.
local function by_network(subnets)
  local found, order = {}, {}
  for _, subnet in ipairs(subnets) do
    local network = subnet.props.VpcId ~= nil and values.key(subnet.props.VpcId)
    local first, last = bounds(subnet.props.CidrBlock)
    if network and first and not subnet.Condition then
      if not found[network] then
        found[network] = {}
        order[#order + 1] = network
      end
      table.insert(found[network], { subnet = subnet, first = first, last = last })
    end
  end
  return found, order
end

local function judge(subnets, tell, all)
  local found, order = by_network(subnets)
  for _, network in ipairs(order) do
    local list = found[network]
    table.sort(list, function(a, b)
      if a.first ~= b.first then return a.first < b.first end
      return a.subnet.number < b.subnet.number
    end)
    local before
    for _, one in ipairs(list) do
      if before and one.first <= before.last then
        local late, early = one.subnet, before.subnet
        if late.number < early.number then late, early = early, late end
        tell("E3060", "CidrBlock", ("'%s' overlaps '%s' of '%s'"):format(late.props.CidrBlock, early.props.CidrBlock,
          early.id), "subnets of a VPC have no addresses in common", late)
      end
      if not before or one.last > before.last then before = one end
    end
    local vpc = all.find(list[1].subnet.props.VpcId, "AWS::EC2::VPC")
    local first, last = bounds(vpc and vpc.props.CidrBlock)
    local has_more = #(all.of_type["AWS::EC2::VPCCidrBlock"] or {}) > 0
    for _, one in ipairs(first and not has_more and list or {}) do
      if one.first < first or one.last > last then
        tell("E3059", "CidrBlock", ("'%s' is not within '%s' of '%s'"):format(one.subnet.props.CidrBlock,
          vpc.props.CidrBlock, vpc.id), nil, one.subnet)
      end
    end
  end
end

return { each = {}, together = { ["AWS::EC2::Subnet"] = judge }, also = { "AWS::EC2::VPC", "AWS::EC2::VPCCidrBlock" } }
