--- Sends the visitors of some domain names to another one.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local certificatemanager = require "aws_cdk.aws_certificatemanager"
local cloudfront = require "aws_cdk.aws_cloudfront"
local constructs = require "constructs"
local cx_api = require "aws_cdk.cx_api"
local route53 = require "aws_cdk.aws_route53"
local s3 = require "aws_cdk.aws_s3"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local CERTIFICATE_REGION = "us-east-1"

local HttpsRedirect = engine.class("aws_cdk.aws_route53_patterns.HttpsRedirect", constructs.Construct)

-- Where a certificate must be, so that CloudFront finds it: here, or in a stack of its own.
local function certificate_scope(self)
  local stack = engine.stack_of(self)
  local parent = stack.node.scope
  if is_unresolved(stack.region) then
    fail(self, "with the flag %s the stack needs a region; -> give env = { region = … }",
      cx_api.ROUTE53_PATTERNS_USE_CERTIFICATE)
  end
  if stack.region == CERTIFICATE_REGION then return self end
  local id = "certificate-redirect-stack-" .. stack.node.addr
  return parent.node:try_find_child(id)
    or cdk.Stack(parent, id, { env = { region = CERTIFICATE_REGION, account = stack.account } })
end

local function certificate(self, names, zone)
  if #names == 0 then fail(self, "record_names cannot be empty without a certificate: the first name is its domain") end
  if not cdk.FeatureFlags.of(self):is_enabled(cx_api.ROUTE53_PATTERNS_USE_CERTIFICATE) then
    return certificatemanager.DnsValidatedCertificate(self, "RedirectCertificate", {
      domain_name = names[1], subject_alternative_names = names, hosted_zone = zone, region = CERTIFICATE_REGION,
    })
  end
  local scope = certificate_scope(self)
  return certificatemanager.Certificate(scope, "RedirectCertificate" .. (scope == self and "" or self.node.addr), {
    domain_name = names[1], subject_alternative_names = names,
    validation = certificatemanager.CertificateValidation.from_dns(zone),
  })
end

local function check_region(self, given)
  local arn = given.certificate_ref.certificate_arn
  local region = engine.stack_of(self):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).region
  if not is_unresolved(region) and region ~= CERTIFICATE_REGION then
    fail(self, "the certificate must be in %s, got one in %s", CERTIFICATE_REGION, display(region))
  end
end

-- The names, separated by commas.
local function listed(names)
  local text = ""
  for i, name in ipairs(names) do text = text .. (i > 1 and ", " or "") .. name end
  return text
end

local function distribution(self, bucket, names, acm_certificate, target)
  local comment = "Redirect to " .. target .. " from " .. listed(names)
  local https, all = cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS, cloudfront.PriceClass.PRICE_CLASS_ALL
  if cdk.FeatureFlags.of(self):is_enabled(cx_api.ROUTE53_PATTERNS_USE_DISTRIBUTION) then
    return cloudfront.Distribution(self, "RedirectDistribution", {
      default_root_object = "",
      default_behavior = {
        origin = require("aws_cdk.aws_cloudfront_origins").S3StaticWebsiteOrigin(bucket),
        viewer_protocol_policy = https,
      },
      domain_names = names,
      certificate = acm_certificate,
      comment = comment,
      price_class = all,
    })
  end
  return cloudfront.CloudFrontWebDistribution(self, "RedirectDistribution", {
    default_root_object = "",
    origin_configs = {
      {
        behaviors = { { is_default_behavior = true } },
        custom_origin_source = {
          domain_name = bucket.bucket_website_domain_name,
          origin_protocol_policy = cloudfront.OriginProtocolPolicy.HTTP_ONLY,
        },
      },
    },
    viewer_certificate =
      cloudfront.ViewerCertificate.from_acm_certificate(acm_certificate, { aliases = names }),
    comment = comment,
    price_class = all,
    viewer_protocol_policy = https,
  })
end

--- Arguments: scope, id, HttpsRedirectProps: target_domain, zone (required). Without record_names, redirects the zone's
--- own name.
function HttpsRedirect:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local names, zone = props.record_names or { props.zone.zone_name }, props.zone
  if props.certificate then check_region(self, props.certificate) end
  local acm_certificate = props.certificate or certificate(self, names, zone)
  local bucket = s3.Bucket(self, "RedirectBucket", {
    website_redirect = { host_name = props.target_domain, protocol = s3.RedirectProtocol.HTTPS },
    removal_policy = cdk.RemovalPolicy.DESTROY,
    block_public_access = s3.BlockPublicAccess.BLOCK_ALL,
  })
  local made = distribution(self, bucket, names, acm_certificate, props.target_domain)
  local CloudFrontTarget = require("aws_cdk.aws_route53_targets").CloudFrontTarget
  for _, name in ipairs(names) do
    local hash = assets.md5(tostring(name)):sub(1, 6)
    local record = {
      record_name = name, zone = zone, target = route53.RecordTarget.from_alias(CloudFrontTarget(made)),
    }
    route53.ARecord(self, "RedirectAliasRecord" .. hash, record)
    route53.AaaaRecord(self, "RedirectAliasRecordSix" .. hash, record)
  end
end

return { HttpsRedirect = HttpsRedirect }
