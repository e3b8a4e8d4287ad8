-- Certificates, and private authorities. The cases are twins of tools/golden/aws_certificatemanager.js.
local acmpca = require "aws_cdk.aws_acmpca"
local cdk = require "aws_cdk"
local certificatemanager = require "aws_cdk.aws_certificatemanager"
local golden = require "spec.support.golden"

local Certificate, PrivateCertificate = certificatemanager.Certificate, certificatemanager.PrivateCertificate
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

describe("aws_certificatemanager", function()
  golden.check("aws_certificatemanager", cases)

  local function refuses(text, props)
    local stack = cdk.Stack(cdk.App(), "S")
    local ok, message = pcall(Certificate, stack, "C", props)
    assert.is_false(ok, text)
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
  end

  it("refuses names that ACM does not take", function()
    refuses("domain_name must have 64 characters at most, got 65", { domain_name = ("x"):rep(61) .. ".com" })
  end)

  it("asks for the domain that gets mail where a name is known only at deployment", function()
    refuses("must be in the argument of CertificateValidation.from_email", { domain_name = cdk.Fn.import_value "d" })
  end)
end)
