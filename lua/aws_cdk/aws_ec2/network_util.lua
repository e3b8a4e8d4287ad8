--- Arithmetic with IPv4 addresses and CIDR blocks.
local engine = require "luacdk.engine"

local util = {}

local SPACE = 1 << 32

--- The number of an IPv4 address; nil if the string is not one.
function util.number_of(address)
  if type(address) ~= "string" then return nil end
  local number, count = 0, 0
  for part in (address .. "."):gmatch "([^.]*)%." do
    local octet = tonumber(part:match "^%s*%+?(%d+)")
    count = count + 1
    if not octet or octet > 255 or count > 4 then return nil end
    number = number * 256 + octet
  end
  return count == 4 and number or nil
end

--- Whether the string is an IPv4 address in the usual form: four numbers without leading zeros.
function util.is_ipv4(text)
  local octets = { text:match "^(%d+)%.(%d+)%.(%d+)%.(%d+)$" }
  for _, octet in ipairs(octets) do
    if tonumber(octet) > 255 or octet ~= tostring(tonumber(octet)) then return false end
  end
  return #octets == 4
end

--- The text of the address with a number.
function util.text_of(number)
  return ("%d.%d.%d.%d"):format(number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255)
end

--- The number of addresses in a block with this mask.
function util.size_of(mask) return 1 << (32 - mask) end

--- The first block of `mask` that begins at or after the address with this number: first, last, mask, cidr.
function util.block(number, mask)
  local size = util.size_of(mask)
  local first = (number + size - 1) // size * size
  return { first = first, last = first + size - 1, mask = mask, cidr = util.text_of(first) .. "/" .. mask }
end

--- The block of a CIDR string. `scope` is the construct for the error if it is not one.
function util.parse(cidr, scope)
  local address, mask
  if type(cidr) == "string" then address, mask = cidr:match "^([^/]*)/%s*%+?(%d+)" end
  mask = tonumber(mask)
  local number = address and util.number_of(address)
  if not number or mask > 32 then
    engine.fail(scope, "%s is not an IPv4 CIDR block such as \"10.0.0.0/16\"", engine.display(cidr))
  end
  return util.block(number, mask)
end

--- Whether one block is inside another.
function util.contains(outer, inner) return outer.last >= inner.last and outer.first <= inner.first end

--------------------------------------------------------------------------------------------------------------------
-- A range that is given out, block by block

local Builder = {}
Builder.__index = Builder

--- A range whose blocks are given out in order.
function util.builder(cidr)
  local block = util.parse(cidr)
  return setmetatable({ block = block, next = block.first }, Builder)
end

--- The next block of this mask, as a string.
function Builder:add(mask)
  if mask < 16 or mask > 28 then
    engine.fail(nil, "subnets must be between /16 and /28, got /%s", engine.display(mask))
  end
  mask = math.tointeger(mask)
  if not mask then engine.fail(nil, "the mask of a subnet must be an integer") end
  local size = util.size_of(mask)
  if self.block.last < self.next + size - 1 then
    engine.fail(nil, "a /%d subnet exceeds what is left of %s", mask, self.block.cidr)
  end
  local subnet = util.block(self.next, mask)
  self.next = subnet.last + 1
  return subnet.cidr
end

--- The mask with which `count` subnets share the remaining space.
function Builder:mask_for(count)
  local each = (self.block.last - self.next + 1) // count
  local mask = 33
  while each > 0 do
    each = each >> 1
    mask = mask - 1
  end
  return mask
end

--------------------------------------------------------------------------------------------------------------------
-- Ranges that are known only at deployment

--- The positions of blocks with these masks in a range with the mask `root`: a list of { netmask, count, index }.
function util.splits(root, masks)
  local splits, offset = {}, 0
  for i, mask in ipairs(masks) do
    local size = util.size_of(mask)
    offset = (offset + size - 1) // size * size
    splits[i] = { netmask = mask, count = mask >= root and 1 << (mask - root) or 0, index = offset // size }
    offset = offset + size
  end
  if offset > (root <= 32 and util.size_of(root) or SPACE) then
    for i, mask in ipairs(masks) do masks[i] = "/" .. mask end
    engine.fail(nil, "a range of /%s is too small for subnets of %s", engine.display(root),
      table.concat(masks, ", "))
  end
  return splits
end

--- The block of a split as an expression: Fn::Cidr makes at most 256 blocks, so larger splits are nested.
function util.split_expression(parent, split)
  local Fn = require("aws_cdk").Fn
  if split.count == 1 then return parent end
  if split.count <= 256 then
    return Fn.select(split.index, Fn.cidr(parent, split.count, tostring(32 - split.netmask)))
  end
  if split.netmask - 8 < 1 then
    engine.fail(nil, "a range cannot be split into %d blocks of /%d", split.count, split.netmask)
  end
  local outer = {
    netmask = split.netmask - 8, count = (split.count + 255) // 256, index = split.index // 256,
  }
  return util.split_expression(util.split_expression(parent, outer),
    { netmask = split.netmask, count = 256, index = split.index - outer.index * 256 })
end

return util
