-- What alias records lead to. The cases are twins of tools/golden/aws_route53_targets.js.
local apigateway = require "aws_cdk.aws_apigateway"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local cdk = require "aws_cdk"
local certificatemanager = require "aws_cdk.aws_certificatemanager"
local cognito = require "aws_cdk.aws_cognito"
local ec2 = require "aws_cdk.aws_ec2"
local elb = require "aws_cdk.aws_elasticloadbalancing"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local globalaccelerator = require "aws_cdk.aws_globalaccelerator"
local golden = require "spec.support.golden"
local route53 = require "aws_cdk.aws_route53"
local s3 = require "aws_cdk.aws_s3"
local targets = require "aws_cdk.aws_route53_targets"
local refuses = require "spec.support.refuses"

local ENDPOINT_FLAG = "@aws-cdk/aws-route53-targets:userPoolDomainNameMethodWithoutCustomResource"
local ENV = { account = "111122223333", region = "eu-west-1" }

local function zone_in(stack) return route53.HostedZone(stack, "Zone", { zone_name = "example.com" }) end

local function recorder(stack, zone)
  return function(id, target)
    return route53.ARecord(stack, id, {
      zone = zone, record_name = id, target = route53.RecordTarget.from_alias(target),
    })
  end
end

local cases = {}

function cases.load_balancers(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local record = recorder(stack, zone_in(stack))
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 })
  local classic = elb.LoadBalancer(stack, "Classic", { vpc = vpc })
  record("classic", targets.ClassicLoadBalancerTarget(classic))
  record("classic-health", targets.ClassicLoadBalancerTarget(classic, { evaluate_target_health = true }))
  local network = elbv2.NetworkLoadBalancer(stack, "Network", { vpc = vpc })
  record("network", targets.LoadBalancerTarget(network))
  record("network-health", targets.LoadBalancerTarget(network, { evaluate_target_health = false }))
  record("imported", targets.LoadBalancerTarget(
    elbv2.ApplicationLoadBalancer.from_application_load_balancer_attributes(stack, "Imported", {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1",
      security_group_id = "sg-1", load_balancer_dns_name = "a.elb", load_balancer_canonical_hosted_zone_id = "Z9",
    })))
  record("endpoint", targets.InterfaceVpcEndpointTarget(ec2.InterfaceVpcEndpoint(stack, "Endpoint", {
    vpc = vpc, service = ec2.InterfaceVpcEndpointAwsService.SQS,
  })))
end

local StandIn = cdk.Resource:extend "StandIn"

-- A construct of a service that is not there yet, with these fields.
local function stand_in(stack, id, fields)
  local construct = StandIn(stack, id)
  for name, value in pairs(fields) do construct[name] = value end
  return construct
end

function cases.names(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local zone = zone_in(stack)
  local record = recorder(stack, zone)
  local plain = route53.ARecord(stack, "Plain", { zone = zone, target = route53.RecordTarget.from_values "1.2.3.4" })
  record("record", targets.Route53RecordTarget(plain))
  record("bucket", targets.BucketWebsiteTarget(s3.Bucket(stack, "Bucket")))
  record("bucket-health", targets.BucketWebsiteTarget(s3.Bucket.from_bucket_name(stack, "Imported", "bucket"), {
    evaluate_target_health = true,
  }))
  record("accelerator", targets.GlobalAcceleratorDomainTarget "a.awsglobalaccelerator.com")
  record("accelerator-health", targets.GlobalAcceleratorDomainTarget("a.awsglobalaccelerator.com", {
    evaluate_target_health = false,
  }))
  record("accelerator-l2", targets.GlobalAcceleratorTarget(
    stand_in(stack, "Accelerator", { accelerator_ref = {}, dns_name = "b.awsglobalaccelerator.com" }),
    { evaluate_target_health = true }))
  record("beanstalk", targets.ElasticBeanstalkEnvironmentEndpointTarget "mine.us-east-1.elasticbeanstalk.com")
  record("beanstalk-zone", targets.ElasticBeanstalkEnvironmentEndpointTarget("mine.example.com", {
    hosted_zone_id = "Z8", evaluate_target_health = true,
  }))
  record("beanstalk-later", targets.ElasticBeanstalkEnvironmentEndpointTarget(cdk.Fn.import_value "endpoint"))
  record("http-api", targets.ApiGatewayv2DomainProperties("d.execute-api.eu-west-1.amazonaws.com", "Z7"))
end

function cases.rest_apis(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local record = recorder(stack, zone_in(stack))
  local certificate = certificatemanager.Certificate.from_certificate_arn(stack, "Certificate",
    "arn:aws:acm:eu-west-1:111122223333:certificate/c")
  local api = apigateway.RestApi(stack, "Api", {
    domain_name = { domain_name = "api.example.com", certificate = certificate },
  })
  api.root:add_method("GET", apigateway.MockIntegration())
  record("api", targets.ApiGateway(api))
  record("domain", targets.ApiGatewayDomain(apigateway.DomainName.from_domain_name_attributes(stack, "Domain", {
    domain_name = "d.example.com", domain_name_alias_hosted_zone_id = "Z6",
    domain_name_alias_target = "d.execute-api.eu-west-1.amazonaws.com",
  })))
  local http = apigatewayv2.DomainName(stack, "Http", { domain_name = "http.example.com", certificate = certificate })
  record("http", targets.ApiGatewayv2DomainProperties(http.regional_domain_name, http.regional_hosted_zone_id))
end

function cases.cloud_front(app)
  for id, account in pairs { S = ENV.account, T = "444455556666" } do
    local stack = cdk.Stack(app, id, { env = { account = account, region = ENV.region } })
    if id == "T" then stack.node:set_context(ENDPOINT_FLAG, true) end
    local record = recorder(stack, zone_in(stack))
    local distribution = stand_in(stack, "Distribution", {
      distribution_domain_name = "d1.cloudfront.net", distribution_id = "E1", distribution_arn = "arn",
      distribution_ref = {}, grant = print, grant_create_invalidation = print,
    })
    local certificate = certificatemanager.Certificate.from_certificate_arn(stack, "Certificate",
      "arn:aws:acm:us-east-1:111122223333:certificate/c")
    local domain = cognito.UserPool(stack, "Pool"):add_domain("Domain", {
      custom_domain = { domain_name = "login.example.com", certificate = certificate },
    })
    record("login", targets.UserPoolDomainTarget(domain))
    record("one", targets.CloudFrontTarget(distribution))
    record("two", targets.CloudFrontTarget(distribution))
    cdk.CfnOutput(stack, "ZoneId", { value = targets.CloudFrontTarget.get_hosted_zone_id(stack) })
  end
end

describe("aws_route53_targets", function()
  golden.check("aws_route53_targets", cases)

  -- Binds the target to a record in a stack of that environment.
  local function bind(target_of, env)
    local stack = cdk.Stack(cdk.App(), "S", { env = env })
    recorder(stack, zone_in(stack))("r", target_of(stack))
  end

  it("asks for the region that the zone of a bucket's website depends on", function()
    local function target(stack) return targets.BucketWebsiteTarget(s3.Bucket(stack, "B")) end
    refuses("the zone of a bucket's website depends on its region", bind, target)
    refuses("no hosted zone for websites of buckets is known for the region xx-1", bind, target, { region = "xx-1" })
  end)

  it("asks for the zone of environments that it cannot find", function()
    for _, endpoint in ipairs { "short.com", "mine.xx-1.elasticbeanstalk.com", cdk.Fn.import_value "e" } do
      refuses("give hosted_zone_id, such as RegionInfo.get(region).ebs_env_endpoint_hosted_zone_id", bind,
        function() return targets.ElasticBeanstalkEnvironmentEndpointTarget(endpoint) end)
    end
  end)

  it("does not lead to another record without a zone, or to an accelerator without a name", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local record = recorder(stack, zone_in(stack))("r", targets.ApiGatewayv2DomainProperties("d", "Z"))
    local target = targets.Route53RecordTarget(record)
    refuses("needs to know the zone of the record", target.bind, target, record)
    refuses("the accelerator has no dns_name", targets.GlobalAcceleratorTarget,
      globalaccelerator.CfnAccelerator(stack, "A", { name = "a" }))
  end)

  it("does not lead to an API without a domain name", function()
    refuses("the API has no domain name", targets.ApiGateway, apigateway.RestApi(cdk.Stack(cdk.App(), "S"), "Api"))
  end)
end)
