--- Domains on which a user pool has its sign-in pages.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local of_user_pool = require "aws_cdk.aws_cognito.private.of_user_pool"

local fail, is_unresolved = engine.fail, engine.is_unresolved

local UserPoolDomain = engine.class("aws_cdk.aws_cognito.UserPoolDomain", cdk.Resource)

of_user_pool(UserPoolDomain, {
  reference = { "user_pool_domain_ref", "domain", "domain_name" }, import = "from_domain_name",
})

--- Arguments: scope, id, UserPoolDomainProps: user_pool, and cognito_domain or custom_domain.
function UserPoolDomain:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local of_cognito, own = props.cognito_domain, props.custom_domain
  if (of_cognito == nil) == (own == nil) then
    fail(self, "give exactly one of cognito_domain and custom_domain, got %s", own and "both" or "neither")
  end
  local prefix = of_cognito and of_cognito.domain_prefix
  if prefix and prefix ~= "" and not is_unresolved(prefix) and not prefix:find "^[a-z0-9-]+$" then
    fail(self, "domain_prefix can contain only lower-case letters, digits and hyphens, got %s", engine.display(prefix))
  end
  self._user_pool, self._is_cognito_domain = props.user_pool, of_cognito ~= nil
  self._resource = cognito.CfnUserPoolDomain(self, "Resource", {
    user_pool_id = props.user_pool.user_pool_ref.user_pool_id,
    domain = prefix or own.domain_name,
    custom_domain_config = own and { certificate_arn = own.certificate.certificate_ref.certificate_arn },
    managed_login_version = props.managed_login_version,
  })
  self.domain_name = self._resource.ref
end

--- The target of a custom domain's DNS record.
UserPoolDomain.get.cloud_front_endpoint = function(self) return self._resource.attr_cloud_front_distribution end

--- The same, which a custom resource asks for.
UserPoolDomain.get.cloud_front_domain_name = function(self)
  engine.deprecated("aws_cdk.aws_cognito.UserPoolDomain#cloud_front_domain_name", "use `cloud_front_endpoint` instead")
  local asked = self._described
  if not asked then
    local resources = require "aws_cdk.custom_resources"
    local call = {
      service = "CognitoIdentityServiceProvider", action = "describeUserPoolDomain",
      parameters = { Domain = self.domain_name },
      physical_resource_id = resources.PhysicalResourceId.of(self.domain_name),
    }
    asked = resources.AwsCustomResource(self, "CloudFrontDomainName", {
      resource_type = "Custom::UserPoolCloudFrontDomainName",
      on_create = call,
      on_update = call,
      policy = resources.AwsCustomResourcePolicy.from_sdk_calls { resources = { "*" } },
      install_latest_aws_sdk = false,
    })
    self._described = asked
  end
  return asked:get_response_field "DomainDescription.CloudFrontDistribution"
end

--- The URL of the domain.
function UserPoolDomain:base_url(options)
  if not self._is_cognito_domain then return "https://" .. self.domain_name end
  local auth = options and options.fips and "auth-fips" or "auth"
  return "https://" .. self.domain_name .. "." .. auth .. "." .. self.stack.region .. ".amazoncognito.com"
end

--- The URL on which users of the client sign in.
function UserPoolDomain:sign_in_url(client, options)
  local flows = client.o_auth_flows
  local response = flows.authorization_code_grant and "code" or flows.implicit_code_grant and "token"
  if not response then
    fail(self, "sign_in_url needs a client with authorization_code_grant or implicit_code_grant")
  end
  return self:base_url(options) .. (options.sign_in_path or "/login") .. "?client_id=" .. client.user_pool_client_id
    .. "&response_type=" .. response .. "&redirect_uri=" .. options.redirect_uri
end

return { UserPoolDomain = UserPoolDomain }
