--- Which revision of a task definition a service runs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local TaskDefinitionRevision = engine.class "aws_cdk.aws_ecs.TaskDefinitionRevision"

function TaskDefinitionRevision:init(revision) self.revision = revision end

--- A revision by its number.
function TaskDefinitionRevision.of(revision)
  if type(revision) == "number" and revision < 1 then
    engine.fail(nil, "the revision of a task definition must be at least 1, got %s", engine.display(revision))
  end
  return TaskDefinitionRevision(cdk.Tokenization.stringify_number(revision))
end

return { TaskDefinitionRevision = TaskDefinitionRevision }
