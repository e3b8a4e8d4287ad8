local engine = require "luacdk.engine"

local Bitrate = engine.class("aws_cdk.Bitrate")

local BPS = { label = "bps", size = 1 }
local KBPS = { label = "kbps", size = 1000 }
local MBPS = { label = "mbps", size = 1000000 }
local GBPS = { label = "gbps", size = 1000000000 }

function Bitrate:init(amount, unit)
  if type(amount) == "number" and amount < 0 then
    engine.fail(nil, "a bitrate cannot be negative, got %s", engine.display(amount))
  end
  self._amount, self._unit = amount, unit
end

function Bitrate.bps(amount) return Bitrate(amount, BPS) end
function Bitrate.kbps(amount) return Bitrate(amount, KBPS) end
function Bitrate.mbps(amount) return Bitrate(amount, MBPS) end
function Bitrate.gbps(amount) return Bitrate(amount, GBPS) end

local function convert(self, to)
  local amount, from = self._amount, self._unit
  if from == to then return amount end
  if type(amount) ~= "number" then
    engine.fail(nil, "the bitrate must be given as Bitrate.%s(): its amount is a token and cannot be converted"
      .. " (it is Bitrate.%s)", to.label, from.label)
  end
  local value = amount * from.size / to.size
  return math.tointeger(value) or value
end

function Bitrate:to_bps() return convert(self, BPS) end
function Bitrate:to_kbps() return convert(self, KBPS) end
function Bitrate:to_mbps() return convert(self, MBPS) end
function Bitrate:to_gbps() return convert(self, GBPS) end
function Bitrate:is_unresolved() return type(self._amount) ~= "number" end

return { Bitrate = Bitrate }
