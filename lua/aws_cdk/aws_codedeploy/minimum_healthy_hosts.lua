--- How many machines must stay in service: in all, and in each availability zone.
local engine = require "luacdk.engine"

-- A class of such numbers. `check` raises for values that cannot be.
local function class_of(name, check)
  local class = engine.class("aws_cdk.aws_codedeploy." .. name)

  function class:init(type, value)
    if check then check(value) end
    self._json = { type = type, value = value }
  end

  --- That many machines.
  function class.count(value) return class("HOST_COUNT", value) end

  --- That part of the machines.
  function class.percentage(value) return class("FLEET_PERCENT", value) end

  return class
end

local function check_whole(value)
  if not engine.is_unresolved(value) and value % 1 ~= 0 then
    engine.fail(nil, "the minimum of healthy hosts in a zone must be a whole number, got %s", engine.display(value))
  end
end

return {
  MinimumHealthyHosts = class_of "MinimumHealthyHosts",
  MinimumHealthyHostsPerZone = class_of("MinimumHealthyHostsPerZone", check_whole),
}
