--- Digests used in ids.
local assets = require "luacdk.assets"

local M = {}

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

--- MD5 in hexadecimal digits.
M.md5 = assets.md5

--- SHA-256 in base64.
function M.sha256_base64(text)
  local out = {}
  for bytes in assets.sha256(text):gmatch "..?.?.?.?.?" do
    local group = tonumber((bytes .. "0000"):sub(1, 6), 16)
    local digits = #bytes // 2 + 1
    for i = 1, 4 do
      local index = group >> 24 - 6 * i & 63
      out[#out + 1] = i <= digits and ALPHABET:sub(index + 1, index + 1) or "="
    end
  end
  return table.concat(out)
end

return M
