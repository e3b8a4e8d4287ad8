--- The attributes of an item that are asked for, by their paths.
local engine = require "luacdk.engine"

local DynamoProjectionExpression = engine.class "aws_cdk.aws_stepfunctions_tasks.DynamoProjectionExpression"

function DynamoProjectionExpression:init() self._expression = "" end

--- Goes into the attribute.
function DynamoProjectionExpression:with_attribute(attr)
  self._expression = self._expression .. (self._expression == "" and "" or ".") .. attr
  return self
end

--- Goes into the element of a list.
function DynamoProjectionExpression:at_index(index)
  if self._expression == "" then
    engine.fail(nil, "DynamoProjectionExpression must start with an attribute: -> call with_attribute before at_index")
  end
  self._expression = ("%s[%s]"):format(self._expression, engine.to_json_string(nil, index))
  return self
end

--- The path as text.
function DynamoProjectionExpression:to_string() return self._expression end

return { DynamoProjectionExpression = DynamoProjectionExpression }
