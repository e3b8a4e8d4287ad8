--- How many instances must report that they are up before a deployment goes on.
local engine = require "luacdk.engine"
local percentage = require "aws_cdk.aws_autoscaling.private.percentage"

local Signals = engine.class "aws_cdk.aws_autoscaling.Signals"

function Signals.init() end

--- The creation policy that waits for so many signals.
function Signals._do_render(_, options, count)
  local least = percentage("min_success_percentage", options.min_success_percentage)
  return {
    auto_scaling_creation_policy = least ~= nil and { min_successful_instances_percent = least } or nil,
    resource_signal = { count = count, timeout = options.timeout and options.timeout:to_iso_string() },
  }
end

-- Signals of as many instances as a function of RenderSignalsOptions says.
local Counted = engine.class("aws_cdk.aws_autoscaling.CountedSignals", Signals)

--- The creation policy of a group of this size.
function Counted:render_creation_policy(render_options)
  return self:_do_render(self._options, self._count(render_options))
end

local function signals(options, count)
  options = options or {}
  percentage("min_success_percentage", options.min_success_percentage)
  local made = Counted()
  made._options, made._count = options, count
  return made
end

--- Waits for all instances of the group.
function Signals.wait_for_all(options)
  return signals(options, function(render) return render.desired_capacity or render.min_capacity end)
end

--- Of as many instances as the group has at least.
function Signals.wait_for_min_capacity(options)
  return signals(options, function(render) return render.min_capacity end)
end

--- Of so many instances.
function Signals.wait_for_count(count, options)
  return signals(options, function() return count end)
end

return { Signals = Signals }
