--- The part of luasystem that busted uses; the original is a C module: clocks.
local system = {}

local start, clock = os.time(), os.clock()

function system.gettime() return start + os.clock() - clock end
function system.monotime() return os.clock() end

function system.sleep(seconds)
  local stop = os.time() + math.ceil(seconds)
  repeat until os.time() >= stop
end

return system
