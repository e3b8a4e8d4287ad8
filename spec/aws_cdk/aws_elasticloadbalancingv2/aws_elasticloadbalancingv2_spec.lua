-- Application and network load balancers. The cases are twins of tools/golden/aws_elasticloadbalancingv2.js.
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local golden = require "spec.support.golden"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local targets = require "aws_cdk.aws_elasticloadbalancingv2_targets"
local refuses = require "spec.support.refuses"

-- The properties of both tables.
local function with(properties, more)
  for key, value in pairs(more or {}) do properties[key] = value end
  return properties
end

local ENV = { account = "111122223333", region = "eu-west-1" }

local CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/"

local LB = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/"

local GROUP = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/group/0123456789abcdef"

local cases = {}

function cases.application_load_balancers(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local plain = elbv2.ApplicationLoadBalancer(stack, "Plain", { vpc = vpc })
  local full = elbv2.ApplicationLoadBalancer(stack, "Full", {
    vpc = vpc, internet_facing = true, load_balancer_name = "full", deletion_protection = true,
    deny_all_igw_traffic = true, ip_address_type = elbv2.IpAddressType.DUAL_STACK, cross_zone_enabled = true,
    minimum_capacity_unit = 150, security_group = ec2.SecurityGroup(stack, "Group", { vpc = vpc }),
    http2_enabled = false, idle_timeout = cdk.Duration.minutes(2), drop_invalid_header_fields = true,
    desync_mitigation_mode = elbv2.DesyncMitigationMode.STRICTEST, preserve_host_header = true,
    x_amzn_tls_version_and_cipher_suite_headers = true, preserve_xff_client_port = true, waf_fail_open = true,
    xff_header_processing_mode = elbv2.XffHeaderProcessingMode.PRESERVE,
    client_keep_alive = cdk.Duration.minutes(10),
  })
  elbv2.ApplicationLoadBalancer(stack, "Six", {
    vpc = vpc, internet_facing = true, ip_address_type = elbv2.IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4,
    vpc_subnets = { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS },
  }):add_listener("Listener", {
    port = 80, default_action = elbv2.ListenerAction.fixed_response(404),
  })
  full:set_attribute("own.attribute", "value")
  full:set_attribute("idle_timeout.timeout_seconds", "5")
  full:remove_attribute "waf.fail_open.enabled"
  full:add_security_group(ec2.SecurityGroup(stack, "Another", { vpc = vpc }))
  full:add_redirect()
  plain:add_redirect({
    source_port = 8080, target_port = 8443, open = false, source_protocol = elbv2.ApplicationProtocol.HTTP,
    target_protocol = elbv2.ApplicationProtocol.HTTPS,
  })
  out("Arn", plain.load_balancer_arn)
  out("Name", plain.load_balancer_name)
  out("FullName", plain.load_balancer_full_name)
  out("Zone", plain.load_balancer_canonical_hosted_zone_id)
  out("Dns", plain.load_balancer_dns_name)
  out("Ref", plain.load_balancer_ref.load_balancer_arn)
  out("Groups", cdk.Fn.select(0, plain.load_balancer_security_groups))
  out("Type", plain.ip_address_type)
  out("Listeners", tostring(#plain.listeners))
end

function cases.application_listeners(app)
  local ApplicationProtocol = elbv2.ApplicationProtocol
  local ListenerAction = elbv2.ListenerAction
  local ListenerCertificate = elbv2.ListenerCertificate
  local ListenerCondition = elbv2.ListenerCondition
  local MutualAuthenticationMode = elbv2.MutualAuthenticationMode
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc })
  local function group(id)
    return elbv2.ApplicationTargetGroup(stack, id, {
      vpc = vpc, port = 80, target_type = elbv2.TargetType.IP,
    })
  end
  local one = group "One"
  local two = group "Two"
  local bucket = s3.Bucket(stack, "Bucket")
  local trust_store = elbv2.TrustStore(stack, "Trust", { bucket = bucket, key = "ca.pem", version = "1" })
  elbv2.TrustStore(stack, "Named", {
    bucket = bucket, key = "ca.pem", trust_store_name = "named",
  })
  elbv2.TrustStoreRevocation(stack, "Revoked", {
    trust_store = trust_store,
    revocation_contents = {
      { bucket = bucket, key = "crl.pem", revocation_type = elbv2.RevocationType.CRL, version = "2" },
      { bucket = bucket, key = "other.pem" },
    },
  })
  local imported = elbv2.TrustStore.from_trust_store_arn(stack, "Imported", cdk.Fn.import_value "Trust")
  local function certificate(id) return ListenerCertificate.from_arn(CERTIFICATE .. id) end
  local https = balancer:add_listener("Https", {
    protocol = ApplicationProtocol.HTTPS,
    certificates = { certificate "1", certificate "2", certificate "3" }, ssl_policy = elbv2.SslPolicy.TLS12,
    default_target_groups = { one }, open = false,
    mutual_authentication = {
      mutual_authentication_mode = MutualAuthenticationMode.VERIFY, trust_store = trust_store,
      ignore_client_certificate_expiry = true, advertise_trust_store_ca_names = true,
    },
  })
  https:add_certificates("More", { certificate "4" })
  balancer:add_listener("Passing", {
    port = 8443, default_target_groups = { one, two }, certificates = { certificate "1" },
    mutual_authentication = { mutual_authentication_mode = MutualAuthenticationMode.PASS_THROUGH },
  })
  balancer:add_listener("Trusting", {
    port = 9443, protocol = ApplicationProtocol.HTTPS, certificates = { certificate "1" },
    default_target_groups = { one },
    mutual_authentication = {
      mutual_authentication_mode = MutualAuthenticationMode.VERIFY, trust_store = imported,
      advertise_trust_store_ca_names = false,
    },
  })
  local http = balancer:add_listener("Http", { port = 80 })
  http:set_attribute("routing.http.response.server.enabled", "false")
  http:set_attribute("gone", "x")
  http:remove_attribute "gone"
  http:add_action("Default", {
    action = ListenerAction.fixed_response(200, {
      content_type = "text/plain", message_body = "hello",
    }),
  })
  http:add_target_groups("Hosts", {
    priority = 10, target_groups = { one },
    conditions = {
      ListenerCondition.host_headers { "a.example.com", "b.example.com" },
      ListenerCondition.path_patterns { "/a", "/b*" }, ListenerCondition.http_header("X-Header", { "x" }),
      ListenerCondition.http_request_methods { "GET", "POST" },
      ListenerCondition.query_strings { { key = "q", value = "1" }, { value = "2" } },
      ListenerCondition.source_ips { "10.0.0.0/8", "192.0.2.0/24" },
    },
  })
  http:add_action("Weighted", {
    priority = 20, conditions = { ListenerCondition.path_patterns { "/w" } },
    action = ListenerAction.weighted_forward({ { target_group = one, weight = 3 }, { target_group = two } }, {
      stickiness_duration = cdk.Duration.minutes(5),
    }),
  })
  http:add_action("Sticky", {
    priority = 30, conditions = { ListenerCondition.path_patterns { "/s" } },
    action = ListenerAction.forward({ two }, { stickiness_duration = cdk.Duration.hours(1) }),
  })
  http:add_action("Elsewhere", {
    priority = 40, conditions = { ListenerCondition.path_patterns { "/r" } }, remove_suffix = true,
    action = ListenerAction.redirect {
      host = "h", path = "/p", port = "8080", protocol = "HTTPS", query = "q", permanent = true,
    },
  })
  local rule = elbv2.ApplicationListenerRule(stack, "Rule", {
    listener = http, priority = 50, conditions = { ListenerCondition.path_patterns { "/rule" } },
    target_groups = { one, two },
  })
  rule:add_condition(ListenerCondition.source_ips { "10.0.0.0/8" })
  elbv2.ApplicationListenerCertificate(stack, "Certificates", {
    listener = https, certificates = { certificate "5", certificate "6" },
  })
  http.connections:allow_default_port_from_any_ipv4 "Anyone"
  cdk.CfnOutput(stack, "RuleArn", { value = rule.listener_rule_arn })
  cdk.CfnOutput(stack, "ListenerArn", { value = http.listener_arn })
  cdk.CfnOutput(stack, "Ref", { value = https.listener_ref.listener_arn })
  cdk.CfnOutput(stack, "Port", { value = tostring(https.port) })
  cdk.CfnOutput(stack, "CaCount", { value = trust_store.trust_store_ref.trust_store_arn })
  cdk.CfnOutput(stack, "TrustName", { value = imported.trust_store_name })
  cdk.CfnOutput(stack, "TrustStatus", { value = trust_store.status })
end

function cases.authentication(app)
  local ListenerAction = elbv2.ListenerAction
  local ListenerCertificate = elbv2.ListenerCertificate
  local ListenerCondition = elbv2.ListenerCondition
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc })
  local group = elbv2.ApplicationTargetGroup(stack, "Group", {
    vpc = vpc, port = 80, target_type = elbv2.TargetType.IP,
  })
  local function oidc(more)
    return with({
      authorization_endpoint = "https://a", client_id = "id",
      client_secret = cdk.SecretValue.secrets_manager "secret", issuer = "https://i",
      token_endpoint = "https://t", user_info_endpoint = "https://u",
    }, more)
  end
  local listener = balancer:add_listener("Listener", {
    port = 443, certificates = { ListenerCertificate.from_arn(CERTIFICATE .. "1") },
    default_action = ListenerAction.authenticate_oidc(oidc({
      next = ListenerAction.forward { group }, session_timeout = cdk.Duration.days(1), scope = "openid email",
      session_cookie_name = "cookie", authentication_request_extra_params = { display = "page" },
      on_unauthenticated_request = elbv2.UnauthenticatedAction.DENY,
    })),
  })
  listener:add_action("Rule", {
    priority = 1, conditions = { ListenerCondition.path_patterns { "/a" } },
    action = ListenerAction.authenticate_oidc(oidc({
      next = ListenerAction.fixed_response(200), session_timeout = cdk.Duration.hours(1),
      allow_https_outbound = false,
    })),
  })
  listener:add_action("Jwt", {
    priority = 2, conditions = { ListenerCondition.path_patterns { "/j" } },
    action = ListenerAction.authenticate_jwt {
      issuer = "https://issuer", jwks_endpoint = "https://keys", next = ListenerAction.forward { group },
    },
  })
end

function cases.application_target_groups(app)
  local TargetGroupLoadBalancingAlgorithmType = elbv2.TargetGroupLoadBalancingAlgorithmType
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local function group(id, props)
    return elbv2.ApplicationTargetGroup(stack, id, with({ vpc = vpc }, props))
  end
  local full = group("Full", {
    target_group_name = "full", port = 8080, protocol_version = elbv2.ApplicationProtocolVersion.HTTP2,
    deregistration_delay = cdk.Duration.seconds(10), cross_zone_enabled = true,
    slow_start = cdk.Duration.seconds(60), ip_address_type = elbv2.TargetGroupIpAddressType.IPV4,
    stickiness_cookie_duration = cdk.Duration.minutes(5), stickiness_cookie_name = "session",
    target_type = elbv2.TargetType.IP,
    load_balancing_algorithm_type = TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
    target_group_health = {
      dns_minimum_healthy_target_count = 3, dns_minimum_healthy_target_percentage = 70,
      routing_minimum_healthy_target_count = 1, routing_minimum_healthy_target_percentage = 50,
    },
    health_check = {
      enabled = true, healthy_http_codes = "200-299", healthy_threshold_count = 3,
      unhealthy_threshold_count = 4, path = "/health", interval = cdk.Duration.seconds(20),
      timeout = cdk.Duration.seconds(10), port = "8081", protocol = elbv2.Protocol.HTTP,
    },
    targets = { targets.IpTarget "10.0.0.1", targets.IpTarget("10.0.0.2", 81, "all") },
  })
  group("Off", {
    protocol = elbv2.ApplicationProtocol.HTTPS, target_type = elbv2.TargetType.IP,
    stickiness_cookie_duration = cdk.Duration.days(1),
    target_group_health = {
      dns_minimum_healthy_target_count = 0, dns_minimum_healthy_target_percentage = 0,
      routing_minimum_healthy_target_percentage = 0,
    },
  })
  group("Random", {
    port = 80, target_type = elbv2.TargetType.IP, enable_anomaly_mitigation = true,
    load_balancing_algorithm_type = TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM,
  }):configure_health_check {
    healthy_grpc_codes = "12", path = "/later",
  }
  group("Still", {
    port = 80, target_type = elbv2.TargetType.IP, enable_anomaly_mitigation = false,
  })
  group("Instances", { port = 80 }):add_target(targets.InstanceIdTarget "i-1",
    targets.InstanceIdTarget("i-2", 81))
  local fn = lambda.Function(stack, "Fn", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
  })
  elbv2.ApplicationTargetGroup(stack, "Functions", {
    targets = { targets.LambdaTarget(fn) },
  })
  group("HeadersOfFunctions", {
    target_type = elbv2.TargetType.LAMBDA, multi_value_headers_enabled = true,
    targets = { targets.LambdaTarget(fn) },
  })
  local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc })
  local listener = balancer:add_listener("Listener", { port = 80 })
  listener:add_targets("Lambda", {
    targets = { targets.LambdaTarget(fn) }, health_check = { enabled = true },
  })
  local instance = ec2.Instance(stack, "Instance", {
    vpc = vpc, machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = "ami-1" },
    instance_type = ec2.InstanceType "t3.micro",
  })
  local added = listener:add_targets("Instances", {
    port = 8080, targets = { targets.InstanceTarget(instance) }, priority = 5,
    slow_start = cdk.Duration.seconds(0), conditions = { elbv2.ListenerCondition.path_patterns { "/i" } },
    stickiness_cookie_duration = cdk.Duration.seconds(30),
  })
  out("Arn", full.target_group_arn)
  out("Name", full.target_group_name)
  out("FullName", full.target_group_full_name)
  out("Ref", full.target_group_ref.target_group_arn)
  out("Balancers", cdk.Fn.select(0, full.target_group_load_balancer_arns))
  out("BalancerName", added.first_load_balancer_full_name)
  local waits = cdk.CfnResource(stack, "Waits", { type = "A::B::C" })
  waits.node:add_dependency(added.load_balancer_attached)
end

function cases.auto_scaling_groups(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local function group(id)
    return autoscaling.AutoScalingGroup(stack, id, {
      vpc = vpc, machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = "ami-1" },
      instance_type = ec2.InstanceType "t3.micro",
    })
  end
  local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc, internet_facing = true })
  local listener = balancer:add_listener("Listener", { port = 80 })
  local served = group "Served"
  listener:add_targets("Target", { port = 8080, targets = { served } })
  served:scale_on_request_count("Requests", {
    target_requests_per_minute = 60, disable_scale_in = true,
  })
  local later = group "Later"
  local imported = elbv2.ApplicationTargetGroup.from_target_group_attributes(stack, "Imported", {
    target_group_arn = GROUP,
  })
  later:attach_to_application_target_group(imported)
  local network = elbv2.NetworkLoadBalancer(stack, "Network", { vpc = vpc })
  network:add_listener("Listener", { port = 443 }):add_targets("Target", {
    port = 443, targets = { later },
  })
end

function cases.metrics(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local application = elbv2.ApplicationLoadBalancer(stack, "Application", { vpc = vpc })
  local application_group = elbv2.ApplicationTargetGroup(stack, "ApplicationGroup", {
    vpc = vpc, port = 80, target_type = elbv2.TargetType.IP,
  })
  application:add_listener("Listener", {
    port = 80, default_target_groups = { application_group },
  })
  local network = elbv2.NetworkLoadBalancer(stack, "Network", { vpc = vpc })
  local network_group = elbv2.NetworkTargetGroup(stack, "NetworkGroup", {
    vpc = vpc, port = 80, target_type = elbv2.TargetType.IP,
  })
  network:add_listener("Listener", {
    port = 80, default_target_groups = { network_group },
  })
  local function alarm(id, metric)
    return metric:create_alarm(stack, id, { threshold = 1, evaluation_periods = 1 })
  end
  local balancers = application.metrics
  alarm("A1", balancers:active_connection_count())
  alarm("A2", balancers:client_tls_negotiation_error_count())
  alarm("A3", balancers:consumed_lc_us())
  alarm("A4", balancers:elb_auth_error())
  alarm("A5", balancers:elb_auth_failure())
  alarm("A6", balancers:elb_auth_latency())
  alarm("A7", balancers:elb_auth_success())
  alarm("A8", balancers:http_code_elb(elbv2.HttpCodeElb.ELB_5XX_COUNT))
  alarm("A9", balancers:http_code_target(elbv2.HttpCodeTarget.TARGET_4XX_COUNT))
  alarm("A10", balancers:http_fixed_response_count())
  alarm("A11", balancers:http_redirect_count())
  alarm("A12", balancers:http_redirect_url_limit_exceeded_count())
  alarm("A13", balancers:ipv6_processed_bytes())
  alarm("A14", balancers:ipv6_request_count())
  alarm("A15", balancers:new_connection_count())
  alarm("A16", balancers:processed_bytes())
  alarm("A17", balancers:rejected_connection_count())
  alarm("A18",
    balancers:request_count { statistic = "p99", period = cdk.Duration.minutes(1) })
  alarm("A19", balancers:rule_evaluations())
  alarm("A20", balancers:target_connection_error_count())
  alarm("A21", balancers:target_response_time())
  alarm("A22", balancers:target_tls_negotiation_error_count())
  alarm("A23", balancers:custom("Own", { statistic = "Maximum" }))
  alarm("A24", application:metric_request_count())
  local groups = application_group.metrics
  alarm("G1", groups:healthy_host_count())
  alarm("G2", groups:http_code_target(elbv2.HttpCodeTarget.TARGET_2XX_COUNT))
  alarm("G3", groups:ipv6_request_count())
  alarm("G4", groups:request_count())
  alarm("G5", groups:request_count_per_target())
  alarm("G6", groups:target_connection_error_count())
  alarm("G7", groups:target_response_time())
  alarm("G8", groups:target_tls_negotiation_error_count())
  alarm("G9", groups:unhealthy_host_count())
  alarm("G10", groups:custom "Own")
  alarm("G11",
    application_group:metric_http_code_target(elbv2.HttpCodeTarget.TARGET_5XX_COUNT))
  local flows = network.metrics
  alarm("N1", flows:active_flow_count())
  alarm("N2", flows:consumed_lc_us())
  alarm("N3", flows:new_flow_count())
  alarm("N4", flows:processed_bytes())
  alarm("N5", flows:tcp_client_reset_count())
  alarm("N6", flows:tcp_elb_reset_count())
  alarm("N7", flows:tcp_target_reset_count())
  alarm("N8", flows:custom "Own")
  alarm("T1", network_group.metrics:healthy_host_count())
  alarm("T2", network_group.metrics:un_healthy_host_count())
  alarm("T3", network_group.metrics:custom "Own")
  alarm("I1", elbv2.ApplicationTargetGroup.from_target_group_attributes(stack, "ImportedGroup", {
    target_group_arn = GROUP, load_balancer_arns = LB .. "app/name/0123456789abcdef",
  }).metrics:request_count())
  alarm("I2", elbv2.NetworkTargetGroup.from_target_group_attributes(stack, "ImportedTokens", {
    target_group_arn = cdk.Fn.import_value "Group", load_balancer_arns = cdk.Fn.import_value "Balancer",
  }).metrics:healthy_host_count())
  alarm("I3", elbv2.ApplicationLoadBalancer.from_application_load_balancer_attributes(stack, "ImportedBalancer", {
    load_balancer_arn = LB .. "app/name/0123456789abcdef", security_group_id = "sg-12345678",
  }).metrics:request_count())
end

function cases.logs(app)
  for _, region in ipairs({ "eu-west-1", "ap-southeast-4" }) do
    local stack = cdk.Stack(app, "In-" .. region, {
      env = { account = "111122223333", region = region },
    })
    local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
    local bucket = s3.Bucket(stack, "Bucket")
    local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc })
    balancer:add_listener("Listener", {
      port = 80, default_action = elbv2.ListenerAction.fixed_response(200),
    })
    balancer:log_access_logs(bucket)
    balancer:log_connection_logs(bucket, "connections")
    elbv2.NetworkLoadBalancer(stack, "Network", { vpc = vpc }):log_access_logs(bucket,
      "network")
    local elsewhere = s3.Bucket.from_bucket_name(stack, "Imported", "bucket")
    elbv2.NetworkLoadBalancer(stack, "Elsewhere", { vpc = vpc }):log_access_logs(elsewhere)
  end
end

function cases.network_load_balancers(app)
  local ListenerCertificate = elbv2.ListenerCertificate
  local NetworkListenerAction = elbv2.NetworkListenerAction
  local Protocol = elbv2.Protocol
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local plain = elbv2.NetworkLoadBalancer(stack, "Plain", { vpc = vpc })
  local full = elbv2.NetworkLoadBalancer(stack, "Full", {
    vpc = vpc, internet_facing = true, load_balancer_name = "full", cross_zone_enabled = false,
    zonal_shift = true, client_routing_policy = elbv2.ClientRoutingPolicy.PARTIAL_AVAILABILITY_ZONE_AFFINITY,
    minimum_capacity_unit = 5500, enforce_security_group_inbound_rules_on_private_link_traffic = false,
    enable_prefix_for_ipv6_source_nat = true, ip_address_type = elbv2.IpAddressType.DUAL_STACK,
    security_groups = { ec2.SecurityGroup(stack, "Group", { vpc = vpc }) },
  })
  full:add_security_group(ec2.SecurityGroup(stack, "Another", { vpc = vpc }))
  elbv2.NetworkLoadBalancer(stack, "NoGroups", {
    vpc = vpc, security_groups = {}, zonal_shift = false,
  })
  elbv2.NetworkLoadBalancer(stack, "Mapped", {
    vpc = vpc, internet_facing = true, enable_prefix_for_ipv6_source_nat = true,
    subnet_mappings = {
      { subnet = vpc.public_subnets[1], allocation_id = "eipalloc-1" },
      {
        subnet = vpc.public_subnets[2], source_nat_ipv6_prefix = elbv2.SourceNatIpv6Prefix.auto_assigned(),
        ipv6_address = "2001:db8::1",
      },
    },
  })
  elbv2.NetworkLoadBalancer(stack, "MappedInside", {
    vpc = vpc, enable_prefix_for_ipv6_source_nat = false,
    enforce_security_group_inbound_rules_on_private_link_traffic = true,
    subnet_mappings = { { subnet = vpc.private_subnets[1], private_ipv4_address = "10.0.128.5" } },
  })
  local function certificate(id) return ListenerCertificate.from_arn(CERTIFICATE .. id) end
  local function group(id, props)
    return elbv2.NetworkTargetGroup(stack, id, with({ vpc = vpc, port = 443 }, props))
  end
  local one = group("One", { target_type = elbv2.TargetType.IP })
  local two = group("Two", {
    protocol = Protocol.TLS, proxy_protocol_v2 = true, preserve_client_ip = false,
    connection_termination = true, targets = { targets.IpTarget("10.0.0.5", 8443) },
    health_check = {
      protocol = Protocol.HTTPS, path = "/health", interval = cdk.Duration.seconds(10),
      timeout = cdk.Duration.seconds(6),
    },
  })
  local tls = plain:add_listener("Tls", {
    port = 443, certificates = { certificate "1", certificate "2" },
    alpn_policy = elbv2.AlpnPolicy.HTTP2_PREFERRED, ssl_policy = elbv2.SslPolicy.TLS13_13,
    default_target_groups = { one },
  })
  tls:add_certificates("More", { certificate "3" })
  plain:add_listener("Tcp", {
    port = 80, tcp_idle_timeout = cdk.Duration.minutes(10), default_target_groups = { one, two },
  })
  local weighted = { { target_group = one, weight = 2 }, { target_group = two } }
  plain:add_listener("Udp", {
    port = 53, protocol = Protocol.UDP,
    default_action = NetworkListenerAction.weighted_forward(weighted, {
      stickiness_duration = cdk.Duration.minutes(5),
    }),
  })
  plain:add_listener("Both", { port = 54, protocol = Protocol.TCP_UDP }):add_targets("Target", {
    port = 54, targets = { targets.InstanceIdTarget "i-1" }, preserve_client_ip = true,
  })
  plain:add_listener("Added", { port = 55 }):add_target_groups("Groups", one, two)
  plain:add_listener("Acting", { port = 56 }):add_action("Action", {
    action = NetworkListenerAction.forward { two },
  })
  full:add_listener("Udp", {
    port = 53, protocol = Protocol.UDP, default_target_groups = { one },
  })
  local application = elbv2.ApplicationLoadBalancer(stack, "Application", { vpc = vpc })
  local listener = application:add_listener("Listener", {
    port = 80, default_action = elbv2.ListenerAction.fixed_response(200),
  })
  plain:add_listener("ToApplication", { port = 81 }):add_targets("Target", {
    port = 80, targets = { targets.AlbListenerTarget(listener) },
  })
  group("ToArn", {
    targets = { targets.AlbArnTarget(LB .. "app/a/0123456789abcdef", 80) },
  })
  group("ToBalancer", { targets = { targets.AlbTarget(application, 80) } })
  ec2.VpcEndpointService(stack, "Service", {
    vpc_endpoint_service_load_balancers = { plain },
  })
  cdk.CfnOutput(stack, "Groups", { value = tostring(#full.security_groups) })
  cdk.CfnOutput(stack, "Enforce", {
    value = full.enforce_security_group_inbound_rules_on_private_link_traffic,
  })
  cdk.CfnOutput(stack, "First", { value = one.first_load_balancer_full_name })
end

function cases.imports_and_look_ups(app)
  local ListenerAction = elbv2.ListenerAction
  local ListenerCertificate = elbv2.ListenerCertificate
  local ListenerCondition = elbv2.ListenerCondition
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local application = elbv2.ApplicationLoadBalancer.from_application_load_balancer_attributes(stack, "Application", {
    load_balancer_arn = LB .. "app/a/0123456789abcdef", security_group_id = "sg-12345678",
    security_group_allows_all_outbound = false, vpc = vpc, load_balancer_canonical_hosted_zone_id = "Z1",
    load_balancer_dns_name = "a.example.com",
  })
  local group = elbv2.ApplicationTargetGroup(stack, "Group", {
    vpc = vpc, port = 80, target_type = elbv2.TargetType.IP,
  })
  application:add_listener("Listener", { port = 80 }):add_targets("Target", { port = 80 })
  local network = elbv2.NetworkLoadBalancer.from_network_load_balancer_attributes(stack, "Network", {
    load_balancer_arn = LB .. "net/n/0123456789abcdef", load_balancer_canonical_hosted_zone_id = "Z2",
    vpc = vpc, load_balancer_dns_name = "n.example.com", load_balancer_security_groups = { "sg-1", "sg-2" },
  })
  network:add_listener("Listener", { port = 80 }):add_targets("Target", { port = 80 })
  network.connections:allow_from_any_ipv4(ec2.Port.tcp(80))
  local listener = elbv2.ApplicationListener.from_application_listener_attributes(stack, "ImportedListener", {
    listener_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2",
    default_port = 8080,
    security_group = ec2.SecurityGroup.from_security_group_id(stack, "Door", "sg-87654321"),
  })
  local function path(value) return { ListenerCondition.path_patterns { value } } end
  listener:add_target_groups("Groups", {
    priority = 1, conditions = path "/1", target_groups = { group },
  })
  listener:add_action("Action", {
    priority = 2, conditions = path "/2", action = ListenerAction.fixed_response(200),
  })
  listener:add_action("Bare", {
    priority = 3, conditions = path "/3", action = ListenerAction.fixed_response(201), remove_suffix = true,
  })
  listener:add_certificates("Certificates",
    { ListenerCertificate.from_arn(CERTIFICATE .. "1") })
  listener.connections:allow_default_port_from_any_ipv4()
  local found = elbv2.ApplicationLoadBalancer.from_lookup(stack, "Found", {
    load_balancer_tags = { b = "2", a = "1" },
  })
  found:add_listener("Listener", {
    port = 8000, default_action = ListenerAction.fixed_response(200),
  })
  local found_network = elbv2.NetworkLoadBalancer.from_lookup(stack, "FoundNetwork", {
    load_balancer_arn = LB .. "net/n/1",
  })
  found_network:add_listener("Listener", { port = 90 }):add_targets("Target", { port = 80 })
  local found_listener = elbv2.ApplicationListener.from_lookup(stack, "FoundListener", {
    listener_port = 80, listener_protocol = elbv2.ApplicationProtocol.HTTP,
    load_balancer_arn = LB .. "app/a/1",
  })
  found_listener:add_action("Action", {
    priority = 1, conditions = path "/1", action = ListenerAction.fixed_response(200),
  })
  local found_by_arn = elbv2.ApplicationListener.from_lookup(stack, "FoundByArn", {
    listener_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2",
  })
  local found_tcp = elbv2.NetworkListener.from_lookup(stack, "FoundTcp", {
    listener_protocol = elbv2.Protocol.TCP, load_balancer_tags = { a = "1" },
  })
  local imported_tcp = elbv2.NetworkListener.from_network_listener_arn(stack, "ImportedTcp",
    "arn:aws:x:y:z:listener/net/n/1/2")
  local imported_group = elbv2.ApplicationTargetGroup.from_target_group_attributes(stack, "ImportedGroup", {
    target_group_arn = GROUP,
  })
  local token_group = elbv2.NetworkTargetGroup.from_target_group_attributes(stack, "TokenGroup", {
    target_group_arn = cdk.Fn.import_value "Group",
  })
  found_tcp.node:add_dependency(imported_tcp)
  out("Dns", application.load_balancer_dns_name)
  out("Zone", application.load_balancer_canonical_hosted_zone_id)
  out("NetworkDns", network.load_balancer_dns_name)
  out("NetworkZone", network.load_balancer_canonical_hosted_zone_id)
  out("FoundDns", found.load_balancer_dns_name)
  out("FoundZone", found.load_balancer_canonical_hosted_zone_id)
  out("FoundType", found.ip_address_type)
  out("FoundArn", found.load_balancer_ref.load_balancer_arn)
  out("FoundNetworkDns", found_network.load_balancer_dns_name)
  out("FoundNetworkGroups", tostring(#found_network.security_groups))
  out("FoundListenerArn", found_listener.listener_arn)
  out("FoundArnOfListener", found_by_arn.listener_arn)
  out("FoundTcpArn", found_tcp.listener_arn)
  out("ImportedTcpArn", imported_tcp.listener_ref.listener_arn)
  out("GroupName", imported_group.target_group_name)
  out("TokenName", token_group.target_group_name)
  out("Env", application.env.region)
end

function cases.flags(app)
  app.node:set_context("@aws-cdk/aws-elasticloadbalancingv2:usePostQuantumTlsPolicy", true)
  app.node:set_context("@aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault",
    true)
  app.node:set_context("@aws-cdk/aws-elasticloadbalancingV2:albDualstackWithoutPublicIpv4SecurityGroupRulesDefault",
    true)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local certificates = { elbv2.ListenerCertificate.from_arn(CERTIFICATE .. "1") }
  local application = elbv2.ApplicationLoadBalancer(stack, "Application", {
    vpc = vpc, internet_facing = true, ip_address_type = elbv2.IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4,
  })
  application:add_listener("Listener", {
    port = 443, certificates = certificates, default_action = elbv2.ListenerAction.fixed_response(200),
  })
  local network = elbv2.NetworkLoadBalancer(stack, "Network", { vpc = vpc })
  network:add_listener("Listener", { port = 443, certificates = certificates }):add_targets("Target", {
    port = 80,
  })
  elbv2.NetworkLoadBalancer(stack, "Without", {
    vpc = vpc, disable_security_groups = true,
  })
end

describe("aws_elasticloadbalancingv2", function()
  golden.check("aws_elasticloadbalancingv2", cases)

  local stack, vpc, balancer, group, n

  before_each(function()
    stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
    balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc })
    group = elbv2.ApplicationTargetGroup(stack, "Group", { vpc = vpc, port = 80, target_type = elbv2.TargetType.IP })
    n = 0
  end)

  -- Each row: what the error says, the properties.
  local function refuses_each(class, base, rows)
    for _, row in ipairs(rows) do
      n = n + 1
      refuses(row[1], class, stack, "Refused" .. n, with(with({}, base), row[2]))
    end
  end

  local function certificate() return elbv2.ListenerCertificate.from_arn(CERTIFICATE .. "1") end

  it("refuses application load balancers that there are not", function()
    local six = elbv2.IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4
    refuses_each(elbv2.ApplicationLoadBalancer, { vpc = vpc }, {
      { "minimum_capacity_unit must be an integer of 100 or more, got 99", { minimum_capacity_unit = 99 } },
      { "IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4 needs internet_facing = true", { ip_address_type = six } },
      { "always balance across zones: leave cross_zone_enabled out", { cross_zone_enabled = false } },
      { "client_keep_alive must be between 60 and 604800 seconds, got 59",
        { client_keep_alive = cdk.Duration.seconds(59) } },
      { "client_keep_alive must be between 60 and 604800 seconds, got 0.5",
        { client_keep_alive = cdk.Duration.millis(500) } },
      { "deny_all_igw_traffic needs IpAddressType.DUAL_STACK", { deny_all_igw_traffic = true } },
    })
  end)

  it("refuses network load balancers that there are not", function()
    local subnet = vpc.private_subnets[1]
    refuses_each(elbv2.NetworkLoadBalancer, { vpc = vpc }, {
      { "minimum_capacity_unit must be an integer, 2750 to 45000 for each zone, got 2749",
        { minimum_capacity_unit = 5498 } },
      { "DUAL_STACK_WITHOUT_PUBLIC_IPV4 is for application load balancers",
        { ip_address_type = elbv2.IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4 } },
      { "security_groups and disable_security_groups are mutually exclusive",
        { security_groups = {}, disable_security_groups = true } },
      { "vpc_subnets and subnet_mappings are mutually exclusive",
        { vpc_subnets = {}, subnet_mappings = { { subnet = subnet } } } },
      { "private_ipv4_address is for internal load balancers",
        { internet_facing = true, subnet_mappings = { { subnet = subnet, private_ipv4_address = "10.0.0.1" } } } },
      { "allocation_id is for load balancers with internet_facing = true",
        { subnet_mappings = { { subnet = subnet, allocation_id = "eipalloc-1" } } } },
      { "source_nat_ipv6_prefix needs enable_prefix_for_ipv6_source_nat = true", { subnet_mappings = { {
        subnet = subnet, source_nat_ipv6_prefix = elbv2.SourceNatIpv6Prefix.auto_assigned(),
      } } } },
    })
    local six = elbv2.NetworkLoadBalancer(stack, "Six", { vpc = vpc, ip_address_type = elbv2.IpAddressType.DUAL_STACK })
    refuses("listeners of UDP need enable_prefix_for_ipv6_source_nat = true", six.add_listener, six, "L",
      { port = 53, protocol = elbv2.Protocol.UDP })
    local own = elbv2.SourceNatIpv6Prefix.from_ipv6_prefix
    assert.equal("2001:db8::/80", own("2001:db8::/80").prefix)
    refuses("an IPv6 prefix must end in /80", own, "2001:db8::/64")
    refuses("an IPv6 prefix must end in /80", own, "2001:db8::")
  end)

  it("says at synthesis what is wrong with names", function()
    for name, text in pairs {
      [("x"):rep(33)] = "has 33 characters, but at most 32 are allowed",
      ["internal-x"] = "must not begin with 'internal-'",
      ["-x"] = "must not begin or end with a hyphen", ["a_b"] = "must have only letters, digits and hyphens",
    } do
      local other = cdk.Stack(cdk.App(), "S", { env = ENV })
      local network = ec2.Vpc(other, "Vpc")
      elbv2.NetworkLoadBalancer(other, "Balancer", { vpc = network, load_balancer_name = name })
      refuses("of the load balancer " .. text, function() other.node.root:synth() end)
      if name ~= "internal-x" then
        local third = cdk.Stack(cdk.App(), "S", { env = ENV })
        elbv2.NetworkTargetGroup(third, "Group", { vpc = ec2.Vpc(third, "Vpc"), port = 1, target_group_name = name })
        refuses("of the target group " .. text, function() third.node.root:synth() end)
      end
    end
  end)

  it("refuses application listeners that cannot be", function()
    local Mode = elbv2.MutualAuthenticationMode
    local trust = elbv2.TrustStore(stack, "Trust", { bucket = s3.Bucket(stack, "Bucket"), key = "k" })
    refuses_each(elbv2.ApplicationListener, { load_balancer = balancer }, {
      { "a listener needs port or protocol", {} },
      { "the protocol of port 81 is not known: give protocol", { port = 81 } },
      { "default_action and default_target_groups are mutually exclusive", { port = 80,
        default_target_groups = { group }, default_action = elbv2.ListenerAction.fixed_response(200) } },
      { "MutualAuthenticationMode.VERIFY needs trust_store",
        { port = 443, mutual_authentication = { mutual_authentication_mode = Mode.VERIFY } } },
      { "trust_store is for MutualAuthenticationMode.VERIFY",
        { port = 443, mutual_authentication = { mutual_authentication_mode = Mode.OFF, trust_store = trust } } },
      { "ignore_client_certificate_expiry is for MutualAuthenticationMode.VERIFY", { port = 443,
        mutual_authentication = { mutual_authentication_mode = Mode.OFF, ignore_client_certificate_expiry = false } } },
      { "advertise_trust_store_ca_names is for", { port = 443, mutual_authentication = {
        mutual_authentication_mode = Mode.PASS_THROUGH, advertise_trust_store_ca_names = true } } },
    })
    refuses_each(elbv2.TrustStore, { bucket = s3.Bucket(stack, "Other"), key = "k" }, {
      { "trust_store_name must have 1 to 32 characters, got 33", { trust_store_name = ("x"):rep(33) } },
      { "single hyphens between them, got 'a--b'", { trust_store_name = "a--b" } },
      { "single hyphens between them, got '-a'", { trust_store_name = "-a" } },
    })
  end)

  it("refuses network listeners that cannot be", function()
    local network = elbv2.NetworkLoadBalancer(stack, "Network", { vpc = vpc })
    local Protocol = elbv2.Protocol
    refuses_each(elbv2.NetworkListener, { load_balancer = network, port = 80 }, {
      { "the protocol must be one of TCP, TLS, UDP and TCP_UDP, got 'HTTP'", { protocol = Protocol.HTTP } },
      { "Protocol.TLS needs certificates", { protocol = Protocol.TLS } },
      { "certificates needs Protocol.TLS, got 'TCP'", { protocol = Protocol.TCP, certificates = { certificate() } } },
      { "alpn_policy needs Protocol.TLS, got 'TCP'", { alpn_policy = elbv2.AlpnPolicy.NONE } },
      { "tcp_idle_timeout must be between 60 and 6000 seconds, got 0.5",
        { tcp_idle_timeout = cdk.Duration.millis(500) } },
      { "tcp_idle_timeout must be between 60 and 6000 seconds, got 6001",
        { tcp_idle_timeout = cdk.Duration.seconds(6001) } },
      { "tcp_idle_timeout is not for Protocol.UDP",
        { protocol = Protocol.UDP, tcp_idle_timeout = cdk.Duration.seconds(60) } },
    })
  end)

  it("says at synthesis which listeners lack an action or a certificate", function()
    balancer:add_listener("Http", { port = 80 })
    balancer:add_listener("Https", { port = 443, default_target_groups = { group } })
    refuses("[S/Balancer/Http] a listener needs a default action", function() stack.node.root:synth() end)
    refuses("[S/Balancer/Https] an HTTPS listener needs a certificate", function() stack.node.root:synth() end)
  end)

  it("needs conditions and priority of a rule", function()
    local Action, Condition = elbv2.ListenerAction, elbv2.ListenerCondition
    local listener = balancer:add_listener("Listener", { port = 80 })
    local paths = { Condition.path_patterns { "/a" } }
    refuses("conditions and priority need each other, got only priority", listener.add_action, listener, "A",
      { priority = 1, action = Action.fixed_response(200) })
    refuses("got only conditions", listener.add_target_groups, listener, "B",
      { conditions = paths, target_groups = { group } })
    refuses_each(elbv2.ApplicationListenerRule, { listener = listener, priority = 1 }, {
      { "a rule needs conditions", {} },
      { "action and target_groups are mutually exclusive", { conditions = paths, target_groups = { group },
        action = Action.fixed_response(200) } },
      { "priority must be 1 or more, got 0", { conditions = paths, priority = 0 } },
    })
    refuses("a condition can have at most 5 paths, got 6", Condition.path_patterns,
      { "a", "b", "c", "d", "e", "f" })
    elbv2.ApplicationListenerRule(stack, "Idle", { listener = listener, priority = 1, conditions = paths })
    refuses("[S/Idle] a rule of a listener needs an action", function() stack.node.root:synth() end)
  end)

  it("refuses actions that lead nowhere", function()
    local Action, Network = elbv2.ListenerAction, elbv2.NetworkListenerAction
    refuses("forward needs at least one target group", Action.forward, {})
    refuses("weighted_forward needs at least one target group", Action.weighted_forward, {})
    refuses("forward needs at least one target group", Network.forward, {})
    refuses("weighted_forward needs at least one target group", Network.weighted_forward, {})
    refuses("a redirect to the same place never ends", Action.redirect, { permanent = true })
    refuses("the path of a redirect must begin with '/', got 'a'", Action.redirect, { path = "a" })
    local following = Action.fixed_response(200)
    refuses("jwks_endpoint must begin with 'https://'", Action.authenticate_jwt,
      { issuer = "i", jwks_endpoint = "http://a", next = following })
    refuses("jwks_endpoint can have at most 256 characters, got 308", Action.authenticate_jwt,
      { issuer = "i", jwks_endpoint = "https://" .. ("x"):rep(300), next = following })
    refuses("issuer can have at most 256 characters, got 300", Action.authenticate_jwt,
      { issuer = ("x"):rep(300), jwks_endpoint = "https://a", next = following })
    refuses("authenticate_jwt needs a listener of ApplicationProtocol.HTTPS", balancer.add_listener, balancer, "L", {
      port = 80,
      default_action = Action.authenticate_jwt { issuer = "i", jwks_endpoint = "https://a", next = following },
    })
  end)

  it("refuses target groups that there are not", function()
    local Algorithm = elbv2.TargetGroupLoadBalancingAlgorithmType
    local function health(name, value) return { target_group_health = { [name] = value } } end
    refuses_each(elbv2.ApplicationTargetGroup, { vpc = vpc, port = 80 }, {
      { "slow_start must be between 30 and 900 seconds, or 0, got 29", { slow_start = cdk.Duration.seconds(29) } },
      { "slow_start and TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM are mutually exclusive",
        { slow_start = cdk.Duration.seconds(30), load_balancing_algorithm_type = Algorithm.WEIGHTED_RANDOM } },
      { "stickiness_cookie_duration must be between 1 and 604800 seconds, got 691200",
        { stickiness_cookie_duration = cdk.Duration.days(8) } },
      { "names of cookies that begin with AWSALB are the load balancer's own, got 'AWSALBTG1'",
        { stickiness_cookie_duration = cdk.Duration.days(1), stickiness_cookie_name = "AWSALBTG1" } },
      { "stickiness_cookie_name must not be empty",
        { stickiness_cookie_duration = cdk.Duration.days(1), stickiness_cookie_name = "" } },
      { "multi_value_headers_enabled needs target_type = elbv2.TargetType.LAMBDA",
        { multi_value_headers_enabled = true } },
      { "enable_anomaly_mitigation needs TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM",
        { enable_anomaly_mitigation = true } },
      { "dns_failover.minimum_healthy_targets.count must be an integer of 1 or more, or 'off', got '-1'",
        health("dns_minimum_healthy_target_count", -1) },
      { "dns_failover.minimum_healthy_targets.percentage must be an integer between 1 and 100, or 'off', got '101'",
        health("dns_minimum_healthy_target_percentage", 101) },
      { "unhealthy_state_routing.minimum_healthy_targets.count must be an integer of 1 or more, got '0'",
        health("routing_minimum_healthy_target_count", 0) },
      { "unhealthy_state_routing.minimum_healthy_targets.percentage must be",
        health("routing_minimum_healthy_target_percentage", 0.5) },
    })
    refuses("the protocol must be one of TCP", elbv2.NetworkTargetGroup, stack, "Http",
      { vpc = vpc, port = 80, protocol = elbv2.Protocol.HTTP })
    refuses("the target group belongs to no load balancer yet",
      function() return group.first_load_balancer_full_name end)
    refuses("the target group belongs to no load balancer yet", function()
      return elbv2.NetworkTargetGroup(stack, "Alone", { vpc = vpc, port = 80 }).metrics
    end)
  end)

  it("takes targets of one type, and one function", function()
    local function fn(id)
      return targets.LambdaTarget(lambda.Function(stack, id, {
        code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
      }))
    end
    refuses("it has some of type 'ip', and one of type 'lambda' came", group.add_target, group, fn "A")
    local functions = elbv2.ApplicationTargetGroup(stack, "Functions", { targets = { fn "B" } })
    refuses("a target group can have only one function", functions.add_target, functions, fn "C")
    local imported = elbv2.ApplicationTargetGroup.from_target_group_attributes(stack, "Imported",
      { target_group_arn = GROUP })
    refuses("takes only targets that register themselves", imported.add_target, imported, targets.IpTarget "10.0.0.1")
    refuses("the metrics of an imported target group are those of its load balancer", function()
      return imported.metrics
    end)
    refuses("is not the ARN of a target group", elbv2.ApplicationTargetGroup.from_target_group_attributes, stack, "Bad",
      { target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup" })
  end)

  it("says at synthesis what is wrong with health checks and target groups", function()
    local Protocol, seconds = elbv2.Protocol, cdk.Duration.seconds
    local function said(text, class, props)
      local other = cdk.Stack(cdk.App(), "S", { env = ENV })
      local network = ec2.Vpc(other, "Vpc")
      class(other, "Group", with({ vpc = network }, type(props) == "function" and props(other) or props))
      refuses(text, function() other.node.root:synth() end)
    end
    local Application, Network = elbv2.ApplicationTargetGroup, elbv2.NetworkTargetGroup
    local function check(props) return { port = 80, target_type = elbv2.TargetType.IP, health_check = props } end
    said("the interval of a health check must be at least its timeout; they are 5 and 6 seconds", Network,
      check { interval = seconds(5), timeout = seconds(6) })
    said("must be longer than its timeout", Application, check { interval = seconds(5), timeout = seconds(5) })
    said("have the protocol HTTP or HTTPS, not TCP", Application, check { protocol = Protocol.TCP })
    said("a target group needs port or protocol", Application, { target_type = elbv2.TargetType.IP })
    said("a target group of a function has no port and no protocol", Application,
      { target_type = elbv2.TargetType.LAMBDA, port = 80 })
    said("the interval of a health check must be between 5 and 300 seconds, got 4", Network,
      check { interval = seconds(4) })
    said("unhealthy_threshold_count of a health check must be between 2 and 10, got 11", Network,
      check { unhealthy_threshold_count = 11 })
    said("have the protocol HTTP, HTTPS or TCP, not UDP", Network, check { protocol = Protocol.UDP })
    said("path of a health check needs the protocol HTTP or HTTPS, not TCP", Network,
      check { protocol = Protocol.TCP, path = "/" })
    said("the timeout of a health check must be between 2 and 120 seconds, got 1", Network,
      check { protocol = Protocol.TCP, timeout = seconds(1) })
    local other = cdk.Stack(cdk.App(), "S")
    elbv2.NetworkTargetGroup(other, "Group", { port = 80 })
    refuses("a target group needs vpc", function() other.node.root:synth() end)
  end)

  it("knows of imported load balancers and listeners what it was told", function()
    local Application, Network = elbv2.ApplicationLoadBalancer, elbv2.NetworkLoadBalancer
    local application = Application.from_application_load_balancer_attributes(stack, "Imported",
      { load_balancer_arn = LB .. "app/a/1", security_group_id = "sg-12345678" })
    local network = Network.from_network_load_balancer_attributes(stack, "ImportedNetwork",
      { load_balancer_arn = LB .. "net/a/1" })
    for _, one in ipairs { application, network } do
      assert.is_nil(one.vpc)
      assert.is_nil(one.ip_address_type)
      refuses("was imported without load_balancer_dns_name", function() return one.load_balancer_dns_name end)
      refuses("was imported without load_balancer_canonical_hosted_zone_id",
        function() return one.load_balancer_canonical_hosted_zone_id end)
      local listener = one:add_listener("Listener", { port = 80 })
      refuses("add_targets needs the VPC of the load balancer", listener.add_targets, listener, "T", { port = 80 })
    end
    assert.is_nil(network.security_groups)
    refuses("the listeners of an imported load balancer are not known",
      function() return application.listeners end)
    local listener = elbv2.ApplicationListener.from_application_listener_attributes(stack, "ImportedListener",
      { listener_arn = "arn", security_group = ec2.SecurityGroup(stack, "Door", { vpc = vpc }) })
    refuses("has its default action already", listener.add_target_groups, listener, "A", { target_groups = { group } })
    refuses("has its default action already", listener.add_action, listener, "B",
      { action = elbv2.ListenerAction.fixed_response(200) })
    refuses("add_targets is for listeners made here", listener.add_targets, listener, "C", { port = 80 })
  end)

  it("looks up by literals only", function()
    local token = cdk.Fn.import_value "X"
    local Application, Listener = elbv2.ApplicationLoadBalancer, elbv2.ApplicationListener
    refuses("a load balancer cannot be looked up by a token (load_balancer_arn)", Application.from_lookup, stack, "A",
      { load_balancer_arn = token })
    refuses("a load balancer cannot be looked up by a token (load_balancer_tags)", Application.from_lookup, stack, "B",
      { load_balancer_tags = { a = token } })
    refuses("a listener cannot be looked up by a token (listener_arn)", Listener.from_lookup, stack, "C",
      { listener_arn = token })
    refuses("the protocol must be one of TCP", elbv2.NetworkListener.from_lookup, stack, "D",
      { listener_protocol = elbv2.Protocol.HTTP })
  end)

  it("writes logs where it can", function()
    local bucket = s3.Bucket(stack, "Encrypted", { encryption = s3.BucketEncryption.KMS })
    refuses("cannot write logs to a bucket with a KMS key", balancer.log_access_logs, balancer, bucket)
    refuses("cannot write logs to a bucket with a KMS key", balancer.log_connection_logs, balancer, bucket)
    local anywhere = cdk.Stack(cdk.App(), "S")
    local one = elbv2.ApplicationLoadBalancer(anywhere, "B", { vpc = ec2.Vpc(anywhere, "Vpc") })
    refuses("logs of load balancers need a stack whose region is known", one.log_access_logs, one,
      s3.Bucket(anywhere, "Bucket"))
  end)

  it("needs certificates where it is to add some", function()
    local listener = balancer:add_listener("Listener", { port = 80 })
    refuses("certificates must name at least one certificate", elbv2.ApplicationListenerCertificate, stack, "None",
      { listener = listener })
  end)
end)
