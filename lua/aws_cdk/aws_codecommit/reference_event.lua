-- Fields of the event of a branch or tag that changed, for the input of targets.
local engine = require "luacdk.engine"
local events = require "aws_cdk.aws_events"

local ReferenceEvent = engine.class "aws_cdk.aws_codecommit.ReferenceEvent"

local FIELDS = {
  event_type = "event", repository_name = "repositoryName", repository_id = "repositoryId",
  reference_type = "referenceType", reference_name = "referenceName", reference_full_name = "referenceFullName",
  commit_id = "commitId",
}

for name, field in pairs(FIELDS) do ReferenceEvent[name] = events.EventField.from_path("$.detail." .. field) end

return { ReferenceEvent = ReferenceEvent }
