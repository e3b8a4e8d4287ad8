--- What busted uses of luasystem, which is a module in C: clocks.
local system = {}

local start, clock = os.time(), os.clock()

function system.gettime() return start + os.clock() - clock end
function system.monotime() return os.clock() end

function system.sleep(seconds)
  local stop = os.time() + math.ceil(seconds)
  repeat until os.time() >= stop
end

return system
