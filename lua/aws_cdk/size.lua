local engine = require "luacdk.engine"

local Size = engine.class("aws_cdk.Size")

local BYTES = { label = "bytes", short = "bytes", size = 1 }
local KIBIBYTES = { label = "kibibytes", short = "KiB", size = 1024 }
local MEBIBYTES = { label = "mebibytes", short = "MiB", size = 1024 ^ 2 }
local GIBIBYTES = { label = "gibibytes", short = "GiB", size = 1024 ^ 3 }
local TEBIBYTES = { label = "tebibytes", short = "TiB", size = 1024 ^ 4 }
local PEBIBYTES = { label = "pebibytes", short = "PiB", size = 1024 ^ 5 }

-- Values of SizeRoundingBehavior.
local FAIL, FLOOR, NONE = 0, 1, 2

function Size:init(amount, unit)
  if type(amount) == "number" then
    if amount < 0 then engine.fail(nil, "a size cannot be negative, got %s", engine.display(amount)) end
  elseif not engine.is_unresolved(amount) then
    engine.fail(nil, "the amount of a size must be a number of %s, got %s", unit.label, engine.display(amount))
  end
  self._amount, self._unit = amount, unit
end

function Size.bytes(amount) return Size(amount, BYTES) end
function Size.kibibytes(amount) return Size(amount, KIBIBYTES) end
function Size.mebibytes(amount) return Size(amount, MEBIBYTES) end
function Size.gibibytes(amount) return Size(amount, GIBIBYTES) end
function Size.tebibytes(amount) return Size(amount, TEBIBYTES) end
function Size.pebibytes(amount) return Size(amount, PEBIBYTES) end

local function whole(value)
  return math.tointeger(value) or (value % 1 == 0 and value) or nil
end

local function convert(amount, from, to, options)
  local given = options and options.rounding
  local rounding = given or FAIL
  if from == to and (given == nil or rounding == NONE) then return amount end
  if type(amount) ~= "number" then
    engine.fail(nil, "the size must be given as Size.%s(): its amount is a token and cannot be converted"
      .. " (it is Size.%s)", to.label, from.label)
  end
  local value = amount * (from.size / to.size)
  if rounding == NONE then return whole(value) or value end
  if rounding == FLOOR then return math.floor(value) end
  local n = whole(value)
  if not n then
    engine.fail(nil, "%s %s cannot be converted into a whole number of %s; -> pass { rounding ="
      .. " cdk.SizeRoundingBehavior.FLOOR } or NONE", engine.display(amount), from.label, to.label)
  end
  return n
end

--- Conversions: whole numbers unless `{ rounding = cdk.SizeRoundingBehavior.FLOOR | NONE }`.
function Size:to_bytes(options) return convert(self._amount, self._unit, BYTES, options) end
function Size:to_kibibytes(options) return convert(self._amount, self._unit, KIBIBYTES, options) end
function Size:to_mebibytes(options) return convert(self._amount, self._unit, MEBIBYTES, options) end
function Size:to_gibibytes(options) return convert(self._amount, self._unit, GIBIBYTES, options) end
function Size:to_tebibytes(options) return convert(self._amount, self._unit, TEBIBYTES, options) end
function Size:to_pebibytes(options) return convert(self._amount, self._unit, PEBIBYTES, options) end

function Size:is_unresolved() return type(self._amount) ~= "number" end

--- The size in the largest unit that fits, with at most two decimals, e.g. `1.5 GiB`.
function Size:to_human_string()
  if self:is_unresolved() then return self._amount .. " " .. self._unit.short end
  local bytes = self:to_bytes()
  for _, unit in ipairs { PEBIBYTES, TEBIBYTES, GIBIBYTES, MEBIBYTES, KIBIBYTES, BYTES } do
    if bytes >= unit.size then
      local text = ("%.2f"):format(bytes / unit.size):gsub("%.?0+$", "")
      return text .. " " .. unit.short
    end
  end
  return engine.display(bytes) .. " bytes"
end

function Size:to_string()
  return ("Size.%s(%s)"):format(self._unit.label, engine.display(self._amount))
end

return { Size = Size }
