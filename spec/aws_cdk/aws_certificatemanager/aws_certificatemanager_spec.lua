-- Certificates, and private authorities. The cases are twins of tools/golden/aws_certificatemanager.js.
local acmpca = require "aws_cdk.aws_acmpca"
local cdk = require "aws_cdk"
local certificatemanager = require "aws_cdk.aws_certificatemanager"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local route53 = require "aws_cdk.aws_route53"

local Certificate, PrivateCertificate = certificatemanager.Certificate, certificatemanager.PrivateCertificate
local DnsValidatedCertificate = certificatemanager.DnsValidatedCertificate
local CertificateValidation, KeyAlgorithm = certificatemanager.CertificateValidation, certificatemanager.KeyAlgorithm

local ENV = { account = "111122223333", region = "eu-west-1" }
local CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/11112222-3333"
local AUTHORITY = "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/11112222-3333"

local cases = {}

function cases.validated_by_mail(app)
  local stack = cdk.Stack(app, "S")
  local plain = Certificate(stack, "Plain", { domain_name = "www.example.com" })
  cdk.CfnOutput(stack, "Arn", { value = plain.certificate_arn })
  cdk.CfnOutput(stack, "Ref", { value = plain.certificate_ref.certificate_arn })
  Certificate(stack, "Suffixes", {
    domain_name = "example.com",
    subject_alternative_names = {
      "*.a.example.co.uk", "a.b.c.kawasaki.jp", "city.kawasaki.jp", "x.y.unknown", "local", "a.s3.amazonaws.com",
    },
  })
  Certificate(stack, "Given", {
    domain_name = "a.b.example.com", subject_alternative_names = { "c.example.com" },
    validation = CertificateValidation.from_email { ["a.b.example.com"] = "b.example.com" },
  })
  local token = cdk.Fn.import_value "domain"
  Certificate(stack, "Token", {
    domain_name = token, validation = CertificateValidation.from_email { [tostring(token)] = "example.com" },
  })
end

function cases.options(app)
  local stack = cdk.Stack(app, "S")
  Certificate(stack, "Full", {
    domain_name = "example.com", allow_export = true, certificate_name = "mine",
    key_algorithm = KeyAlgorithm.EC_SECP384_R1, transparency_logging_enabled = false,
    validation = CertificateValidation.from_dns(),
  })
  Certificate(stack, "Off", {
    domain_name = "example.com", allow_export = false, transparency_logging_enabled = true, certificate_name = "",
    subject_alternative_names = { "example.com", "example.com" }, key_algorithm = KeyAlgorithm "OWN",
  })
  local scope = stack
  for _ = 1, 3 do scope = Certificate(scope, ("x"):rep(30), { domain_name = "a.b" }) end
  Certificate(scope, ("é"):rep(200), { domain_name = "example.com" })
end

function cases.private_certificates(app)
  local stack = cdk.Stack(app, "S")
  local authority = acmpca.CertificateAuthority.from_certificate_authority_arn(stack, "CA", AUTHORITY)
  cdk.CfnOutput(stack, "Authority", { value = authority.certificate_authority_arn })
  local plain = PrivateCertificate(stack, "Plain", { domain_name = "example.com", certificate_authority = authority })
  cdk.CfnOutput(stack, "Ref", { value = plain.certificate_ref.certificate_arn })
  PrivateCertificate(stack, "Full", {
    domain_name = "example.com", certificate_authority = authority, allow_export = true,
    key_algorithm = KeyAlgorithm.RSA_4096, subject_alternative_names = { "a.example.com" },
  })
  PrivateCertificate(stack, "OfL1", {
    domain_name = "example.com",
    certificate_authority = acmpca.CfnCertificateAuthority(stack, "L1", {
      key_algorithm = "RSA_2048", signing_algorithm = "SHA256WITHRSA", subject = { common_name = "c" }, type = "ROOT",
    }),
  })
end

local ALARM = { threshold = 30, evaluation_periods = 1 }

function cases.metrics(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local plain = Certificate(stack, "Plain", { domain_name = "example.com" })
  plain:metric_days_to_expiry():create_alarm(stack, "A", ALARM)
  plain:metric_days_to_expiry({
    period = cdk.Duration.hours(1), statistic = "p99", label = "l", region = "us-east-1",
  }):create_alarm(stack, "B", ALARM)
  for name, class in pairs { Certificate = Certificate, PrivateCertificate = PrivateCertificate } do
    local imported = class.from_certificate_arn(stack, name, CERTIFICATE)
    imported:metric_days_to_expiry():create_alarm(stack, "Of" .. name, ALARM)
    cdk.CfnOutput(stack, "Arn" .. name, { value = imported.certificate_ref.certificate_arn })
  end
end

function cases.validated_by_dns(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local com = route53.PublicHostedZone(stack, "Com", { zone_name = "example.com" })
  local org = route53.HostedZone.from_hosted_zone_id(stack, "Org", "Z1")
  local token = cdk.Fn.import_value "domain"
  Certificate(stack, "One", {
    domain_name = "*.example.com",
    subject_alternative_names = { "example.com", "*.a.example.com", "a.example.com", token, "example.com" },
    validation = CertificateValidation.from_dns(com),
  })
  Certificate(stack, "Several", {
    domain_name = "example.com", subject_alternative_names = { "example.org", "*.example.org", "example.net" },
    validation = CertificateValidation.from_dns_multi_zone {
      ["example.com"] = com, ["example.org"] = org, ["*.example.org"] = org,
    },
  })
  Certificate(stack, "ByHand", { domain_name = "example.com", validation = CertificateValidation.from_dns() })
end

function cases.requested_by_a_function(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local zone = route53.HostedZone.from_hosted_zone_attributes(stack, "Zone", {
    hosted_zone_id = "/hostedzone/Z1", zone_name = "example.com.",
  })
  local plain = DnsValidatedCertificate(stack, "Plain", { domain_name = "example.com", hosted_zone = zone })
  cdk.CfnOutput(stack, "Arn", { value = plain.certificate_arn })
  cdk.CfnOutput(stack, "Ref", { value = plain.certificate_ref.certificate_arn })
  local full = DnsValidatedCertificate(stack, "Full", {
    domain_name = "*.a.example.com", subject_alternative_names = { "a.example.com", "*.b.example.com" },
    hosted_zone = zone, region = "us-east-1", route53_endpoint = "https://route53.example.com",
    cleanup_route53_records = true, transparency_logging_enabled = false,
    custom_resource_role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r"),
    key_algorithm = KeyAlgorithm.RSA_4096,
  })
  full:apply_removal_policy(cdk.RemovalPolicy.RETAIN)
  cdk.Tags.of(full):add("k", "v")
  cloudwatch.Dashboard(stack, "Dashboard", {
    widgets = { { cloudwatch.GraphWidget { left = { full:metric_days_to_expiry() } } } },
  })
  local later = route53.HostedZone(stack, "Later", { zone_name = cdk.Fn.import_value "zone" })
  DnsValidatedCertificate(stack, "LaterName", {
    domain_name = cdk.Fn.import_value "domain", hosted_zone = later, subject_alternative_names = {},
    transparency_logging_enabled = true,
  })
  cdk.Tags.of(stack):add("all", "yes")
end

describe("aws_certificatemanager", function()
  golden.check("aws_certificatemanager", cases)

  local function refuses(text, props)
    local stack = cdk.Stack(cdk.App(), "S")
    local ok, message = pcall(Certificate, stack, "C", props)
    assert.is_false(ok, text)
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
  end

  it("refuses names that ACM does not take", function()
    refuses("domain_name can have at most 64 characters, got 65", { domain_name = ("x"):rep(61) .. ".com" })
  end)

  it("asks for the domain that gets mail where a name is known only at deployment", function()
    refuses("must be in the argument of CertificateValidation.from_email", { domain_name = cdk.Fn.import_value "d" })
  end)

  it("validates names only by a zone that contains them", function()
    local app = cdk.App()
    local stack = cdk.Stack(app, "S")
    DnsValidatedCertificate(stack, "C", {
      domain_name = "example.org",
      hosted_zone = route53.PublicHostedZone(stack, "Zone", { zone_name = "example.com" }),
    })
    local ok, message = pcall(app.synth, app)
    assert.is_false(ok)
    local text = "the hosted zone example.com does not contain the domain_name 'example.org'"
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
  end)
end)
