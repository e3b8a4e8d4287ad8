--- Base64 of bytes.
local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function group(bytes)
  local a, b, c = bytes:byte(1, 3)
  local bits = a << 16 | (b or 0) << 8 | (c or 0)
  local out = {}
  for i = 1, 4 do
    local index = bits >> 24 - 6 * i & 63
    out[i] = i <= #bytes + 1 and ALPHABET:sub(index + 1, index + 1) or "="
  end
  return table.concat(out)
end

return function(bytes) return (bytes:gsub("..?.?", group)) end
