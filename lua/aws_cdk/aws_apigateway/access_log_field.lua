--- What API Gateway can write about a request into an access log.
local engine = require "luacdk.engine"

local AccessLogField = engine.class "aws_cdk.aws_apigateway.AccessLogField"

-- The variables of $context behind context_<name>().
local VARIABLES = {
  api_id = "apiId", authenticate_error = "authenticate.error", authenticate_latency = "authenticate.latency",
  authenticate_status = "authenticate.status", authorize_error = "authorize.error",
  authorize_latency = "authorize.latency", authorize_status = "authorize.status",
  authorizer_error = "authorizer.error", authorizer_integration_latency = "authorizer.integrationLatency",
  authorizer_integration_status = "authorizer.integrationStatus", authorizer_latency = "authorizer.latency",
  authorizer_principal_id = "authorizer.principalId", authorizer_request_id = "authorizer.requestId",
  authorizer_status = "authorizer.status", aws_endpoint_request_id = "awsEndpointRequestId",
  caller_account_id = "identity.accountId", connection_id = "connectionId",
  custom_domain_base_path_matched = "customDomain.basePathMatched", domain_name = "domainName",
  domain_prefix = "domainPrefix", error_message = "error.message", error_message_string = "error.messageString",
  error_response_type = "error.responseType", error_validation_error_string = "error.validationErrorString",
  event_type = "eventType", extended_request_id = "extendedRequestId", http_method = "httpMethod",
  identity_account_id = "identity.accountId", identity_api_key = "identity.apiKey",
  identity_api_key_id = "identity.apiKeyId", identity_caller = "identity.caller",
  identity_client_cert_issuner_dn = "identity.clientCert.issuerDN",
  identity_client_cert_pem = "identity.clientCert.clientCertPem",
  identity_client_cert_serial_number = "identity.clientCert.serialNumber",
  identity_client_cert_subject_dn = "identity.clientCert.subjectDN",
  identity_client_cert_validity_not_after = "identity.clientCert.validity.notAfter",
  identity_client_cert_validity_not_before = "identity.clientCert.validity.notBefore",
  identity_cognito_authentication_provider = "identity.cognitoAuthenticationProvider",
  identity_cognito_authentication_type = "identity.cognitoAuthenticationType",
  identity_cognito_identity_id = "identity.cognitoIdentityId",
  identity_cognito_identity_pool_id = "identity.cognitoIdentityPoolId",
  identity_principal_org_id = "identity.principalOrgId", identity_source_ip = "identity.sourceIp",
  identity_user = "identity.user", identity_user_agent = "identity.userAgent", identity_user_arn = "identity.userArn",
  integration_error_message = "integrationErrorMessage", integration_latency = "integrationLatency",
  integration_status = "integrationStatus", owner_account_id = "accountId", path = "path", protocol = "protocol",
  request_id = "requestId", request_time = "requestTime", request_time_epoch = "requestTimeEpoch",
  resource_id = "resourceId", resource_path = "resourcePath", response_latency = "responseLatency",
  response_length = "responseLength", response_override_status = "responseOverride.status", route_key = "routeKey",
  stage = "stage", status = "status", waf_error = "waf.error", waf_latency = "waf.latency",
  waf_response_code = "wafResponseCode", waf_status = "waf.status", webacl_arn = "webaclArn",
  xray_trace_id = "xrayTraceId",
}

-- The variables behind context_<name>(what), which end in the name that is asked for.
local OPEN_VARIABLES = {
  authorizer = "authorizer.", authorizer_claims = "authorizer.claims.",
  request_override_header = "requestOverride.header.", request_override_path = "requestOverride.path.",
  request_override_querystring = "requestOverride.querystring.",
  response_override_header = "responseOverride.header.",
}

for name, variable in pairs(VARIABLES) do
  AccessLogField["context_" .. name] = function() return "$context." .. variable end
end

for name, variable in pairs(OPEN_VARIABLES) do
  AccessLogField["context_" .. name] = function(what) return "$context." .. variable .. what end
end

--- The account of the caller.
function AccessLogField.context_account_id()
  engine.deprecated("aws_cdk.aws_apigateway.AccessLogField#context_account_id",
    "use `context_caller_account_id` or `context_owner_account_id` instead")
  return AccessLogField.context_caller_account_id()
end

return { AccessLogField = AccessLogField }
