--- The other side of a security group's rule.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

-- A peer: its rule configuration is one field in each direction.
local RulePeer = engine.class("aws_cdk.aws_ec2.RulePeer")

RulePeer.can_inline_rule = true

function RulePeer:init(unique_id, ingress, egress)
  self.unique_id = unique_id
  self._ingress, self._egress = ingress, egress
end

RulePeer.get.connections = function(self)
  local connections = self._connections or ec2.Connections { peer = self }
  self._connections = connections
  return connections
end

--- The fields of an ingress rule that name the peer.
function RulePeer:to_ingress_rule_config() return self._ingress end

--- The fields of an egress rule that name the peer.
function RulePeer:to_egress_rule_config() return self._egress end

-- Splits "address/mask"; the mask is nil if it is missing, the address if the string is malformed.
local function split_mask(cidr)
  local address, mask = cidr:match "^([^/]*)/(%d+)$"
  if not address and not cidr:find("/", 1, true) then address = cidr end
  return address, mask
end

local function is_ipv4(address)
  for _, count in ipairs { address:match "^(%d+)%.(%d+)%.(%d+)%.(%d+)$" } do
    if #count > 3 then return false end
  end
  return address:find "^%d+%.%d+%.%d+%.%d+$" ~= nil
end

local function is_ipv6(address)
  local colons = 0
  for group, colon in (address):gmatch "([^:]*)(:?)" do
    if #group > 4 or group:find "[^%da-f]" then return false end
    if colon == ":" then colons = colons + 1 end
  end
  return colons >= 2 and colons <= 7
end

local function check_cidr(cidr, version, well_formed, whole)
  if is_unresolved(cidr) then return end
  local address, mask = split_mask(cidr)
  if not address or not well_formed(address) then
    fail(nil, "%s is not an %s CIDR; -> write it like %s", display(cidr), version, whole)
  end
  if not mask then
    fail(nil, "%s has no mask; -> write \"%s/%s\" for this one address", display(cidr), cidr,
      version == "IPv4" and "32" or "128")
  end
end

--- Makes peers.
local Peer = engine.class("aws_cdk.aws_ec2.Peer")

--- A range of IPv4 addresses.
function Peer.ipv4(cidr_ip)
  check_cidr(cidr_ip, "IPv4", is_ipv4, "10.0.0.0/16")
  local config = { cidr_ip = cidr_ip }
  return RulePeer(cidr_ip, config, config)
end

--- Every IPv4 address.
function Peer.any_ipv4() return Peer.ipv4 "0.0.0.0/0" end

--- A range of IPv6 addresses.
function Peer.ipv6(cidr_ipv6)
  check_cidr(cidr_ipv6, "IPv6", is_ipv6, "2001:db8::/32")
  local config = { cidr_ipv6 = cidr_ipv6 }
  return RulePeer(cidr_ipv6, config, config)
end

--- Every IPv6 address.
function Peer.any_ipv6() return Peer.ipv6 "::/0" end

--- The addresses of a prefix list.
function Peer.prefix_list(prefix_list_id)
  local peer = RulePeer(prefix_list_id, { source_prefix_list_id = prefix_list_id },
    { destination_prefix_list_id = prefix_list_id })
  peer.can_inline_rule = false
  return peer
end

--- The members of a security group, which may belong to another account.
function Peer.security_group_id(security_group_id, source_security_group_owner_id)
  local id, owner = security_group_id, source_security_group_owner_id
  if not is_unresolved(id) then
    local hex = id:match "^sg%-([a-z0-9]+)$"
    if not hex or #hex < 8 or #hex > 17 then
      fail(nil, "%s is not the id of a security group; -> write it like \"sg-0123456789abcdef0\"", display(id))
    end
  end
  if owner == "" then owner = nil end
  if owner and not is_unresolved(owner) and not owner:find("^" .. ("%d"):rep(12) .. "$") then
    fail(nil, "source_security_group_owner_id must be an account of 12 digits, got %s", display(owner))
  end
  return RulePeer(id, { source_security_group_id = id, source_security_group_owner_id = owner },
    { destination_security_group_id = id })
end

-- A security group of AWS itself, by an id that is known only at deployment.
local function of_security_group(unique_id, security_group_id)
  local peer = RulePeer(unique_id, { source_security_group_id = security_group_id },
    { destination_security_group_id = security_group_id })
  peer.can_inline_rule = false
  return peer
end

return { Peer = Peer, of_security_group = of_security_group }
