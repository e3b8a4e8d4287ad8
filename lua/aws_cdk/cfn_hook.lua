local engine = require "luacdk.engine"

--- A hook of the template.
local CfnHook = engine.class("aws_cdk.CfnHook", engine.CfnElement)
CfnHook._section = "Hooks"

function CfnHook:init(scope, id, props)
  engine.CfnElement.init(self, scope, id)
  self.type = props.type
  self._properties = props.properties
end

--- The content of Properties; subclasses may render their own.
function CfnHook:_render_properties(properties) return properties end -- luacheck: no unused args

function CfnHook:_render()
  local properties = engine.resolve(self, self:_render_properties(self._properties))
  if type(properties) == "table" and next(properties) == nil then properties = nil end
  return engine.ordered("Type", self.type, "Properties", properties)
end

return { CfnHook = CfnHook }
