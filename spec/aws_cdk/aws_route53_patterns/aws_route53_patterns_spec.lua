-- Redirects between domains. The cases are twins of tools/golden/aws_route53_patterns.js.
local acm = require "aws_cdk.aws_certificatemanager"
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local patterns = require "aws_cdk.aws_route53_patterns"
local route53 = require "aws_cdk.aws_route53"

local ENV = { account = "111122223333", region = "eu-west-1" }
local HOME = { account = "111122223333", region = "us-east-1" }
local CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/11112222-3333"
local USE_CERTIFICATE = "@aws-cdk/aws-route53-patters:useCertificate"
local USE_DISTRIBUTION = "@aws-cdk/aws-route53-patterns:useDistribution"

local function redirect(stack)
  local zone = route53.HostedZone.from_hosted_zone_attributes(stack, "Zone", {
    hosted_zone_id = "Z1", zone_name = "example.com",
  })
  patterns.HttpsRedirect(stack, "Redirect", { zone = zone, target_domain = "example.org" })
  patterns.HttpsRedirect(stack, "Named", {
    zone = zone, target_domain = "example.org", record_names = { "a.example.com", "b.example.com" },
  })
end

local cases = {}

function cases.older(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  redirect(stack)
  patterns.HttpsRedirect(stack, "Given", {
    zone = route53.PublicHostedZone(stack, "Own", { zone_name = "own.example.com" }), target_domain = "example.org",
    certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE),
  })
end

function cases.newer(app)
  app.node:set_context(USE_CERTIFICATE, true)
  app.node:set_context(USE_DISTRIBUTION, true)
  redirect(cdk.Stack(app, "Away", { env = ENV }))
  redirect(cdk.Stack(app, "Home", { env = HOME }))
end

function cases.newer_certificate(app)
  app.node:set_context(USE_CERTIFICATE, true)
  redirect(cdk.Stack(app, "Home", { env = HOME }))
end

function cases.newer_distribution(app)
  app.node:set_context(USE_DISTRIBUTION, true)
  redirect(cdk.Stack(app, "S"))
end

function cases.no_names(app)
  local function unnamed(stack)
    patterns.HttpsRedirect(stack, "Redirect", {
      zone = route53.PublicHostedZone(stack, "Zone", { zone_name = "example.com" }), target_domain = "example.org",
      record_names = {}, certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE),
    })
  end
  unnamed(cdk.Stack(app, "Older"))
  local newer = cdk.Stack(app, "Newer")
  newer.node:set_context(USE_DISTRIBUTION, true)
  unnamed(newer)
end

describe("aws_route53_patterns", function()
  golden.check("aws_route53_patterns", cases)

  local function refuses(text, stack, props)
    local zone = route53.HostedZone.from_hosted_zone_attributes(stack, "Zone", {
      hosted_zone_id = "Z1", zone_name = "example.com",
    })
    props.zone, props.target_domain = zone, "example.org"
    local ok, message = pcall(patterns.HttpsRedirect, stack, "Redirect", props)
    assert.is_false(ok, text)
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
  end

  it("refuses certificates of other regions than us-east-1", function()
    local stack = cdk.Stack(cdk.App(), "S")
    refuses("the certificate must be in us-east-1, got one in 'eu-west-1'", stack, {
      certificate = acm.Certificate.from_certificate_arn(stack, "C", "arn:aws:acm:eu-west-1:1:certificate/c"),
    })
  end)

  it("needs a name to make a certificate", function()
    local text = "record_names cannot be empty without a certificate"
    refuses(text, cdk.Stack(cdk.App(), "S"), { record_names = {} })
    local app = cdk.App { context = { [USE_CERTIFICATE] = true } }
    refuses(text, cdk.Stack(app, "S", { env = HOME }), { record_names = {} })
  end)

  it("needs a region to make a certificate", function()
    local app = cdk.App { context = { [USE_CERTIFICATE] = true } }
    refuses("the stack needs a region; give env = { region = … }", cdk.Stack(app, "S"), {})
  end)
end)
