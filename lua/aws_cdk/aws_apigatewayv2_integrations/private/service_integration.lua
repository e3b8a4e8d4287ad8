-- What integrations with services of AWS have in common: a role, by which API Gateway calls one action.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local iam = require "aws_cdk.aws_iam"

local service_integration = {}

--- Fails on subtypes of another service.
function service_integration.check(scope, subtype, prefix)
  if subtype and subtype:sub(1, #prefix) ~= prefix then
    engine.fail(scope, "subtype must be one of the HttpIntegrationSubtypes that begin with %s, got %s",
      prefix, engine.display(subtype))
  end
end

--- The configuration of an integration. `row`: subtype, sid, action, resource; the mapping is made once the role is.
function service_integration.config(scope, row)
  local role = iam.Role(scope, "InvokeRole", { assumed_by = iam.ServicePrincipal "apigateway.amazonaws.com" })
  role:add_to_policy(iam.PolicyStatement { sid = row.sid, actions = { row.action }, resources = { row.resource } })
  return {
    payload_format_version = apigatewayv2.PayloadFormatVersion.VERSION_1_0, type = "AWS_PROXY", subtype = row.subtype,
    credentials = apigatewayv2.IntegrationCredentials.from_role(role), connection_type = "INTERNET",
    parameter_mapping = row.mapping,
  }
end

return service_integration
