--- Custom domain names for HTTP and WebSocket APIs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local fail = engine.fail

local DomainName = engine.class("aws_cdk.aws_apigatewayv2.DomainName", cdk.Resource)

local function mtls_of(mtls)
  return mtls and { truststore_uri = mtls.bucket:s3_url_for_object(mtls.key), truststore_version = mtls.version }
end

--- Arguments: scope, id, DomainNameProps: domain_name, certificate (required).
function DomainName:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  if props.domain_name == "" then fail(self, "domain_name must not be empty") end
  if props.ownership_certificate and not props.mtls then
    fail(self, "ownership_certificate belongs to domains with mutual TLS; -> give mtls")
  end
  self._endpoints = {}
  self._resource = apigatewayv2.CfnDomainName(self, "Resource", {
    domain_name = props.domain_name,
    domain_name_configurations = engine.lazy(function() return engine.list(self._endpoints) end, { kind = "list" }),
    mutual_tls_authentication = mtls_of(props.mtls),
  })
  self.name = self._resource.ref
  self:add_endpoint(props)
end

--- Adds an endpoint of another type. Options: certificate (required).
function DomainName:add_endpoint(options)
  local kind, ownership = options.endpoint_type or apigatewayv2.EndpointType.REGIONAL, options.ownership_certificate
  for _, endpoint in ipairs(self._endpoints) do
    if endpoint.endpoint_type == kind then fail(self, "there already is an endpoint of the type %s", kind) end
  end
  table.insert(self._endpoints, {
    certificate_arn = options.certificate.certificate_ref.certificate_arn,
    certificate_name = options.certificate_name,
    endpoint_type = kind,
    ownership_verification_certificate_arn = ownership and ownership.certificate_ref.certificate_arn,
    security_policy = options.security_policy,
    ip_address_type = options.ip_address_type,
  })
end

DomainName.get.regional_domain_name = function(self) return self._resource.attr_regional_domain_name end
DomainName.get.regional_hosted_zone_id = function(self) return self._resource.attr_regional_hosted_zone_id end
DomainName.get.domain_name_ref = function(self)
  return { domain_name = self.name, domain_name_arn = self._resource.attr_domain_name_arn }
end

local ImportedDomainName = engine.class("aws_cdk.aws_apigatewayv2.ImportedDomainName", cdk.Resource,
  "aws_cdk.aws_apigatewayv2.IDomainName")

function ImportedDomainName:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.name = attrs.name
  self.regional_domain_name, self.regional_hosted_zone_id = attrs.regional_domain_name, attrs.regional_hosted_zone_id
end

ImportedDomainName.get.domain_name_ref = function(self)
  return {
    domain_name = self.name,
    domain_name_arn = self.stack:format_arn {
      service = "apigateway", resource = "domainnames", resource_name = self.name,
      arn_format = cdk.ArnFormat.SLASH_RESOURCE_SLASH_RESOURCE_NAME,
    },
  }
end

--- A domain name by name, regional_domain_name and regional_hosted_zone_id.
function DomainName.from_domain_name_attributes(scope, id, attrs) return ImportedDomainName(scope, id, attrs) end

return { DomainName = DomainName }
