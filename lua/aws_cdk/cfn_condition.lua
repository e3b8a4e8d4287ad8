local engine = require "luacdk.engine"

--- A named condition of the template.
local CfnCondition = engine.class("aws_cdk.CfnCondition", engine.CfnElement)
CfnCondition._section = "Conditions"

function CfnCondition:init(scope, id, props)
  engine.CfnElement.init(self, scope, id)
  self.expression = props.expression
end

-- The condition used as a value, inside another condition.
function CfnCondition:_resolve() return { Condition = self.logical_id } end
function CfnCondition:resolve() return { Condition = self.logical_id } end

function CfnCondition:_render() return self.expression end

return { CfnCondition = CfnCondition }
