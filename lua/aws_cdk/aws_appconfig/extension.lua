--- Extensions: what happens at points of deployments.
local engine = require "luacdk.engine"
local appconfig = require "aws_cdk.aws_appconfig"
local cdk = require "aws_cdk"
local hash = require "aws_cdk.aws_appconfig.private.hash"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local Action = engine.class "aws_cdk.aws_appconfig.Action"

--- Arguments: ActionProps: action_points, event_destination (required).
function Action:init(props)
  self.action_points, self.event_destination, self.name = props.action_points, props.event_destination, props.name
  self.execution_role, self.description = props.execution_role, props.description
  self.invoke_without_execution_role = props.invoke_without_execution_role or false
end

local function path_of(extension)
  return extension.extension_id .. "/" .. l2.number_text(extension.extension_version_number)
end

local Extension = l2.resource("aws_cdk.aws_appconfig.Extension", cdk.Resource, {
  arn = { "extension_arn", "attr_arn", service = "appconfig", resource = "extension", named = path_of },
})

-- A role for the destination, kept for the points that follow.
local function make_role(self, destination, action_name)
  local id = "Role" .. hash.of(hash.laid_over(self.name, action_name))
  self._execution_role = iam.Role(self, id, {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = iam.ServicePrincipal "appconfig.amazonaws.com",
    inline_policies = { AllowAppConfigInvokeExtensionEventSourcePolicy = destination.policy_document },
  })
  return self._execution_role
end

local function actions_of(self)
  local all = engine.ordered()
  for index, action in ipairs(self.actions) do
    local destination = action.event_destination
    self._execution_role = action.execution_role
    local name = action.name or self.name .. "-" .. (index - 1)
    for _, point in ipairs(action.action_points) do
      local role
      if destination.type ~= "events" and not action.invoke_without_execution_role then
        role = (self._execution_role or make_role(self, destination, name)).role_ref.role_arn
      end
      all[point] = {
        engine.ordered("Name", name, "Uri", destination.extension_uri, "RoleArn", role, "Description",
          action.description ~= "" and action.description or nil),
      }
    end
  end
  return all
end

local function parameters_of(list)
  if not list then return nil end
  local all = engine.ordered()
  for _, one in ipairs(list) do
    all[tostring(one.name)] = { required = one.is_required, description = one.description }
  end
  return all
end

--- Arguments: scope, id, ExtensionProps: actions (required).
function Extension:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.extension_name })
  local name = props.extension_name
  self.actions, self.description, self.parameters = props.actions, props.description, props.parameters
  self.name = name ~= nil and name ~= "" and name
    or cdk.Names.unique_resource_name(self, { max_length = 64, separator = "-" })
  self.latest_version_number = props.latest_version_number
  self._resource = appconfig.CfnExtension(self, "Resource", {
    actions = actions_of(self),
    name = self.name,
    description = self.description,
    latest_version_number = self.latest_version_number,
    parameters = parameters_of(self.parameters),
  })
  self.extension_id, self.extension_version_number = self._resource.attr_id, self._resource.attr_version_number
end

local Imported = l2.imported(Extension, cdk.Resource)

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id, { environment_from_arn = attrs.extension_arn })
  for _, field in ipairs { "extension_arn", "extension_id", "extension_version_number", "name", "actions",
    "description" } do
    self[field] = attrs[field]
  end
end

--- An extension made elsewhere. Fails unless the ARN ends in extension/<id>/<version>.
function Extension.from_extension_arn(scope, id, extension_arn)
  local rest = engine.stack_of(scope):split_arn(extension_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  local extension_id, version = tostring(rest or ""):match "^([^/]+)/([^/]+)$"
  if not extension_id then
    fail(scope, "the ARN of an extension has the form arn:<partition>:appconfig:<region>:<account>:"
      .. "extension/<id>/<version>, got %s", engine.display(extension_arn))
  end
  return Imported(scope, id, {
    extension_arn = extension_arn, extension_id = extension_id,
    extension_version_number = math.tointeger(tonumber(version:match "^%d+")),
  })
end

--- An extension made elsewhere, by ExtensionAttributes: extension_id, extension_version_number (required).
function Extension.from_extension_attributes(scope, id, attrs)
  local arn = attrs.extension_arn
  if arn == nil or arn == "" then
    arn = engine.stack_of(scope):format_arn {
      service = "appconfig", resource = "extension",
      resource_name = path_of(attrs),
    }
  end
  return Imported(scope, id, l2.with(l2.with({}, attrs), { extension_arn = arn }))
end

return { Action = Action, Extension = Extension }
