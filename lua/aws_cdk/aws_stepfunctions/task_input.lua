--- What a task is given.
local engine = require "luacdk.engine"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local TaskInput = engine.class "aws_cdk.aws_stepfunctions.TaskInput"

local TEXT, OBJECT = 0, 1

function TaskInput:init(kind, value)
  self.type = kind
  self.value = value
end

--- An object; its values may be fields.
function TaskInput.from_object(object) return TaskInput(OBJECT, object) end

--- The field at `path`.
function TaskInput.from_json_path_at(path) return TaskInput(TEXT, stepfunctions.JsonPath.string_at(path)) end

return { TaskInput = TaskInput }
