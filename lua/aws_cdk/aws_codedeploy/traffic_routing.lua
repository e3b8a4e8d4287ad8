--- How traffic moves to a new version: at once, or in steps.
local engine = require "luacdk.engine"
local codedeploy = require "aws_cdk.aws_codedeploy"

local TrafficRouting = engine.class "aws_cdk.aws_codedeploy.TrafficRouting"

--- All traffic at once.
function TrafficRouting.all_at_once() return codedeploy.AllAtOnceTrafficRouting() end

--- A part of the traffic first, the rest after an interval. Argument: { interval =, percentage = }.
function TrafficRouting.time_based_canary(props) return codedeploy.TimeBasedCanaryTrafficRouting(props) end

--- Equal parts of the traffic, with intervals between. Argument: { interval =, percentage = }.
function TrafficRouting.time_based_linear(props) return codedeploy.TimeBasedLinearTrafficRouting(props) end

local AllAtOnceTrafficRouting = engine.class("aws_cdk.aws_codedeploy.AllAtOnceTrafficRouting", TrafficRouting)

function AllAtOnceTrafficRouting.bind() return { type = "AllAtOnce" } end

-- A class of routings in steps: `kind` is "canary" or "linear".
local function in_steps(name, kind)
  local class = engine.class("aws_cdk.aws_codedeploy." .. name .. "TrafficRouting", TrafficRouting)

  --- Argument: { interval = a Duration, percentage = }.
  function class:init(props) self.interval, self.percentage = props.interval, props.percentage end

  function class:bind()
    return {
      type = name,
      ["time_based_" .. kind] = {
        [kind .. "_interval"] = self.interval:to_minutes(), [kind .. "_percentage"] = self.percentage,
      },
    }
  end

  return class
end

return {
  AllAtOnceTrafficRouting = AllAtOnceTrafficRouting,
  TimeBasedCanaryTrafficRouting = in_steps("TimeBasedCanary", "canary"),
  TimeBasedLinearTrafficRouting = in_steps("TimeBasedLinear", "linear"),
  TrafficRouting = TrafficRouting,
}
