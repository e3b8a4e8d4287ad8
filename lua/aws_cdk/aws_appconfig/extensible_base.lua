--- What adds extensions to an application, an environment or a configuration.
local engine = require "luacdk.engine"
local appconfig = require "aws_cdk.aws_appconfig"
local cdk = require "aws_cdk"
local extensible = require "aws_cdk.aws_appconfig.private.extensible"
local hash = require "aws_cdk.aws_appconfig.private.hash"

local LONGEST_NAME = 54

local ExtensibleBase = engine.class "aws_cdk.aws_appconfig.ExtensibleBase"

--- Arguments: the scope of the extensions, ARN and name of what they extend.
function ExtensibleBase:init(scope, resource_arn, resource_name)
  self._scope, self._resource_arn, self._resource_name = scope, resource_arn, resource_name
end

local function default_name(self)
  return cdk.Names.unique_resource_name(self._scope, { max_length = LONGEST_NAME, separator = "-" }) .. "-Extension"
end

--- Adds an extension made elsewhere.
function ExtensibleBase:add_extension(extension)
  local name = extension.name or default_name(self)
  local parameters
  if extension.parameters then
    parameters = engine.map {}
    for _, one in ipairs(extension.parameters) do
      if one.value ~= nil and one.value ~= "" then parameters[tostring(one.name)] = one.value end
    end
  end
  local id = hash.of(hash.laid_over(self._resource_name or self._resource_arn, name))
  appconfig.CfnExtensionAssociation(self._scope, "AssociationResource" .. id, {
    extension_identifier = extension.extension_id,
    resource_identifier = self._resource_arn,
    extension_version_number = extension.extension_version_number,
    parameters = parameters,
  })
end

--- Tells the destination when a deployment gets to that point: makes an extension, and adds it.
-- @param options aws_appconfig.ExtensionOptions
function ExtensibleBase:on(action_point, event_destination, options)
  options = options or {}
  local name = options.extension_name
  if name == nil or name == "" then name = default_name(self) end
  local extension = appconfig.Extension(self._scope, "Extension" .. hash.of(hash.laid_over(name)), {
    actions = { appconfig.Action { event_destination = event_destination, action_points = { action_point } } },
    extension_name = name,
    description = options.description ~= "" and options.description or nil,
    latest_version_number = options.latest_version_number ~= 0 and options.latest_version_number or nil,
    parameters = options.parameters,
  })
  self:add_extension(extension)
end

extensible.add_points(ExtensibleBase, ExtensibleBase.on)

return { ExtensibleBase = ExtensibleBase }
