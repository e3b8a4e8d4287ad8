--- Certificates that a function requests, in any region, and validates by records in a hosted zone.
local engine = require "luacdk.engine"
local handler_marks = require "aws_cdk.private.handler_marks"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"
local CertificateBase = require "aws_cdk.aws_certificatemanager.certificate_base"
local bundled_runtime = require "aws_cdk.custom_resources.bundled_runtime"

local HANDLER = "aws-certificatemanager/dns-validated-certificate-handler"

local DnsValidatedCertificate =
  engine.class("aws_cdk.aws_certificatemanager.DnsValidatedCertificate", CertificateBase)

local function is_text(value) return type(value) == "string" and not engine.is_unresolved(value) end

local function with_wildcard(name)
  if is_text(name) and name:sub(1, 2) == "*." then return name end
  return "*." .. name
end

local function requestor_of(self, role)
  local fn = lambda.Function(self, "CertificateRequestorFunction", {
    code = BundledCode(HANDLER), handler = "index.certificateRequestHandler", timeout = cdk.Duration.minutes(15),
    role = role,
    runtime = bundled_runtime(self),
  })
  fn.node:add_metadata(handler_marks.RUNTIME_FAMILY, fn.runtime.family)
  return fn
end

local function permit(self, requestor, props)
  requestor:add_to_role_policy(iam.PolicyStatement {
    actions = {
      "acm:RequestCertificate", "acm:DescribeCertificate", "acm:DeleteCertificate", "acm:AddTagsToCertificate",
    },
    resources = { "*" },
  })
  requestor:add_to_role_policy(iam.PolicyStatement { actions = { "route53:GetChange" }, resources = { "*" } })
  local names = { with_wildcard(props.domain_name) }
  for _, name in ipairs(props.subject_alternative_names or {}) do names[#names + 1] = with_wildcard(name) end
  requestor:add_to_role_policy(iam.PolicyStatement {
    actions = { "route53:changeResourceRecordSets" },
    resources = { "arn:" .. self.stack.partition .. ":route53:::hostedzone/" .. self._hosted_zone_id },
    conditions = engine.ordered(
      "ForAllValues:StringEquals", engine.ordered(
        "route53:ChangeResourceRecordSetsRecordTypes", { "CNAME" },
        "route53:ChangeResourceRecordSetsActions",
        props.cleanup_route53_records and { "UPSERT", "DELETE" } or { "UPSERT" }),
      "ForAllValues:StringLike", { ["route53:ChangeResourceRecordSetsNormalizedRecordNames"] = names }),
  })
end

-- Whether the zone can have the records of the domain.
local function mistakes(self)
  local zone, domain = self._zone_name, self._domain_name
  if not is_text(zone) then return {} end
  local ending = "." .. zone
  if is_text(domain) and (domain == zone or domain:sub(-#ending) == ending) then return {} end
  return { ("the hosted zone %s does not contain the domain_name %s; give the zone of that domain"):format(
    zone, engine.display(domain)) }
end

--- Arguments: scope, id, DnsValidatedCertificateProps: domain_name, hosted_zone (required).
function DnsValidatedCertificate:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self.tags = cdk.TagManager(cdk.TagType.MAP, "AWS::CertificateManager::Certificate")
  if props.key_algorithm then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-certificatemanager:keyAlgorithmIgnored",
      "key_algorithm is ignored: DnsValidatedCertificate cannot set it; use Certificate")
  end
  self._region, self._domain_name = props.region, props.domain_name
  self:_check_domain_name(props.domain_name)
  local zone_name, zone_id = props.hosted_zone.zone_name, props.hosted_zone.hosted_zone_id
  self._zone_name = is_text(zone_name) and zone_name:gsub("%.$", "") or zone_name
  self._hosted_zone_id = is_text(zone_id) and zone_id:gsub("^/hostedzone/", "") or zone_id
  local requestor = requestor_of(self, props.custom_resource_role)
  permit(self, requestor, props)
  local names, logging = props.subject_alternative_names, props.transparency_logging_enabled
  local resource = cdk.CustomResource(self, "CertificateRequestorResource", {
    service_token = requestor.function_arn,
    properties = engine.ordered(
      "DomainName", props.domain_name,
      "SubjectAlternativeNames", names and names[1] and names or nil,
      "CertificateTransparencyLoggingPreference", l2.switch(logging),
      "HostedZoneId", self._hosted_zone_id,
      "Region", props.region,
      "Route53Endpoint", props.route53_endpoint,
      "RemovalPolicy", engine.lazy(function() return self._removal_policy end, { kind = "string" }),
      "CleanupRecords", props.cleanup_route53_records and "true" or nil,
      "Tags", self.tags.rendered_tags),
  })
  self.certificate_arn = resource:get_att_string "Arn"
  self.node:add_validation { validate = function() return mistakes(self) end }
end

--- What happens to the certificate when it is removed from the stack: the function deletes it, unless the policy is not
--- RemovalPolicy.DESTROY.
function DnsValidatedCertificate:apply_removal_policy(policy) self._removal_policy = policy end

return { DnsValidatedCertificate = DnsValidatedCertificate }
