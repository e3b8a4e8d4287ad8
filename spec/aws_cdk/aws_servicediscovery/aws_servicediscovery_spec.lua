-- Namespaces, services and instances. The cases are twins of tools/golden/aws_servicediscovery.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local golden = require "spec.support.golden"
local servicediscovery = require "aws_cdk.aws_servicediscovery"
local refuses = require "spec.support.refuses"

local HttpNamespace, PublicDnsNamespace = servicediscovery.HttpNamespace, servicediscovery.PublicDnsNamespace
local PrivateDnsNamespace, Service = servicediscovery.PrivateDnsNamespace, servicediscovery.Service
local DnsRecordType, DiscoveryType = servicediscovery.DnsRecordType, servicediscovery.DiscoveryType
local HealthCheckType, RoutingPolicy = servicediscovery.HealthCheckType, servicediscovery.RoutingPolicy
local ENV = { account = "111122223333", region = "eu-west-1" }

local cases = {}

function cases.namespaces(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 0 })
  local http = HttpNamespace(stack, "Http", { name = "http", description = "by calls" })
  local open = PublicDnsNamespace(stack, "Public", { name = "example.com" })
  local inner = PrivateDnsNamespace(stack, "Private", { name = "example.local", vpc = vpc, description = "inner" })
  out("HttpArn", http.http_namespace_arn)
  out("HttpId", http.http_namespace_id)
  out("HttpName", http.http_namespace_name)
  out("HttpRef", http.http_namespace_ref.http_namespace_arn)
  out("PublicArn", open.public_dns_namespace_arn)
  out("PublicId", open.public_dns_namespace_id)
  out("PublicName", open.public_dns_namespace_name)
  out("PublicZone", open.namespace_hosted_zone_id)
  out("PublicRef", open.public_dns_namespace_ref.public_dns_namespace_id)
  out("PrivateArn", inner.private_dns_namespace_arn)
  out("PrivateId", inner.private_dns_namespace_id)
  out("PrivateName", inner.private_dns_namespace_name)
  out("PrivateZone", inner.namespace_hosted_zone_id)
  out("PrivateRef", inner.private_dns_namespace_ref.private_dns_namespace_arn)
  http:create_service("A", { name = "a" })
  open:create_service("B")
  inner:create_service("C", { dns_record_type = servicediscovery.DnsRecordType.A_AAAA, load_balancer = true })
  local attrs = { namespace_name = "n", namespace_id = "ns-1", namespace_arn = "arn:n" }
  local imported = {
    HttpNamespace.from_http_namespace_attributes(stack, "I1", attrs),
    PublicDnsNamespace.from_public_dns_namespace_attributes(stack, "I2", attrs),
    PrivateDnsNamespace.from_private_dns_namespace_attributes(stack, "I3", attrs),
  }
  servicediscovery.Service(stack, "S1", { namespace = imported[1] })
  servicediscovery.Service(stack, "S2", { namespace = imported[2] })
  servicediscovery.Service(stack, "S3", { namespace = imported[3] })
  out("Type1", imported[1].type)
  out("Type2", imported[2].type)
  out("Type3", imported[3].type)
  out("Ref1", imported[1].http_namespace_ref.http_namespace_id)
  out("Ref2", imported[2].public_dns_namespace_ref.public_dns_namespace_id)
  out("Ref3", imported[3].private_dns_namespace_ref.private_dns_namespace_arn)
end

function cases.services(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 0 })
  local http = servicediscovery.HttpNamespace(stack, "Http", { name = "http" })
  local open = servicediscovery.PublicDnsNamespace(stack, "Public", { name = "example.com" })
  local named = http:create_service("Named", {
    name = "named", description = "d", custom_health_check = { failure_threshold = 2 },
  })
  open:create_service("Api", { discovery_type = DiscoveryType.API })
  open:create_service("Checked", { health_check = {}, dns_ttl = cdk.Duration.minutes(5) })
  open:create_service("Tcp", { health_check = { type = HealthCheckType.TCP, failure_threshold = 3 } })
  open:create_service("Https", { health_check = { type = HealthCheckType.HTTPS, resource_path = "/ping" } })
  open:create_service("Policy", { routing_policy = RoutingPolicy.WEIGHTED })
  http:create_service("Calls", { health_check = { type = HealthCheckType.HTTP } })
  local both = open:create_service("Both", { dns_record_type = DnsRecordType.A_AAAA })
  local srv = open:create_service("Srv", { dns_record_type = DnsRecordType.SRV })
  local cname = open:create_service("Cname", { dns_record_type = DnsRecordType.CNAME })
  local balanced = open:create_service("Balanced", { load_balancer = true, dns_record_type = DnsRecordType.AAAA })
  local load = elbv2.ApplicationLoadBalancer(stack, "Load", { vpc = vpc })
  local alias = balanced:register_load_balancer("Alias", load, { color = "blue" })
  named:register_non_ip_instance("Queue", { custom_attributes = { url = "https://q" }, instance_id = "own" })
  both:register_ip_instance("Ip", { ipv4 = "10.0.0.1", ipv6 = "::1" })
  srv:register_ip_instance("SrvIp", { ipv4 = "10.0.0.1", port = 8080, custom_attributes = { a = "b" } })
  local other = cname:register_cname_instance("Other", { instance_cname = "example.org" })
  out("Arn", named.service_arn)
  out("Id", named.service_id)
  out("Name", named.service_name)
  out("Ref", named.service_ref.service_arn)
  out("InstanceId", alias.instance_id)
  out("InstanceRef", other.instance_ref.service_id)
  out("Record", balanced.dns_record_type)
  out("Routing", balanced.routing_policy)
  out("Discovery", named.discovery_type)
  local imported = Service.from_service_attributes(stack, "Imported", {
    namespace = open, service_id = "srv-1", service_arn = "arn:s", service_name = "n",
    dns_record_type = DnsRecordType.A, routing_policy = RoutingPolicy.WEIGHTED,
  })
  local far = Service.from_service_attributes(stack, "Far", {
    namespace = http, service_id = "srv-2", service_arn = "arn:t", service_name = "t",
    dns_record_type = DnsRecordType.CNAME, routing_policy = RoutingPolicy.MULTIVALUE,
    discovery_type = DiscoveryType.DNS_AND_API,
  })
  servicediscovery.AliasTargetInstance(stack, "AnAlias", { service = imported, dns_name = "x.example.com" })
  servicediscovery.IpInstance(stack, "AnIp", { service = imported, ipv4 = "10.0.0.2", instance_id = "i" })
  out("FarDiscovery", far.discovery_type)
  out("ImportedDiscovery", imported.discovery_type)
  out("ImportedRef", imported.service_ref.service_id)
end

describe("aws_servicediscovery", function()
  golden.check("aws_servicediscovery", cases)

  local http, open, inner, n

  before_each(function()
    local stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    http = HttpNamespace(stack, "Http", { name = "http" })
    open = PublicDnsNamespace(stack, "Public", { name = "example.com" })
    local vpc = ec2.Vpc(stack, "Vpc", { availability_zones = { "eu-west-1a" } })
    inner = PrivateDnsNamespace(stack, "Private", { name = "example.local", vpc = vpc })
    n = 0
  end)

  it("refuses services that Cloud Map does not have", function()
    for _, row in ipairs {
      { "services of an HTTP namespace have no DNS records", http, { discovery_type = DiscoveryType.DNS_AND_API } },
      { "this one is found by API calls only", http, { routing_policy = RoutingPolicy.WEIGHTED } },
      { "this one is found by API calls only", open,
        { discovery_type = DiscoveryType.API, dns_record_type = DnsRecordType.A } },
      { "health_check and custom_health_check are mutually exclusive", open,
        { health_check = {}, custom_health_check = {} } },
      { "health_check is not possible in a private DNS namespace", inner, { health_check = {} } },
      { "RoutingPolicy.MULTIVALUE and DnsRecordType.CNAME cannot be combined", open,
        { routing_policy = RoutingPolicy.MULTIVALUE, dns_record_type = DnsRecordType.CNAME } },
      { "RoutingPolicy.MULTIVALUE and load_balancer cannot be combined", open,
        { routing_policy = RoutingPolicy.MULTIVALUE, load_balancer = true } },
      { "a health check of type TCP has no resource_path", open,
        { health_check = { type = HealthCheckType.TCP, resource_path = "/" } } },
      { "a service with load_balancer has records of type A or AAAA, got 'SRV'", open,
        { load_balancer = true, dns_record_type = DnsRecordType.SRV } },
    } do
      n = n + 1
      local props = { namespace = row[2] }
      for key, value in pairs(row[3]) do props[key] = value end
      refuses(row[1], Service, row[2], "S" .. n, props)
    end
  end)

  it("refuses instances that a service cannot have", function()
    local function service(type, load_balancer)
      n = n + 1
      return open:create_service("S" .. n, { dns_record_type = type, load_balancer = load_balancer })
    end
    local calls = http:create_service "Calls"
    local cname, srv = service(DnsRecordType.CNAME), service(DnsRecordType.SRV)
    local v4, v6, both = service(DnsRecordType.A), service(DnsRecordType.AAAA), service(DnsRecordType.A_AAAA)
    refuses("the service must be in a DNS namespace", servicediscovery.AliasTargetInstance, calls, "A",
      { service = calls, dns_name = "x" })
    refuses("an alias needs a service with records of type A or AAAA, got 'CNAME'",
      servicediscovery.AliasTargetInstance, cname, "B", { service = cname, dns_name = "x" })
    refuses("an alias needs a service with RoutingPolicy.WEIGHTED: set load_balancer = true",
      servicediscovery.AliasTargetInstance, v4, "C", { service = v4, dns_name = "x" })
    refuses("the service must be in a DNS namespace", calls.register_cname_instance, calls, "D",
      { instance_cname = "x" })
    refuses("a CnameInstance needs a service with DnsRecordType.CNAME, got 'A'", v4.register_cname_instance, v4, "E",
      { instance_cname = "x" })
    refuses("got CNAME", cname.register_ip_instance, cname, "F", { ipv4 = "10.0.0.1" })
    refuses("an address of a service with SRV records needs port", srv.register_ip_instance, srv, "G",
      { ipv4 = "10.0.0.1" })
    refuses("an address of a service with SRV records needs ipv4 or ipv6", srv.register_ip_instance, srv, "H",
      { port = 80 })
    refuses("an address of a service with records of type A needs ipv4", v4.register_ip_instance, v4, "I", {})
    refuses("an address of a service with records of type AAAA needs ipv6", v6.register_ip_instance, v6, "J", {})
    refuses("an address of a service with records of type A, AAAA needs ipv6", both.register_ip_instance, both, "K",
      { ipv4 = "10.0.0.1" })
    refuses("a NonIpInstance needs a service that is found by API calls only", v4.register_non_ip_instance, v4, "L",
      { custom_attributes = { a = "b" } })
    for i, attributes in ipairs { false, {} } do
      refuses("a NonIpInstance needs at least one of custom_attributes", calls.register_non_ip_instance, calls,
        "M" .. i, { custom_attributes = attributes or nil })
    end
  end)
end)
