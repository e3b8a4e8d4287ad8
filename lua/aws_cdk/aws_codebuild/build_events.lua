-- Fields of the events of builds, for the input of targets.
local engine = require "luacdk.engine"
local events = require "aws_cdk.aws_events"

-- A class of fields of event.detail.
local function fields(name, list)
  local class = engine.class("aws_cdk.aws_codebuild." .. name)
  for _, field in ipairs(list) do
    class[field] = events.EventField.from_path("$.detail." .. field:gsub("_", "-"))
  end
  return class
end

return {
  StateChangeEvent = fields("StateChangeEvent", { "build_status", "project_name", "build_id", "current_phase" }),
  PhaseChangeEvent = fields("PhaseChangeEvent", {
    "project_name", "build_id", "completed_phase", "completed_phase_status", "completed_phase_duration_seconds",
    "build_complete",
  }),
}
