-- HTTP endpoints as targets of rules.
local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local l2 = require "aws_cdk.l2"

local Resource = cdk.Resource

local ROW = {
  arn = { "api_destination_arn", service = "events", resource = "api-destination" },
  name = { "api_destination_name" },
  attributes = { api_destination_arn = "attr_arn", api_destination_arn_for_policy = "attr_arn_for_policy" },
  environment = false, strict = true,
}

local ApiDestination = l2.resource("aws_cdk.aws_events.ApiDestination", Resource, ROW)

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

l2.imports(ApiDestination, Resource, ROW, function(self, attrs)
  self.api_destination_arn_for_policy = attrs.api_destination_arn_for_policy or false
  self.connection = attrs.connection
end)

return { ApiDestination = ApiDestination }
