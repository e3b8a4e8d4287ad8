--- How instances of a group are changed when their description changes.
local engine = require "luacdk.engine"
local percentage = require "aws_cdk.aws_autoscaling.private.percentage"

local fail, display, ordered = engine.fail, engine.display, engine.ordered

local LONGEST_PAUSE = 172800
local MAX_ALARMS = 10

-- Processes that rest during a rolling update, unless the user says otherwise.
local SUSPENDED = {
  "HealthCheck", "ReplaceUnhealthy", "AZRebalance", "AlarmNotification", "ScheduledActions", "InstanceRefresh",
}

local UpdatePolicy = engine.class "aws_cdk.aws_autoscaling.UpdatePolicy"

function UpdatePolicy.init() end

local function policy(render)
  local made = UpdatePolicy()
  made._render_update_policy = function(_, creation_policy) return render(creation_policy or {}) end
  return made
end

--- A new group takes the place of the old one.
function UpdatePolicy.replacing_update()
  return policy(function() return { auto_scaling_replacing_update = { will_replace = true } } end)
end

--- Instances are replaced in batches.
function UpdatePolicy.rolling_update(options)
  options = options or {}
  local least = percentage("min_success_percentage", options.min_success_percentage)
  return policy(function(creation)
    local on_create, signal = creation.auto_scaling_creation_policy, creation.resource_signal
    local waits = options.wait_on_resource_signals
    if waits == nil then waits = signal ~= nil end
    local enough = least
    if enough == nil and on_create then enough = on_create.min_successful_instances_percent end
    return { auto_scaling_rolling_update = ordered(
      "max_batch_size", options.max_batch_size,
      "min_instances_in_service", options.min_instances_in_service,
      "suspend_processes", options.suspend_processes or SUSPENDED,
      "min_successful_instances_percent", enough,
      "wait_on_resource_signals", waits or nil,
      "pause_time", options.pause_time and options.pause_time:to_iso_string() or signal and signal.timeout) }
  end)
end

-- ---- instance refresh -----------------------------------------------------------------------------------------------

local function number(value) return type(value) == "number" and value or nil end

local function check_healthy(options)
  local low, high = number(options.min_healthy_percentage), number(options.max_healthy_percentage)
  if low and (low < 0 or low > 100) then
    fail(nil, "min_healthy_percentage must be between 0 and 100, got %s", display(low))
  end
  if high and (high < 100 or high > 200) then
    fail(nil, "max_healthy_percentage must be between 100 and 200, got %s", display(high))
  end
  if options.max_healthy_percentage ~= nil and options.min_healthy_percentage == nil then
    fail(nil, "max_healthy_percentage needs min_healthy_percentage")
  end
  if low and high and high - low > 100 then
    fail(nil, "max_healthy_percentage may be 100 more than min_healthy_percentage at most, got %s", display(high - low))
  end
end

local function check_pause(name, duration)
  if not duration or duration:is_unresolved() then return end
  if duration:to_seconds() > LONGEST_PAUSE then
    fail(nil, "%s must be between 0 and %d seconds, got %s", name, LONGEST_PAUSE, display(duration:to_seconds()))
  end
end

local function check_checkpoints(options)
  local percentages = options.checkpoint_percentages
  if options.checkpoint_delay and not percentages then fail(nil, "checkpoint_delay needs checkpoint_percentages") end
  if not percentages or engine.is_unresolved(percentages) then return end
  local last
  for _, percent in ipairs(percentages) do
    if number(percent) then
      if percent < 1 or percent > 100 then
        fail(nil, "checkpoint_percentages must be between 1 and 100, got %s", display(percent))
      end
      if last and percent <= last then
        fail(nil, "checkpoint_percentages must rise from one to the next, got %s after %s", display(percent),
          display(last))
      end
      last = percent
    end
  end
end

local function check_refresh(options)
  check_healthy(options)
  check_pause("bake_time", options.bake_time)
  check_pause("checkpoint_delay", options.checkpoint_delay)
  check_checkpoints(options)
  local alarms = options.alarms
  if alarms and not engine.is_unresolved(alarms) and #alarms > MAX_ALARMS then
    fail(nil, "alarms must be %d at most, got %d", MAX_ALARMS, #alarms)
  end
end

local function seconds(duration) return duration and duration:to_seconds() end

local function preferences(options)
  local names = {}
  for i, alarm in ipairs(options.alarms or {}) do names[i] = alarm.alarm_ref.alarm_name end
  local all = ordered(
    "min_healthy_percentage", options.min_healthy_percentage,
    "max_healthy_percentage", options.max_healthy_percentage,
    "instance_warmup", seconds(options.instance_warmup),
    "skip_matching", options.skip_matching,
    "checkpoint_percentages", options.checkpoint_percentages,
    "checkpoint_delay", seconds(options.checkpoint_delay),
    "bake_time", seconds(options.bake_time),
    "alarm_specification", #names > 0 and { alarms = names } or nil,
    "scale_in_protected_instances", options.scale_in_protected_instances,
    "standby_instances", options.standby_instances)
  return #engine.keys(all) > 0 and all or nil
end

--- Auto Scaling replaces the instances itself.
function UpdatePolicy.instance_refresh(options)
  check_refresh(options)
  return policy(function()
    return { auto_scaling_instance_refresh = ordered(
      "strategy", options.strategy, "preferences", preferences(options)) }
  end)
end

return { UpdatePolicy = UpdatePolicy }
