local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local sorted_keys = engine.keys
local Resource = cdk.Resource

--- A resource that the user's own function or topic handles.
local CustomResource = engine.class("aws_cdk.CustomResource", Resource)

local function check_type(self, type)
  if type == nil or type == "" then return "AWS::CloudFormation::CustomResource" end
  if type:sub(1, 8) ~= "Custom::" then
    engine.fail(self, "the type of a custom resource must begin with \"Custom::\", got %s", engine.display(type))
  end
  if #type > 60 then
    engine.fail(self, "the type of a custom resource can have at most 60 characters, %s has %d", engine.display(type),
      #type)
  end
  if not type:find("^Custom::[%w_@-]+$") then
    engine.fail(self, "the name of a custom resource type can contain only letters, digits and _@-, got %s",
      engine.display(type))
  end
  return type
end

function CustomResource:init(scope, id, props)
  Resource.init(self, scope, id)
  local type = check_type(self, props.resource_type)
  local timeout = props.service_timeout
  if timeout and not timeout:is_unresolved() then
    local seconds = timeout:to_seconds()
    if seconds < 1 or seconds > 3600 then
      engine.fail(self, "the service timeout of a custom resource must be between 1 and 3600 seconds, got %d", seconds)
    end
  end
  local properties = engine.ordered("ServiceToken", props.service_token)
  if timeout then properties.ServiceTimeout = cdk.Tokenization.stringify_number(timeout:to_seconds()) end
  local clashes = {}
  for _, key in ipairs(sorted_keys(props.properties)) do
    local name = props.pascal_case_properties and key:gsub("^%l", string.upper) or key
    if name == "ServiceToken" or name == "ServiceTimeout" then clashes[#clashes + 1] = name end
    properties[name] = props.properties[key]
  end
  if #clashes > 0 then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/core:customResourcePropConflict",
      "these keys of 'properties' override the library's own: " .. table.concat(clashes, ", "))
  end
  self._resource = cdk.CfnResource(self, "Default", { type = type, properties = properties })
  self._resource:apply_removal_policy(props.removal_policy, { default = "destroy" })
end

CustomResource.get.ref = function(self) return self._resource.ref end

--- An attribute of the handler's response.
function CustomResource:get_att(name) return engine.get_att(self._resource, name, "any") end
function CustomResource:get_att_string(name) return engine.view(self:get_att(name), "string") end

return { CustomResource = CustomResource }
