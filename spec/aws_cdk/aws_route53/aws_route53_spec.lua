-- Hosted zones and what stands in them. The cases are twins of tools/golden/aws_route53.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local route53 = require "aws_cdk.aws_route53"
local refuses = require "spec.support.refuses"

local HostedZone, PublicHostedZone, PrivateHostedZone =
  route53.HostedZone, route53.PublicHostedZone, route53.PrivateHostedZone
local RecordTarget, GeoLocation = route53.RecordTarget, route53.GeoLocation
local CidrRoutingConfig = route53.CidrRoutingConfig
local HealthCheck, HealthCheckType, Failover = route53.HealthCheck, route53.HealthCheckType, route53.Failover

local ENV = { account = "111122223333", region = "eu-west-1" }
local ROLE = "arn:aws:iam::444455556666:role/delegation"

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, id, { value = value }) end
end

local cases = {}

function cases.zones(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
  local plain = HostedZone(stack, "Plain", { zone_name = "example.com" })
  out("Id", plain.hosted_zone_id)
  out("Arn", plain.hosted_zone_arn)
  out("Name", plain.name)
  out("Servers", cdk.Fn.join(",", plain.hosted_zone_name_servers))
  out("Ref", plain.hosted_zone_ref.hosted_zone_id)
  local full = HostedZone(stack, "Full", {
    zone_name = "full.example.com", comment = "a zone",
    query_logs_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:g", vpcs = { vpc },
  })
  full:add_vpc(ec2.Vpc.from_vpc_attributes(stack, "Other", {
    vpc_id = "vpc-1", availability_zones = { "a" }, region = "us-east-1",
  }))
  HostedZone(stack, "NoDot", { zone_name = "example.com", add_trailing_dot = false, comment = "" })
  HostedZone(stack, "Dot", { zone_name = "example.com." })
  HostedZone(stack, "Token", { zone_name = cdk.Fn.import_value "zone" })
  HostedZone(stack, "TokenDot", { zone_name = cdk.Fn.import_value "zone" .. "." })
  HostedZone(stack, "Odd", { zone_name = "!\"#$%&'()*+,/:;<=>?@[\\]^_`{|}~.EXAMPLE-1.com" })
  PrivateHostedZone(stack, "Private", { zone_name = "internal", vpc = vpc, comment = "c" })
  PublicHostedZone(stack, "Public", {
    zone_name = "public.example.com", caa_amazon = true, accelerated_recovery_enabled = true,
  })
  local delegating = PublicHostedZone(stack, "Delegating", {
    zone_name = "delegating.example.com", accelerated_recovery_enabled = false,
    cross_account_zone_delegation_principal = iam.AccountPrincipal "444455556666",
    cross_account_zone_delegation_role_name = "r",
  })
  out("Role", delegating.cross_account_zone_delegation_role.role_arn)
end

function cases.dnssec(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local kms_key = kms.Key(stack, "Key", {
    key_spec = kms.KeySpec.ECC_NIST_P256, key_usage = kms.KeyUsage.SIGN_VERIFY,
  })
  local signed = PublicHostedZone(stack, "Signed", { zone_name = "example.com" })
  local key = signed:enable_dnssec { kms_key = kms_key }
  out("Name", key.key_signing_key_name)
  out("Id", key.key_signing_key_id)
  HostedZone(stack, "Named", { zone_name = "a.example.com" }):enable_dnssec {
    kms_key = kms_key, key_signing_key_name = "mine",
  }
  local zone = HostedZone.from_hosted_zone_id(stack, "Zone", "Z1")
  local own = route53.KeySigningKey(stack, "Own", {
    hosted_zone = zone, kms_key = kms_key, status = route53.KeySigningKeyStatus.INACTIVE,
  })
  local function ref(one)
    return one.key_signing_key_ref.hosted_zone_id .. " " .. one.key_signing_key_ref.key_signing_key_name
  end
  out("Ref", ref(own))
  local imported = route53.KeySigningKey.from_key_signing_key_attributes(stack, "Imported", {
    hosted_zone = zone, key_signing_key_name = "k",
  })
  out("ImportedId", imported.key_signing_key_id)
  out("ImportedRef", ref(imported))
end

function cases.imported_zones(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local attributes = { hosted_zone_id = "Z2", zone_name = "example.org" }
  stack.node:set_context(
    "hosted-zone:account=111122223333:domainName=known.example.net:privateZone=false:region=eu-west-1",
    { Id = "/hostedzone/Z3", Name = "known.example.net." })
  local user = iam.User(stack, "User")
  for _, row in ipairs {
    { "ById", HostedZone.from_hosted_zone_id(stack, "ById", "Z1") },
    { "Attributes", HostedZone.from_hosted_zone_attributes(stack, "Attributes", attributes) },
    { "PublicById", PublicHostedZone.from_public_hosted_zone_id(stack, "PublicById", "Z1") },
    { "Public", PublicHostedZone.from_public_hosted_zone_attributes(stack, "Public", attributes) },
    { "PrivateById", PrivateHostedZone.from_private_hosted_zone_id(stack, "PrivateById", "Z1") },
    { "Private", PrivateHostedZone.from_private_hosted_zone_attributes(stack, "Private", attributes) },
    { "Dummy", HostedZone.from_lookup(stack, "Dummy", { domain_name = "example.net" }) },
    { "Dot", HostedZone.from_lookup(stack, "Dot", {
      domain_name = "example.net.", private_zone = true, vpc_id = "vpc-1",
    }) },
    { "Known", HostedZone.from_lookup(stack, "Known", { domain_name = "known.example.net", private_zone = false }) },
  } do
    local id, zone = row[1], row[2]
    out(id .. "Id", zone.hosted_zone_id)
    out(id .. "Arn", zone.hosted_zone_arn)
    out(id .. "Ref", zone.hosted_zone_ref.hosted_zone_id)
    if not id:find "ById$" then
      out(id .. "Name", zone.zone_name)
      route53.TxtRecord(stack, id .. "Record", { zone = zone, values = { id } })
    end
    zone:grant_delegation(user)
  end
end

function cases.records(app)
  local stack = cdk.Stack(app, "S")
  local zone = HostedZone(stack, "Zone", { zone_name = "example.com" })
  local token = cdk.Fn.import_value "name"
  local a = route53.ARecord(stack, "A", { zone = zone, target = RecordTarget.from_ip_addresses("1.2.3.4", "5.6.7.8") })
  cdk.CfnOutput(stack, "Name", { value = a.domain_name })
  cdk.CfnOutput(stack, "Ref", { value = a.record_set_ref.record_set_name .. " " .. a.record_set_ref.type })
  for i, name in ipairs {
    "www", "www.example.com", "www.example.com.", "example.com", "xexample.com", "", "@", "*", token, "www." .. token,
    token .. ".example.com", token .. ".",
  } do
    route53.AaaaRecord(stack, "Named" .. i - 1, {
      zone = zone, record_name = name, target = RecordTarget.from_values "::1",
    })
  end
  local unknown = HostedZone.from_hosted_zone_attributes(stack, "Unknown", {
    hosted_zone_id = token, zone_name = token,
  })
  for i, name in ipairs { "www", token, "www." .. token, false } do
    route53.ARecord(stack, "Unknown" .. i - 1, {
      zone = unknown, record_name = name or nil, target = RecordTarget.from_values(token),
    })
  end
  local dotted = HostedZone(stack, "Dotted", { zone_name = "example.org." })
  for i, name in ipairs { "www", "www.example.org", false } do
    route53.ARecord(stack, "Dotted" .. i - 1, {
      zone = dotted, record_name = name or nil, target = RecordTarget.from_values "1.2.3.4",
    })
  end
  route53.CnameRecord(stack, "Cname", {
    zone = zone, domain_name = "target.example.com", ttl = cdk.Duration.seconds(0), comment = "c",
  })
  route53.TxtRecord(stack, "Txt", {
    zone = zone,
    values = {
      'v=spf1 "all" \\ \t',
      ("x"):rep(255), ("y"):rep(256), ("é"):rep(300), "a" .. ("😀"):rep(130), "", token, 'a "' .. token .. '"',
    },
  })
  route53.SrvRecord(stack, "Srv", {
    zone = zone, values = { { host_name = "h", port = 8080, priority = 10, weight = 5.0 } },
  })
  route53.CaaRecord(stack, "Caa", {
    zone = zone,
    values = {
      { flag = 0, tag = route53.CaaTag.ISSUE, value = "ca.example" },
      { flag = 128, tag = route53.CaaTag.IODEF, value = "mailto:a@b" },
    },
  })
  route53.CaaAmazonRecord(stack, "CaaAmazon", { zone = zone, record_name = "amazon", ttl = cdk.Duration.minutes(5) })
  route53.MxRecord(stack, "Mx", {
    zone = zone, values = { { host_name = "mail1", priority = 10 }, { host_name = "mail2", priority = 20 } },
  })
  route53.NsRecord(stack, "Ns", { zone = zone, record_name = "sub", values = { "ns-1.example.", "ns-2.example" } })
  route53.NsRecord(stack, "Late",
    { zone = zone, record_name = "late", values = cdk.Fn.split(",", cdk.Fn.import_value "servers") })
  route53.DsRecord(stack, "Ds", { zone = zone, record_name = "sub", values = { "12345 3 1 abcdef" } })
  local SvcbRecordValue, HttpsRecordValue, Alpn = route53.SvcbRecordValue, route53.HttpsRecordValue, route53.Alpn
  route53.SvcbRecord(stack, "Svcb", {
    zone = zone,
    values = {
      SvcbRecordValue.alias "svc.example.com", SvcbRecordValue.service(),
      SvcbRecordValue.service {
        priority = 2, target_name = "t", mandatory = { "alpn", "port" }, alpn = { Alpn.H2, Alpn.H3, Alpn.of "own" },
        no_default_alpn = true, port = 8443, ipv4hint = { "1.2.3.4", "5.6.7.8" }, ipv6hint = { "::1" },
      },
      SvcbRecordValue.service { alpn = {}, mandatory = {}, no_default_alpn = false },
    },
  })
  route53.HttpsRecord(stack, "Https", {
    zone = zone,
    values = { HttpsRecordValue.alias "web.example.com", HttpsRecordValue.service { alpn = { Alpn.HTTP1_1 } } },
  })
  route53.HttpsRecord(stack, "HttpsAlias", {
    zone = zone,
    target = RecordTarget.from_alias {
      bind = function() return { dns_name = "d", hosted_zone_id = "Z9", evaluate_target_health = false } end,
    },
  })
  cdk.CfnOutput(stack, "Value", { value = HttpsRecordValue.service({ port = 1 }):to_string() })
  route53.ARecord.from_a_record_attributes(stack, "Attributes", {
    zone = zone, target_dns = "other.example.com", record_name = "r", ttl = cdk.Duration.hours(1),
  })
  route53.RecordSet(stack, "Ptr", {
    zone = zone, record_name = "4.3.2.1", record_type = route53.RecordType.PTR,
    target = RecordTarget.from_values "host.",
  })
end

local HEALTHY = {
  bind = function() return { dns_name = "d", hosted_zone_id = "Z9", evaluate_target_health = true } end,
}

function cases.routing(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local zone = HostedZone(stack, "Zone", { zone_name = "example.com" })
  local function record(id, options)
    options.zone, options.target = zone, options.target or RecordTarget.from_values "1.2.3.4"
    route53.ARecord(stack, id, options)
  end
  record("Continent", { geo_location = GeoLocation.continent(route53.Continent.EUROPE) })
  record("Country", { geo_location = GeoLocation.country "DE" })
  record("Subdivision", { geo_location = GeoLocation.subdivision "WA" })
  record("Ukraine", { geo_location = GeoLocation.subdivision("05", "UA") })
  record("Everybody", { geo_location = GeoLocation.default() })
  record("Weight", { weight = 20 })
  record("NoWeight", { weight = 0 })
  record("WeightLater", { weight = cdk.Token.as_number { Ref = "Weight" } })
  record("Identified", { weight = 255, set_identifier = "mine" })
  record("Region", { region = "us-east-1" })
  record(("A"):rep(100), { region = "us-east-1" })
  record("Many", { multi_value_answer = true })
  record("NotMany", { multi_value_answer = false })
  record("Cidr", {
    cidr_routing_config = CidrRoutingConfig.create {
      collection_id = "11112222-3333-4444-5555-666677778888", location_name = "my_location",
    },
    set_identifier = "cidr",
  })
  record("CidrDefault", {
    cidr_routing_config = CidrRoutingConfig.with_default_location_name(cdk.Fn.import_value "collection"),
  })
  local check = HealthCheck(stack, "Check", { type = HealthCheckType.TCP, port = 22, ip_address = "1.2.3.4" })
  record("Primary", { failover = Failover.PRIMARY, health_check = check })
  record("Secondary", { failover = Failover.SECONDARY })
  record("SecondaryAlias", { failover = Failover.SECONDARY, target = RecordTarget.from_alias(HEALTHY) })
  record("PrimaryAlias", { failover = Failover.PRIMARY, target = RecordTarget.from_alias(HEALTHY) })
end

function cases.delegation(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local parent = PublicHostedZone(stack, "Parent", { zone_name = "example.com" })
  local child = PublicHostedZone(stack, "Child", { zone_name = "sub.example.com" })
  parent:add_delegation(child)
  parent:add_delegation(PublicHostedZone(stack, "Other", { zone_name = "other.example.com" }), {
    comment = "c", ttl = cdk.Duration.hours(1),
  })
  route53.ZoneDelegationRecord(stack, "Given", {
    zone = parent, record_name = "given",
    name_servers = { "ns-1.example.com", "ns-2.example.com.", cdk.Fn.import_value "server" },
  })
  local role = iam.Role.from_role_arn(stack, "Role", ROLE)
  route53.CrossAccountZoneDelegationRecord(stack, "ByName", {
    delegated_zone = child, parent_hosted_zone_name = "example.com", delegation_role = role,
  })
  route53.CrossAccountZoneDelegationRecord(stack, "ById", {
    delegated_zone = child, parent_hosted_zone_id = "Z1", delegation_role = role, ttl = cdk.Duration.minutes(5),
    assume_role_region = "us-east-1", removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  for _, row in ipairs { { "Old", "old" }, { "Older" } } do
    route53.ARecord(stack, row[1], {
      zone = parent, record_name = row[2], target = RecordTarget.from_values "1.2.3.4", delete_existing = true,
    })
  end
  route53.MxRecord(stack, "OldMx", {
    zone = child, values = { { host_name = "h", priority = 1 } }, delete_existing = true,
  })
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local zone = PublicHostedZone(stack, "Zone", { zone_name = "example.com." })
  local role = iam.Role(stack, "Role", { assumed_by = iam.AccountPrincipal "444455556666" })
  zone:grant_delegation(role)
  zone:grant_delegation(role, {
    delegated_zone_names = {
      "a.example.com", "*.b-1_c.example.com", "!\"#$%&'()+,/:;<=>?@[\\]^`{|}~.example.com",
    },
  })
  zone.grants:delegation(role, { delegated_zone_names = { cdk.Fn.import_value "zone" } })
  zone:grant_delegation(role, { delegated_zone_names = {} })
  route53.HostedZoneGrants.from_hosted_zone(route53.CfnHostedZone(stack, "L1", { name = "l1.example.com" }))
    :delegation(role, { delegated_zone_names = { "a.l1.example.com" } })
  HostedZone(stack, "Later", { zone_name = cdk.Fn.import_value "zone" })
    :grant_delegation(role, { delegated_zone_names = { "anything" } })
end

function cases.health_checks(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local checks = {}
  for i, kind in ipairs {
    "HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL",
  } do
    checks[i] = HealthCheck(stack, "Plain" .. kind, { type = HealthCheckType[kind] })
  end
  cdk.CfnOutput(stack, "Id", { value = checks[1].health_check_id })
  cdk.CfnOutput(stack, "Ref", { value = checks[1].health_check_ref.health_check_id })
  local imported = HealthCheck.from_health_check_id(stack, "Imported", "h")
  cdk.CfnOutput(stack, "ImportedRef", { value = imported.health_check_ref.health_check_id })
  checks[#checks + 1] = imported
  HealthCheck(stack, "Calculated", { type = HealthCheckType.CALCULATED, child_health_checks = checks })
  HealthCheck(stack, "Threshold", { type = HealthCheckType.CALCULATED, health_threshold = 0, inverted = true })
  HealthCheck(stack, "Full", {
    type = HealthCheckType.HTTPS_STR_MATCH, enable_sni = false, failure_threshold = 1, fqdn = "example.com",
    measure_latency = true, port = 8443, regions = { "us-east-1", "eu-west-1", "ap-southeast-1" },
    request_interval = cdk.Duration.seconds(10), resource_path = "/health", search_string = "ok", inverted = false,
  })
  HealthCheck(stack, "Alarm", {
    type = HealthCheckType.CLOUDWATCH_METRIC, alarm_identifier = { name = "alarm", region = "us-east-1" },
    insufficient_data_health_status = route53.InsufficientDataHealthStatusEnum.UNHEALTHY,
  })
  HealthCheck(stack, "Control", {
    type = HealthCheckType.RECOVERY_CONTROL,
    routing_control = "arn:aws:route53-recovery-control::111122223333:controlpanel/c/routingcontrol/r",
  })
end

function cases.endpoint_service_names(app)
  local stack = cdk.Stack(app, "S")
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
  local service = ec2.VpcEndpointService(stack, "Service", {
    vpc_endpoint_service_load_balancers = { elbv2.NetworkLoadBalancer(stack, "Balancer", { vpc = vpc }) },
  })
  local zone = PublicHostedZone(stack, "Zone", { zone_name = "example.com" })
  route53.VpcEndpointServiceDomainName(stack, "Name", {
    endpoint_service = service, domain_name = "service.example.com", public_hosted_zone = zone,
  })
end

describe("aws_route53", function()
  golden.check("aws_route53", cases)

  local stack, zone
  before_each(function()
    stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    zone = PublicHostedZone(stack, "Zone", { zone_name = "example.com" })
  end)

  it("refuses names that no zone can have", function()
    for name, text in pairs {
      [("a"):rep(64) .. ".com"] = "a label of zone_name can have at most 63 bytes",
      [("a."):rep(127) .. "com"] = "zone_name can have at most 255 bytes, got 257",
      ["ex ample.com"] = "zone_name must consist of ASCII letters, digits and punctuation",
      ["münchen.de"] = "zone_name must consist of ASCII letters, digits and punctuation",
      [""] = "zone_name must consist of ASCII letters, digits and punctuation",
    } do
      refuses(text, HostedZone, stack, "Z", { zone_name = name })
      stack = cdk.Stack(cdk.App(), "S")
    end
  end)

  it("does not know the name of a zone imported by its id", function()
    local imported = HostedZone.from_hosted_zone_id(stack, "I", "Z1")
    refuses("imported by its id alone has no zone_name; import it by HostedZone.from_hosted_zone_attributes",
      route53.TxtRecord, stack, "T", { zone = imported, values = { "x" } })
    refuses("by PublicHostedZone.from_public_hosted_zone_attributes", function()
      return PublicHostedZone.from_public_hosted_zone_id(stack, "P", "Z1").name
    end)
  end)

  it("looks zones up by a name that is there, in a known environment", function()
    refuses("domain_name must not be empty", HostedZone.from_lookup, stack, "L", { domain_name = "" })
    refuses("needs to know the account and region", HostedZone.from_lookup, cdk.Stack(cdk.App(), "T"), "L",
      { domain_name = "example.com" })
  end)

  it("keeps public zones out of VPCs, and roles for delegation with who assumes them", function()
    refuses("a public hosted zone cannot be associated with a VPC", zone.add_vpc, zone,
      ec2.Vpc.from_vpc_attributes(stack, "V", { vpc_id = "v", availability_zones = { "a" } }))
    refuses("needs cross_account_zone_delegation_principal", PublicHostedZone, stack, "P",
      { zone_name = "a.b", cross_account_zone_delegation_role_name = "r" })
  end)

  it("enables DNSSEC once", function()
    local key = kms.Key(stack, "Key")
    zone:enable_dnssec { kms_key = key }
    refuses("DNSSEC is already enabled", zone.enable_dnssec, zone, { kms_key = key })
  end)

  it("refuses to delegate what is no part of the zone", function()
    local role = iam.Role(stack, "Role", { assumed_by = iam.AccountPrincipal "444455556666" })
    for name, text in pairs {
      ["a.example.com."] = "which must not end with a dot", ["A.example.com"] = "which must not have capital letters",
      ["a.example.org"] = "which must end with the name of the zone, 'example.com'",
      ["example.com"] = "which is the zone itself",
      ["a b.example.com"] = "a delegated zone name must consist of ASCII letters",
    } do
      refuses(text, zone.grant_delegation, zone, role, { delegated_zone_names = { name } })
    end
  end)

  it("refuses what routing policies cannot be", function()
    local alias = RecordTarget.from_alias { bind = function() return { dns_name = "d", hosted_zone_id = "Z" } end }
    local n = 0
    for _, row in ipairs {
      { "weight must be between 0 and 255, got 256", { weight = 256 } },
      { "weight must be between 0 and 255, got -1", { weight = -1 } },
      { "set_identifier must have at most 128 characters, got 129",
        { weight = 1, set_identifier = ("x"):rep(129) } },
      { "set_identifier distinguishes records of one name", { set_identifier = "x" } },
      { "multi_value_answer cannot be combined with a target from RecordTarget.from_alias",
        { multi_value_answer = true, target = alias } },
      { "multi_value_answer and failover cannot be combined",
        { multi_value_answer = true, failover = Failover.SECONDARY } },
      { "region and weight cannot be combined", { weight = 1, region = "us-east-1" } },
      { "a record with failover PRIMARY needs a health_check", { failover = Failover.PRIMARY } },
      { "must have evaluate_target_health = true", { failover = Failover.PRIMARY, target = alias } },
    } do
      n = n + 1
      local props = { zone = zone, target = RecordTarget.from_values "1.2.3.4" }
      for key, value in pairs(row[2]) do props[key] = value end
      refuses(row[1], route53.ARecord, stack, "R" .. n, props)
    end
  end)

  it("refuses places and ranges that Route 53 does not know", function()
    refuses("country_code must be two capital letters", GeoLocation.country, "de")
    refuses("country_code must be two capital letters", GeoLocation.country, cdk.Fn.import_value "country")
    refuses("country_code must be US or UA", GeoLocation.subdivision, "BY", "DE")
    refuses("subdivision_code must be one to three capital letters or digits", GeoLocation.subdivision, "wash")
    refuses("collection_id must be a UUID", CidrRoutingConfig.with_default_location_name, "1")
    for _, name in ipairs { "", "a b", ("x"):rep(17) } do
      refuses("location_name must be 1 to 16 letters", CidrRoutingConfig.create,
        { collection_id = "11112222-3333-4444-5555-666677778888", location_name = name })
    end
  end)

  it("asks for what HTTPS records, delegations and calculated checks need", function()
    refuses("give one of values and target", route53.HttpsRecord, stack, "H", { zone = zone })
    refuses("give one of parent_hosted_zone_name and parent_hosted_zone_id", route53.CrossAccountZoneDelegationRecord,
      stack, "D", { delegated_zone = zone, delegation_role = iam.Role.from_role_arn(stack, "R", ROLE) })
    refuses("needs child_health_checks", HealthCheck, stack, "C", { type = HealthCheckType.CALCULATED })
  end)

  it("gives an endpoint service one name", function()
    local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
    local props = {
      endpoint_service = ec2.VpcEndpointService(stack, "Service", {
        vpc_endpoint_service_load_balancers = { elbv2.NetworkLoadBalancer(stack, "Balancer", { vpc = vpc }) },
      }),
      domain_name = "a.example.com", public_hosted_zone = zone,
    }
    route53.VpcEndpointServiceDomainName(stack, "A", props)
    refuses("the endpoint service S/Service already has the domain name 'a.example.com'",
      route53.VpcEndpointServiceDomainName, stack, "B", props)
  end)
end)
