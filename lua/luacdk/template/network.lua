--- Address blocks in CIDR notation.
local engine = require "luacdk.engine"

local network = {}

-- The bytes of an IPv4 address, or nil.
local function parse_v4(text)
  local bytes = { text:match "^(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)$" }
  if #bytes ~= 4 then return nil end
  for i, digits in ipairs(bytes) do
    bytes[i] = tonumber(digits)
    if bytes[i] > 255 or (#digits > 1 and digits:sub(1, 1) == "0") then return nil end
  end
  return bytes
end

-- The bytes of groups between colons, the last of which may be an IPv4 address; nil if one is not a group.
local function parse_groups(text)
  local bytes = {}
  if text == "" then return bytes end
  for group in (text .. ":"):gmatch "([^:]*):" do
    local v4 = group:find "%." and parse_v4(group)
    if v4 then
      table.move(v4, 1, 4, #bytes + 1, bytes)
    elseif group:find "^%x%x?%x?%x?$" then
      local number = tonumber(group, 16)
      bytes[#bytes + 1], bytes[#bytes + 2] = number >> 8, number & 255
    else
      return nil
    end
  end
  return bytes
end

-- The bytes of an IPv6 address, or nil.
local function parse_v6(text)
  local front, back = text:match "^(.-)::(.*)$"
  if not front then
    local bytes = parse_groups(text)
    return bytes and #bytes == 16 and bytes or nil
  end
  local bytes, rest = parse_groups(front), parse_groups(back)
  if not bytes or not rest or #bytes + #rest > 14 or back:find "::" then return nil end
  for _ = 1, 16 - #bytes - #rest do bytes[#bytes + 1] = 0 end
  table.move(rest, 1, #rest, #bytes + 1, bytes)
  return bytes
end

local function write_v6(bytes)
  local groups = {}
  for i = 1, 16, 2 do groups[#groups + 1] = ("%x"):format(bytes[i] << 8 | bytes[i + 1]) end
  local text = table.concat(groups, ":")
  return (text:gsub(":0:0[:0]*$", "::", 1))
end

-- Clears the bits after the prefix; true if any were set.
local function clear_host_bits(bytes, prefix)
  local cleared = false
  for i = 1, #bytes do
    local kept = math.max(0, math.min(8, prefix - 8 * (i - 1)))
    local mask = 0xff << (8 - kept) & 0xff
    cleared = cleared or bytes[i] & ~mask ~= 0
    bytes[i] = bytes[i] & mask
  end
  return cleared
end

--- Checks a block; `version` 4 or 6 accepts only those. Returns the text, or nil and what is wrong with it.
function network.check_cidr(text, version)
  local address, prefix = text:match "^(.-)/(%d%d?%d?)$"
  local v4 = address and parse_v4(address)
  local bytes = v4 or (address and parse_v6(address))
  if not bytes then
    return nil, ("must be a block of addresses, got %s; write it like %s"):format(engine.display(text),
      version == 6 and "2001:db8::/32" or "10.0.0.0/16")
  end
  if version and version ~= (v4 and 4 or 6) then
    return nil, ("must be a block of IPv%d addresses, got %s"):format(version, engine.display(text))
  end
  prefix = tonumber(prefix)
  if prefix > 8 * #bytes then
    return nil, ("has a prefix of %d bits, more than the %d of an address"):format(prefix, 8 * #bytes)
  end
  if clear_host_bits(bytes, prefix) then
    return nil, ("has bits set after its prefix; the block is %s/%d"):format(
      v4 and table.concat(bytes, ".") or write_v6(bytes), prefix)
  end
  return text
end

return network
