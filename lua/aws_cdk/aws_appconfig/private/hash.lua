-- Short hashes in ids, made as the reference makes them.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"

local hash = {}

--- The first five digits of a text's SHA-256.
function hash.of(text) return assets.sha256(text):sub(1, 5):upper() end

-- The UTF-16 units of a text, each as JSON.
local function units_of(text)
  local units = {}
  for _, code in utf8.codes(text) do
    if code > 0xFFFF then
      code = code - 0x10000
      units[#units + 1] = ('"\\u%04x"'):format(0xD800 + (code >> 10))
      units[#units + 1] = ('"\\u%04x"'):format(0xDC00 + (code & 0x3FF))
    else
      units[#units + 1] = engine.json(utf8.char(code))
    end
  end
  return units
end

--- The texts laid over each other, as an object of JSON: of each place the last text that has one there.
function hash.laid_over(...)
  local all = {}
  for _, text in ipairs { ... } do
    for i, unit in ipairs(units_of(tostring(text))) do all[i] = unit end
  end
  for i, unit in ipairs(all) do all[i] = ('"%d":%s'):format(i - 1, unit) end
  return "{" .. table.concat(all, ",") .. "}"
end

return hash
