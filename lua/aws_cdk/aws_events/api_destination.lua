-- HTTP endpoints as targets of rules.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"

local Resource = cdk.Resource

local ApiDestination = engine.class("aws_cdk.aws_events.ApiDestination", Resource)

--- Arguments: scope, id, ApiDestinationProps: connection, endpoint (required), api_destination_name, description,
--  http_method (default POST), rate_limit_per_second.
function ApiDestination:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.api_destination_name })
  self.connection = props.connection
  self._resource = events.CfnApiDestination(self, "ApiDestination", {
    connection_arn = props.connection.connection_ref.connection_arn,
    description = props.description,
    http_method = props.http_method or "POST",
    invocation_endpoint = props.endpoint,
    invocation_rate_limit_per_second = props.rate_limit_per_second,
    name = self.physical_name,
  })
end

ApiDestination.get.api_destination_name = function(self)
  local name = self._name
  if not name then
    name = self:get_resource_name_attribute(self._resource.ref)
    self._name = name
  end
  return name
end

ApiDestination.get.api_destination_arn = function(self) return self._resource.attr_arn end
ApiDestination.get.api_destination_arn_for_policy = function(self) return self._resource.attr_arn_for_policy end

local ImportedDestination = engine.class("aws_cdk.aws_events.ImportedApiDestination", Resource,
  "aws_cdk.aws_events.IApiDestination")

function ImportedDestination:init(scope, id, attrs)
  local arn = attrs.api_destination_arn
  local name = engine.stack_of(scope):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if not name then
    engine.fail(scope, "api_destination_arn must end in the destination's name, got %s", engine.display(arn))
  end
  Resource.init(self, scope, id)
  self.api_destination_arn = arn
  self.api_destination_name = name
  self.api_destination_arn_for_policy = attrs.api_destination_arn_for_policy or false
  self.connection = attrs.connection
end

for _, class in ipairs { ApiDestination, ImportedDestination } do
end

--- A destination by its attributes: api_destination_arn, connection (required), api_destination_arn_for_policy.
function ApiDestination.from_api_destination_attributes(scope, id, attrs)
  return ImportedDestination(scope, id,
    engine.check_struct("aws_cdk.aws_events.ApiDestinationAttributes", attrs, "attrs"))
end

return { ApiDestination = ApiDestination }
