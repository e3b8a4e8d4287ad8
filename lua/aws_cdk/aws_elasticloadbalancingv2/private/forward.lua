--- The L1 action that forwards to several target groups.
local function stickiness(duration)
  return duration and { duration_seconds = duration:to_seconds(), enabled = true } or nil
end

--- `groups`: { arn, weight } each.
return function(groups, options)
  local targets = {}
  for i, group in ipairs(groups) do targets[i] = { target_group_arn = group[1], weight = group[2] } end
  return {
    type = "forward",
    forward_config = {
      target_groups = targets, target_group_stickiness_config = stickiness(options and options.stickiness_duration),
    },
  }
end
