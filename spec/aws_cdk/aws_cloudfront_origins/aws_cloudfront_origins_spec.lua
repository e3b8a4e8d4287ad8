-- Origins of distributions. The cases are twins of tools/golden/aws_cloudfront_origins.js.
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local golden = require "spec.support.golden"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local origins = require "aws_cdk.aws_cloudfront_origins"
local s3 = require "aws_cdk.aws_s3"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local KEY = "arn:aws:kms:eu-west-1:111122223333:key/11112222-3333-4444-5555-666677778888"
local ALL = {
  connection_attempts = 2, connection_timeout = cdk.Duration.seconds(5),
  custom_headers = { ["X-A"] = "1", ["X-B"] = "2" },
  origin_access_control_id = "c", origin_id = "own", origin_path = "p/q/", origin_shield_region = "eu-west-1",
  response_completion_timeout = cdk.Duration.seconds(100),
}

-- Makes distributions of one origin.
local function serving(stack)
  return function(id, origin)
    return cloudfront.Distribution(stack, id, { default_behavior = { origin = origin } })
  end
end

-- The entries of `base`, and of `own` in their place.
local function merged(own, base)
  local all = {}
  for name, value in pairs(base) do all[name] = value end
  for name, value in pairs(own) do all[name] = value end
  return all
end

local cases = {}

function cases.servers(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local all = merged({
    connection_timeout = cdk.Duration.seconds(5), response_completion_timeout = cdk.Duration.seconds(100),
    read_timeout = cdk.Duration.seconds(20), keepalive_timeout = cdk.Duration.seconds(10),
  }, ALL)
  local serve = serving(stack)
  serve("Http", origins.HttpOrigin "example.com")
  serve("HttpFull", origins.HttpOrigin("example.com", merged({
    http_port = 8080, https_port = 443, protocol_policy = cloudfront.OriginProtocolPolicy.MATCH_VIEWER,
    origin_ssl_protocols = { cloudfront.OriginSslPolicy.TLS_V1, cloudfront.OriginSslPolicy.TLS_V1_2 },
    ip_address_type = cloudfront.OriginIpAddressType.DUALSTACK,
  }, all)))
  serve("NoShield", origins.HttpOrigin("example.com", {
    origin_shield_enabled = false, origin_shield_region = "eu-west-1", origin_path = "/", custom_headers = {},
  }))
  serve("Shield", origins.HttpOrigin(cdk.Fn.import_value "domain", {
    origin_shield_enabled = true, origin_shield_region = "eu-west-1", origin_path = cdk.Fn.import_value "path",
    http_port = cdk.Token.as_number(cdk.Fn.import_value "port"),
  }))
  local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
    vpc_id = "vpc-1", availability_zones = { "eu-west-1a", "eu-west-1b" }, private_subnet_ids = { "s-1", "s-2" },
  })
  local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc })
  serve("OfBalancer", origins.LoadBalancerV2Origin(balancer))
  serve("OfBalancerFull", origins.LoadBalancerV2Origin(balancer, merged({
    protocol_policy = cloudfront.OriginProtocolPolicy.HTTP_ONLY,
  }, all)))
  local api = apigateway.RestApi(stack, "Api")
  api.root:add_method "GET"
  serve("OfApi", origins.RestApiOrigin(api))
  serve("OfApiFull", origins.RestApiOrigin(api, all))
  local site = s3.Bucket(stack, "Site", { website_index_document = "index.html" })
  serve("OfSite", origins.S3StaticWebsiteOrigin(site))
  serve("OfSiteFull", origins.S3StaticWebsiteOrigin(site, merged({
    protocol_policy = cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
  }, all)))
  serve("OlderSite", origins.S3Origin(site, {
    origin_path = "/older",
    origin_access_identity = cloudfront.OriginAccessIdentity.from_origin_access_identity_id(stack, "Identity", "I"),
  }))
end

function cases.function_urls(app)
  local stack = cdk.Stack(app, "S")
  local serve = serving(stack)
  local fn = lambda.Function(stack, "Fn", {
    code = lambda.Code.from_inline "c", handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X,
  })
  local open = fn:add_function_url { auth_type = lambda.FunctionUrlAuthType.NONE }
  local closed = lambda.FunctionUrl(stack, "Closed", { ["function"] = fn })
  serve("Plain", origins.FunctionUrlOrigin(open))
  serve("Full", origins.FunctionUrlOrigin(open, {
    read_timeout = cdk.Duration.seconds(20), keepalive_timeout = cdk.Duration.seconds(10),
    response_completion_timeout = cdk.Duration.seconds(20), ip_address_type = cloudfront.OriginIpAddressType.IPV6,
    origin_id = "own",
  }))
  serve("Signed", origins.FunctionUrlOrigin.with_origin_access_control(closed))
  local control = cloudfront.FunctionUrlOriginAccessControl(stack, "Control", { signing = cloudfront.Signing.NEVER })
  local shared = origins.FunctionUrlOrigin.with_origin_access_control(open, {
    origin_access_control = control, read_timeout = cdk.Duration.seconds(20),
    keepalive_timeout = cdk.Duration.seconds(10), ip_address_type = cloudfront.OriginIpAddressType.IPV4,
    response_completion_timeout = cdk.Duration.seconds(5),
  })
  serve("Unsigned", shared)
  serve("UnsignedAgain", shared)
end

function cases.buckets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local serve = serving(stack)
  local bucket = s3.Bucket(stack, "Bucket")
  local imported = s3.Bucket.from_bucket_name(stack, "Imported", "imported")
  local encrypted = s3.Bucket(stack, "Encrypted", {
    encryption = s3.BucketEncryption.KMS, encryption_key = kms.Key(stack, "Key"),
  })
  local foreign_key = s3.Bucket(stack, "ForeignKey", {
    encryption = s3.BucketEncryption.KMS, encryption_key = kms.Key.from_key_arn(stack, "ImportedKey", KEY),
  })
  local S3BucketOrigin = origins.S3BucketOrigin
  local S3Origin = origins.S3Origin
  local AccessLevel = cloudfront.AccessLevel
  serve("Plain", S3BucketOrigin.with_bucket_defaults(bucket))
  serve("PlainFull", S3BucketOrigin.with_bucket_defaults(bucket, {
    origin_path = "/p", origin_access_control_id = "c", custom_headers = { ["X-A"] = "1" },
  }))
  serve("Signed", S3BucketOrigin.with_origin_access_control(bucket))
  local levels = {
    AccessLevel.WRITE, AccessLevel.READ, AccessLevel.LIST, AccessLevel.READ, AccessLevel.DELETE,
    AccessLevel.READ_VERSIONED,
  }
  local full = S3BucketOrigin.with_origin_access_control(encrypted, {
    origin_access_control = cloudfront.S3OriginAccessControl(stack, "Control"), origin_access_levels = levels,
    origin_path = "/p",
  })
  serve("SignedFull", full)
  serve("SignedAgain", full)
  serve("SignedForeignKey", S3BucketOrigin.with_origin_access_control(foreign_key, {
    origin_access_control =
      cloudfront.S3OriginAccessControl.from_origin_access_control_id(stack, "ImportedControl", "c"),
  }))
  serve("SignedImported", S3BucketOrigin.with_origin_access_control(imported, {
    origin_access_levels = { AccessLevel.LIST },
  }))
  serve("Read", S3BucketOrigin.with_origin_access_identity(bucket))
  serve("ReadFull", S3BucketOrigin.with_origin_access_identity(encrypted, {
    origin_access_identity = cloudfront.OriginAccessIdentity(stack, "Identity"), origin_path = "/p", origin_id = "own",
  }))
  serve("ReadImported", S3BucketOrigin.with_origin_access_identity(imported, {
    origin_access_identity =
      cloudfront.OriginAccessIdentity.from_origin_access_identity_id(stack, "ImportedIdentity", "I"),
  }))
  serve("Older", S3Origin(bucket))
  serve("OlderFull", S3Origin(bucket, {
    origin_access_identity = cloudfront.OriginAccessIdentity(stack, "OlderIdentity"), origin_path = "/p",
  }))
end

function cases.buckets_of_another_stack(app)
  local data = cdk.Stack(app, "Data")
  local stack = cdk.Stack(app, "S")
  local serve = serving(stack)
  local bucket = s3.Bucket(data, "Bucket")
  serve("Read", origins.S3BucketOrigin.with_origin_access_identity(bucket))
  serve("Older", origins.S3Origin(bucket))
  serve("Plain", origins.S3BucketOrigin.with_bucket_defaults(bucket))
end

function cases.groups(app)
  local stack = cdk.Stack(app, "S")
  local primary_origin = origins.S3BucketOrigin.with_origin_access_control(s3.Bucket(stack, "Bucket"))
  local fallback_origin = origins.HttpOrigin "fallback.example.com"
  local group = origins.OriginGroup { primary_origin = primary_origin, fallback_origin = fallback_origin }
  local distribution = cloudfront.Distribution(stack, "Distribution", {
    default_behavior = { origin = group },
    additional_behaviors = {
      ["/a"] = { origin = group }, ["/b"] = { origin = fallback_origin },
      ["/c"] = {
        origin = origins.OriginGroup {
          primary_origin = origins.HttpOrigin("c.example.com", { origin_id = "own" }),
          fallback_origin = fallback_origin, fallback_status_codes = { 404 },
          selection_criteria = cloudfront.OriginSelectionCriteria.MEDIA_QUALITY_BASED,
        },
      },
    },
  })
  distribution:add_behavior("/d", origins.OriginGroup {
    primary_origin = origins.HttpOrigin "d.example.com", fallback_origin = origins.HttpOrigin "e.example.com",
  })
end

function cases.vpc_origins(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local serve = serving(stack)
  local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
    vpc_id = "vpc-1", availability_zones = { "eu-west-1a", "eu-west-1b" }, private_subnet_ids = { "s-1", "s-2" },
  })
  local instance = ec2.Instance(stack, "Instance", {
    vpc = vpc, instance_type = ec2.InstanceType "t3.micro", machine_image = ec2.MachineImage.latest_amazon_linux2023(),
  })
  local VpcOrigin = origins.VpcOrigin
  serve("OfInstance", VpcOrigin.with_ec2_instance(instance))
  local shared = VpcOrigin.with_application_load_balancer(elbv2.ApplicationLoadBalancer(stack, "Alb", { vpc = vpc }), {
    domain_name = "alb.example.com", vpc_origin_name = "n", http_port = 8080, https_port = 8443,
    protocol_policy = cloudfront.OriginProtocolPolicy.HTTP_ONLY,
    origin_ssl_protocols = { cloudfront.OriginSslPolicy.TLS_V1_1 }, read_timeout = cdk.Duration.seconds(20),
    keepalive_timeout = cdk.Duration.seconds(10),
  })
  serve("OfAlb", shared)
  serve("OfAlbAgain", shared)
  serve("OfNlb", VpcOrigin.with_network_load_balancer(elbv2.NetworkLoadBalancer(stack, "Nlb", { vpc = vpc })))
  local made = cloudfront.VpcOrigin(stack, "Made", { endpoint = cloudfront.VpcOriginEndpoint.ec2_instance(instance) })
  serve("Given", VpcOrigin.with_vpc_origin(made, { origin_path = "/p", read_timeout = cdk.Duration.seconds(1) }))
  local imported = cloudfront.VpcOrigin.from_vpc_origin_id(stack, "Imported", "v")
  serve("GivenImported", VpcOrigin.with_vpc_origin(imported, { domain_name = "v.example.com" }))
end

describe("aws_cloudfront_origins", function()
  golden.check("aws_cloudfront_origins", cases)

  local function refuses_http(text, props)
    refuses(text, function() origins.HttpOrigin("example.com", props) end)
  end

  local function new_stack() return cdk.Stack(cdk.App(), "S", { env = ENV }) end

  it("refuses numbers that CloudFront does not take", function()
    local seconds = cdk.Duration.seconds
    refuses_http("connection_timeout must be a whole number of seconds between 1 and 10, got 11",
      { connection_timeout = seconds(11) })
    refuses_http("connection_attempts must be a whole number between 1 and 3, got 1.5", { connection_attempts = 1.5 })
    refuses_http("response_completion_timeout must be a whole number of seconds between 1 and 3600, got 0",
      { response_completion_timeout = seconds(0) })
    refuses_http("read_timeout must be a whole number of seconds, at least 1, got 0", { read_timeout = seconds(0) })
    refuses_http("keepalive_timeout must be a whole number of seconds", { keepalive_timeout = seconds(0) })
    refuses_http("response_completion_timeout must be at least read_timeout (20 seconds), got 10 seconds",
      { response_completion_timeout = seconds(10), read_timeout = seconds(20) })
    refuses_http("http_port must be 80, 443 or a whole number between 1024 and 65535, got 81", { http_port = 81 })
    refuses_http("https_port must be", { https_port = 70000 })
    refuses_http("connection_attempts must be a whole number between 1 and 3, got",
      { connection_attempts = cdk.Token.as_number(cdk.Fn.import_value "n") })
  end)

  it("refuses headers that CloudFront does not let a distribution add", function()
    for _, name in ipairs { "Host", "cookie", "X-Amz-Date", "x-edge-a" } do
      refuses_http("custom_headers cannot have the header " .. name, { custom_headers = { [name] = "v" } })
    end
  end)

  it("needs an id of its own for each origin of a distribution", function()
    local distribution = cloudfront.Distribution(new_stack(), "D", {
      default_behavior = { origin = origins.HttpOrigin("a.b", { origin_id = "own" }) },
    })
    refuses("an origin with the id 'own' already exists", function()
      distribution:add_behavior("/a", origins.HttpOrigin("c.d", { origin_id = "own" }))
    end)
  end)

  it("refuses groups of groups, and groups without codes", function()
    local origin, other = origins.HttpOrigin "a.b", origins.HttpOrigin "c.d"
    local group = origins.OriginGroup { primary_origin = origin, fallback_origin = other }
    local function refuses_group(text, props)
      local serve = serving(new_stack())
      refuses(text, function() serve("D", origins.OriginGroup(props)) end)
    end
    refuses_group("the primary_origin of an origin group cannot be an origin group",
      { primary_origin = group, fallback_origin = origin })
    refuses_group("the fallback_origin of an origin group cannot be an origin group",
      { primary_origin = other, fallback_origin = group })
    refuses_group("the fallback_status_codes of an origin group cannot be empty",
      { primary_origin = origin, fallback_origin = other, fallback_status_codes = {} })
  end)

  it("needs IAM at function URLs whose requests are signed, and a control whose signing is known", function()
    local stack = new_stack()
    local fn = lambda.Function(stack, "Fn", {
      code = lambda.Code.from_inline "c", handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X,
    })
    local url = fn:add_function_url { auth_type = lambda.FunctionUrlAuthType.NONE }
    refuses("the URL of the function must have auth_type = lambda.FunctionUrlAuthType.AWS_IAM", function()
      serving(stack)("D", origins.FunctionUrlOrigin.with_origin_access_control(url))
    end)
    refuses("origin_access_control must be made in this app", function()
      serving(stack)("E", origins.FunctionUrlOrigin.with_origin_access_control(url, {
        origin_access_control =
          cloudfront.FunctionUrlOriginAccessControl.from_origin_access_control_id(stack, "C", "c"),
      }))
    end)
  end)

  it("needs identities that are principals", function()
    local stack = new_stack()
    local identity = cloudfront.CfnCloudFrontOriginAccessIdentity(stack, "I", {
      cloud_front_origin_access_identity_config = { comment = "c" },
    })
    refuses("is no principal that can read the bucket; give an OriginAccessIdentity", function()
      serving(stack)("D", origins.S3BucketOrigin.with_origin_access_identity(s3.Bucket(stack, "B"), {
        origin_access_identity = identity,
      }))
    end)
  end)

  it("needs a domain name for VPC origins that are imported without one", function()
    refuses("domain_name must be given: the VPC origin is imported without one", function()
      origins.VpcOrigin.with_vpc_origin(cloudfront.VpcOrigin.from_vpc_origin_id(new_stack(), "V", "v"))
    end)
  end)

  it("takes origins of one's own", function()
    local Own = cloudfront.OriginBase:extend "Own"
    function Own:init(domain_name) Own.super.init(self, domain_name, { origin_path = "/own" }) end
    refuses("a subclass of OriginBase must define _render_s3_origin_config", function()
      serving(new_stack())("D", Own "a.b")
    end)
    function Own:_render_custom_origin_config() return { origin_protocol_policy = "https-only" } end
    local bound = Own "a.b":bind(new_stack(), { origin_id = "o" })
    assert.same({ "a.b", "o", "/own", "https-only" }, {
      bound.origin_property.domain_name, bound.origin_property.id, bound.origin_property.origin_path,
      bound.origin_property.custom_origin_config.origin_protocol_policy,
    })
    function Own:_render_custom_origin_config() return { origin_protocol = "https-only" } end
    refuses("what _render_custom_origin_config returns: unknown property 'origin_protocol'", function()
      serving(new_stack())("D", Own "a.b")
    end)
    local table_origin = { bind = function() return { origin_property = { domain_name = "e.f", id = "t" } } end }
    assert.truthy(serving(new_stack())("D", table_origin).distribution_id)
    refuses("returns: expected a table of cloudfront.OriginBindConfig, got the number 5", function()
      serving(new_stack())("D", { bind = function() return 5 end })
    end)
  end)
end)
