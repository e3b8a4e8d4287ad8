--- How long a task may take.
local engine = require "luacdk.engine"

local Timeout = engine.class "aws_cdk.aws_stepfunctions.Timeout"

function Timeout:init() end

local function timeout(field, value)
  local made = Timeout()
  made[field] = value
  return made
end

--- A fixed time.
function Timeout.duration(duration) return timeout("seconds", duration:to_seconds()) end

--- The seconds that a JSONata expression gives.
function Timeout.jsonata(jsonata_expression) return timeout("jsonata_expression", jsonata_expression) end

--- The seconds in the field at `path`.
function Timeout.at(path) return timeout("path", path) end

return { Timeout = Timeout }
