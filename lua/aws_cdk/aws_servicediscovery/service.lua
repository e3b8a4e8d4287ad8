--- Services of a namespace, with the instances that are found by their names.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local discovery_type_of = require "aws_cdk.aws_servicediscovery.private.discovery_type"
local l2 = require "aws_cdk.l2"
local servicediscovery = require "aws_cdk.aws_servicediscovery"

local fail = engine.fail

local DEFAULT_TTL = 60
local ADDRESSES = { A = { "A" }, AAAA = { "AAAA" }, ["A, AAAA"] = { "A", "AAAA" } }

local Service = engine.class("aws_cdk.aws_servicediscovery.Service", cdk.Resource)

local function check(self, props, discovery_type)
  local namespace_type, health_check = props.namespace.type, props.health_check
  if namespace_type == "HTTP" and discovery_type == "DNS_AND_API" then
    fail(self, "services of an HTTP namespace have no DNS records: discovery_type must be DiscoveryType.API")
  end
  if discovery_type == "API" and (props.routing_policy or props.dns_record_type) then
    fail(self, "routing_policy and dns_record_type are for services found by DNS; this one is found by API calls only")
  end
  if health_check and props.custom_health_check then
    fail(self, "health_check and custom_health_check are mutually exclusive")
  end
  if health_check and namespace_type == "DNS_PRIVATE" then
    fail(self, "health_check is not possible in a private DNS namespace; -> use custom_health_check")
  end
  if props.routing_policy == "MULTIVALUE" then
    if props.dns_record_type == "CNAME" then
      fail(self, "RoutingPolicy.MULTIVALUE and DnsRecordType.CNAME cannot be combined")
    end
    if props.load_balancer then fail(self, "RoutingPolicy.MULTIVALUE and load_balancer cannot be combined") end
  end
  if health_check and health_check.type == "TCP" and health_check.resource_path then
    fail(self, "a health check of type TCP has no resource_path")
  end
end

local function dns_config(props, record_type, policy)
  local records, ttl = {}, props.dns_ttl and props.dns_ttl:to_seconds() or DEFAULT_TTL
  for i, type in ipairs(ADDRESSES[record_type] or { record_type }) do records[i] = { type = type, ttl = ttl } end
  return { dns_records = records, namespace_id = props.namespace.namespace_id, routing_policy = policy }
end

local function health_check_config(check_of)
  if not check_of then return nil end
  return l2.with({
    type = "HTTP", failure_threshold = 1, resource_path = check_of.type ~= "TCP" and "/" or nil,
  }, check_of)
end

--- Arguments: scope, id, ServiceProps: namespace (required).
function Service:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local discovery_type = props.discovery_type or discovery_type_of(props.namespace)
  check(self, props, discovery_type)
  local weighted = props.dns_record_type == "CNAME" or props.load_balancer
  local policy, record_type = weighted and "WEIGHTED" or "MULTIVALUE", props.dns_record_type or "A"
  if props.load_balancer and not ADDRESSES[record_type] then
    fail(self, "a service with load_balancer has records of type A or AAAA, got %s", engine.display(record_type))
  end
  local resource = servicediscovery.CfnService(self, "Resource", {
    name = props.name,
    description = props.description,
    dns_config = discovery_type ~= "API" and dns_config(props, record_type, policy) or nil,
    health_check_config = health_check_config(props.health_check),
    health_check_custom_config = props.custom_health_check,
    namespace_id = props.namespace.namespace_id,
    type = props.discovery_type == "API" and "HTTP" or nil,
  })
  self.service_name, self.service_arn, self.service_id = resource.attr_name, resource.attr_arn, resource.attr_id
  self.namespace, self.dns_record_type, self.routing_policy = props.namespace, record_type, policy
  self.discovery_type = discovery_type
end

--- Registers a load balancer, by an alias record.
function Service:register_load_balancer(id, load_balancer, custom_attributes)
  return servicediscovery.AliasTargetInstance(self, id, {
    service = self, dns_name = load_balancer.load_balancer_dns_name, custom_attributes = custom_attributes,
  })
end

local function registers(class)
  return function(self, id, props) return servicediscovery[class](self, id, l2.with({ service = self }, props)) end
end

--- Registers something without an address, by attributes of its own.
Service.register_non_ip_instance = registers "NonIpInstance"

--- Registers an address.
Service.register_ip_instance = registers "IpInstance"

--- Registers another domain name.
Service.register_cname_instance = registers "CnameInstance"

-- ---- services made elsewhere ----------------------------------------------------------------------------------------

local Imported = l2.imported(Service, cdk.Resource)

function Imported:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  for name, value in pairs(attrs) do self[name] = value end
  self.discovery_type = attrs.discovery_type or discovery_type_of(attrs.namespace)
end

--- A service made elsewhere.
function Service.from_service_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { Service = Service }
