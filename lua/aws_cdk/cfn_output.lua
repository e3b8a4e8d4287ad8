local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

--- An output of the stack, visible after deployment and, with an export name, to other stacks.
local CfnOutput = engine.class("aws_cdk.CfnOutput", engine.CfnElement)

local function check_export_name(self)
  local name = self.export_name
  local errors = {}
  if name == nil or engine.is_unresolved(name) then return errors end
  if type(name) ~= "string" then return { "an export name must be a string, got " .. engine.display(name) } end
  if name == "" then errors[#errors + 1] = "an export name cannot be empty" end
  if #name > 255 then
    errors[#errors + 1] = ("an export name can have at most 255 characters, this one has %d"):format(#name)
  end
  if not name:find("^[A-Za-z0-9:-]*$") then
    errors[#errors + 1] = ("an export name contains only letters, digits, colons and hyphens, got '%s'"):format(name)
  end
  return errors
end

function CfnOutput:init(scope, id, props)
  engine.CfnElement.init(self, scope, id)
  local value = props.value
  if type(value) == "table" and value[1] ~= nil then
    engine.fail(self, "the value of an output must be a string, got the list %s; -> use "
      .. "cdk.Fn.join", engine.display(value))
  end
  if engine.is_token(value) and engine.token_type(value) == "list" then
    engine.fail(self, "the value of an output must be a string, got a list; -> use cdk.Fn.join")
  end
  self.value = value
  self.description = props.description
  self.condition = props.condition
  self.export_name = props.export_name
  self._key = props.key
  -- With its own key, the output is not an entry under its logical id but a whole section to be merged.
  if not props.key then self._section = "Outputs" end
  self.node:add_validation { validate = function() return check_export_name(self) end }
end

--- The value for another stack; needs an export name.
CfnOutput.get.import_value = function(self)
  return cdk.Fn.import_value(engine.lazy(function(ctx)
    if rawequal(ctx.stack, self.stack) then
      engine.fail(self, "import_value is for other stacks; -> inside '%s' use the value itself", self.stack.node.path)
    end
    if self.export_name == nil then
      engine.fail(self, "the output needs an export_name to be imported by import_value")
    end
    return self.export_name
  end, { kind = "string" }))
end

function CfnOutput:_render()
  local name = self.export_name
  local entry = engine.ordered(
    "Description", self.description,
    "Value", self.value,
    "Export", name ~= nil and { Name = name } or nil,
    "Condition", self.condition and self.condition.logical_id or nil)
  return self._key and { Outputs = { [self._key] = entry } } or entry
end

return { CfnOutput = CfnOutput }
