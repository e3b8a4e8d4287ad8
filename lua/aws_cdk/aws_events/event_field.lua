-- Fields of the event that sets off a rule, for the input of targets.
local engine = require "luacdk.engine"

local EventField = engine.class "aws_cdk.aws_events.EventField"

-- The path of each field, found again when an input is rendered.
local paths = setmetatable({}, { __mode = "k" })

--- A field by its JSON path, such as "$.detail.bucket".
function EventField.from_path(path)
  local token = engine.lazy(function() return path end, { kind = "string" })
  paths[token] = path
  return token
end

-- The path of a token that represents a field, nil for others.
function EventField._path_of(token) return paths[token] end

-- Computed anew for every reader, so that each gets a separate token.
local FIELDS = {
  event_id = "$.id", detail_type = "$.detail-type", source = "$.source", account = "$.account", time = "$.time",
  region = "$.region",
}

for name, path in pairs(FIELDS) do EventField[name] = EventField.from_path(path) end

return { EventField = EventField }
