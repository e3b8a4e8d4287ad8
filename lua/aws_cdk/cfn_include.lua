local engine = require "luacdk.engine"

--- Adds a whole template to the stack's, unchanged. `cloudformation_include.CfnInclude` makes constructs of it instead.
local CfnInclude = engine.class("aws_cdk.CfnInclude", engine.CfnElement)

function CfnInclude:init(scope, id, props)
  engine.CfnElement.init(self, scope, id)
  self.template = props.template
end

function CfnInclude:_render() return self.template end

return { CfnInclude = CfnInclude }
