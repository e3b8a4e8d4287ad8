-- Endpoints, flow logs, VPN connections and prefix lists. The cases are twins of tools/golden/aws_ec2_network.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"

local ENV = { account = "111122223333", region = "eu-west-1" }
local PUBLIC = ec2.SubnetType.PUBLIC
local Gateway, Service = ec2.GatewayVpcEndpointAwsService, ec2.InterfaceVpcEndpointAwsService

local cases = {}

-- Values one after another, with commas between them.
local function join(values)
  local text = ""
  for i, value in ipairs(values) do text = text .. (i > 1 and "," or "") .. value end
  return text
end

local function statement(action)
  return iam.PolicyStatement { principals = { iam.AnyPrincipal() }, actions = { action }, resources = { "*" } }
end

local function stack_in(app, region)
  local props = region and { env = { account = ENV.account, region = region } } or {}
  return cdk.Stack(app, "In-" .. (region or "undefined"), props)
end

function cases.endpoints(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, gateway_endpoints = { Bucket = { service = Gateway.S3 } } })
  local table = vpc:add_gateway_endpoint("Table", {
    service = Gateway.DYNAMODB, subnets = { { subnet_type = PUBLIC } },
    dns_record_ip_type = ec2.VpcEndpointDnsRecordIpType.IPV4, ip_address_type = ec2.VpcEndpointIpAddressType.IPV4,
  })
  table:add_to_policy(statement "dynamodb:*")
  local queue = vpc:add_interface_endpoint("Queue", { service = Service.SQS })
  queue:add_to_policy(statement "sqs:*")
  queue.connections:allow_default_port_from_any_ipv4()
  vpc:add_interface_endpoint("Closed", {
    service = Service.KEYSPACES, open = false, private_dns_enabled = false,
    dns_record_ip_type = ec2.VpcEndpointDnsRecordIpType.DUALSTACK,
    private_dns_only_for_inbound_resolver_endpoint =
      ec2.VpcEndpointPrivateDnsOnlyForInboundResolverEndpoint.ALL_RESOLVERS,
    subnets = { subnet_type = PUBLIC, availability_zones = { "dummy1a" } }, service_region = "us-east-1",
  })
  ec2.InterfaceVpcEndpoint(stack, "Own", {
    vpc = vpc, service = ec2.InterfaceVpcEndpointService("com.own.svc", 8080),
    security_groups = { ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1") }, lookup_supported_azs = true,
  })
  ec2.InterfaceVpcEndpoint(stack, "LookedUp", { vpc = vpc, service = Service.ECR_DOCKER, lookup_supported_azs = true })
  ec2.InterfaceVpcEndpoint(stack, "Global", { vpc = vpc, service = Service.CODECATALYST })
  ec2.GatewayVpcEndpoint.from_gateway_vpc_endpoint_id(stack, "ImportedGateway", "vpce-1"):add_to_policy(statement "a:*")
  local imported = ec2.InterfaceVpcEndpoint.from_interface_vpc_endpoint_attributes(stack, "Imported", {
    vpc_endpoint_id = "vpce-2", port = 443,
    security_groups = { ec2.SecurityGroup.from_security_group_id(stack, "Other", "sg-2") },
  })
  imported.connections:allow_default_port_from_any_ipv4()
  cdk.CfnOutput(stack, "Ids", {
    value = join { queue.vpc_endpoint_id, table.vpc_endpoint_id, queue.vpc_endpoint_creation_timestamp,
      imported.vpc_endpoint_id },
  })

  for _, region in ipairs { "cn-north-1", "us-iso-east-1", false } do
    local network = ec2.Vpc.from_vpc_attributes(stack_in(app, region), "Vpc", {
      vpc_id = "v", vpc_cidr_block = "10.0.0.0/16", availability_zones = { "a" }, private_subnet_ids = { "s" },
      private_subnet_route_table_ids = { "r" },
    })
    network:add_interface_endpoint("Transcribe", { service = Service.TRANSCRIBE })
    network:add_interface_endpoint("Kms", { service = Service.KMS })
    network:add_gateway_endpoint("S3", { service = Gateway.S3 })
  end
end

function cases.flow_logs(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  stack.node:set_context("@aws-cdk/aws-s3:createDefaultLoggingPolicy", true)
  local to, of = ec2.FlowLogDestination, ec2.FlowLogResourceType
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, flow_logs = { All = {} } })
  vpc:add_flow_log("Rejected", {
    traffic_type = ec2.FlowLogTrafficType.REJECT,
    max_aggregation_interval = ec2.FlowLogMaxAggregationInterval.ONE_MINUTE,
    log_format = { ec2.LogFormat.SRC_PORT, ec2.LogFormat.field "x", ec2.LogFormat.custom "y ${z}" },
  })
  ec2.FlowLog(stack, "ToGroup", {
    resource_type = of.from_subnet(vpc.public_subnets[1]), flow_log_name = "named",
    destination = to.to_cloud_watch_logs(logs.LogGroup(stack, "Group"), iam.Role(stack, "Role", {
      assumed_by = iam.ServicePrincipal "vpc-flow-logs.amazonaws.com",
    })),
  })
  local bucket = s3.Bucket(stack, "Bucket", {
    auto_delete_objects = true, removal_policy = cdk.RemovalPolicy.DESTROY,
  })
  ec2.FlowLog(stack, "ToBucket", {
    resource_type = of.from_network_interface_id "eni-1",
    destination = to.to_s3(bucket, "prefix", {
      hive_compatible_partitions = true, file_format = ec2.FlowLogFileFormat.PARQUET,
    }),
  })
  ec2.FlowLog(stack, "ToNewBucket", { resource_type = of.from_transit_gateway_id "tgw-1", destination = to.to_s3() })
  ec2.FlowLog(stack, "ToStream", {
    resource_type = of.from_transit_gateway_attachment_id "tgw-2",
    destination = to.to_kinesis_data_firehose_destination
      "arn:aws:firehose:eu-west-1:111122223333:deliverystream/s",
  })
  local imported = ec2.FlowLog.from_flow_log_id(stack, "Imported", "fl-1")
  cdk.CfnOutput(stack, "Id", { value = imported.flow_log_ref.flow_log_id })
end

function cases.vpn(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  ec2.Vpc(stack, "Gateway", {
    max_azs = 1, vpn_gateway = true, vpn_gateway_asn = 65100, vpn_route_propagation = { { subnet_type = PUBLIC }, {} },
    vpn_connections = {
      One = { ip = "192.0.2.1" },
      Two = {
        ip = "192.0.2.2", asn = 65200, static_routes = { "192.168.10.0/24", "192.168.20.0/24" },
        tunnel_options = {
          { pre_shared_key = "secretkey1234", tunnel_inside_cidr = "169.254.10.0/30" },
          { pre_shared_key_secret = cdk.SecretValue.secrets_manager "s" },
        },
      },
    },
  })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
  local connection = vpc:add_vpn_connection("Late", { ip = "192.0.2.3", asn = 65300 })
  cdk.CfnOutput(stack, "Ids", {
    value = join { connection.vpn_id, connection.customer_gateway_id, vpc.vpn_gateway_id },
  })
  local imported = ec2.VpnConnection.from_vpn_connection_attributes(stack, "Imported", {
    vpn_id = "vpn-1", customer_gateway_id = "cgw-1", customer_gateway_ip = "192.0.2.4", customer_gateway_asn = 1,
  })
  local limit = { threshold = 1, evaluation_periods = 1 }
  connection:metric_tunnel_state():create_alarm(stack, "State", limit)
  imported:metric_tunnel_data_in():create_alarm(stack, "DataIn", limit)
  ec2.VpnConnection.metric_all_tunnel_data_out():create_alarm(stack, "DataOut", limit)
  ec2.VpnConnection.metric_all_tunnel_state({ period = cdk.Duration.minutes(1) }):create_alarm(stack, "AllState", limit)
  ec2.VpnConnection.metric_all_tunnel_data_in():create_alarm(stack, "AllIn", limit)
  ec2.VpnGateway(stack, "Alone", { type = ec2.VpnConnectionType.IPSEC_1 })
end

local function certificate(id) return "arn:aws:acm:eu-west-1:111122223333:certificate/" .. id end

function cases.client_vpn(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local saml = iam.SamlProvider.from_saml_provider_arn(stack, "Saml", "arn:aws:iam::111122223333:saml-provider/p")
  local target, authentication = ec2.ClientVpnRouteTarget, ec2.ClientVpnUserBasedAuthentication
  local endpoint = vpc:add_client_vpn_endpoint("Endpoint", {
    cidr = "10.100.0.0/16", server_certificate_arn = certificate "s", client_certificate_arn = certificate "c",
    user_based_authentication = authentication.federated(saml, saml),
  })
  endpoint:add_route("Route", { cidr = "0.0.0.0/0", target = target.local_(), description = "d" })
  endpoint:add_route("Subnet", { cidr = "10.8.0.0/16", target = target.subnet(vpc.private_subnets[1]) })
  endpoint:add_authorization_rule("Rule", { cidr = "10.8.0.0/16", group_id = "g", description = "d" })
  endpoint.connections:allow_from_any_ipv4(ec2.Port.tcp(443))
  local group = logs.LogGroup(stack, "Group")
  ec2.ClientVpnEndpoint(stack, "Configured", {
    vpc = vpc, cidr = "10.200.0.0/16", server_certificate_arn = certificate "s",
    user_based_authentication = authentication.active_directory "d-1", self_service_portal = false,
    authorize_all_users_to_vpc_cidr = false, client_login_banner = "hello",
    client_route_enforcement_options = { enforced = true }, description = "d", disconnect_on_session_timeout = true,
    dns_servers = { "8.8.8.8" }, log_group = group, log_stream = group:add_stream "Stream",
    port = ec2.VpnPort.OPENVPN, transport_protocol = ec2.TransportProtocol.TCP,
    session_timeout = ec2.ClientVpnSessionTimeout.EIGHT_HOURS, split_tunnel = false,
    security_groups = { ec2.SecurityGroup.from_security_group_id(stack, "Sg", "sg-1") },
    vpc_subnets = { subnet_type = PUBLIC },
  })
  ec2.ClientVpnEndpoint(stack, "Silent", {
    vpc = vpc, cidr = "10.201.0.0/16", server_certificate_arn = certificate "s",
    client_certificate_arn = certificate "c", logging = false,
  })
  local imported = ec2.ClientVpnEndpoint.from_endpoint_attributes(stack, "Imported", {
    endpoint_id = "cvpn-1", security_groups = {},
  })
  ec2.ClientVpnAuthorizationRule(stack, "More", { client_vpn_endpoint = imported, cidr = "10.0.0.0/8" })
  ec2.ClientVpnRoute(stack, "MoreRoute", {
    client_vpn_endpoint = imported, cidr = "10.0.0.0/8", target = target.local_(),
  })
end

function cases.prefix_lists(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local list = ec2.PrefixList(stack, "List")
  ec2.PrefixList(stack, "Four", {
    prefix_list_name = "four", max_entries = 9,
    entries = { { cidr = "10.0.0.0/8", description = "d" }, { cidr = "10.1.0.1" } },
  })
  ec2.PrefixList(stack, "Six", {
    address_family = ec2.AddressFamily.IP_V6,
    entries = { { cidr = "::/0" }, { cidr = "2001:db8::1/128" }, { cidr = "1:2:3:4:5:6:7:8" } },
  })
  local imported = ec2.PrefixList.from_prefix_list_id(stack, "Imported", "pl-1")
  local looked = ec2.PrefixList.from_lookup(stack, "Looked", {
    prefix_list_name = "n", owner_id = "1", address_family = ec2.AddressFamily.IP_V4,
  })
  local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", { vpc_id = "v", availability_zones = { "a" } })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc, allow_all_outbound = false })
  group:add_ingress_rule(list, ec2.Port.tcp(80))
  group.connections:allow_to(imported, ec2.Port.tcp(81))
  group:add_egress_rule(looked, ec2.Port.tcp(82))
  cdk.CfnOutput(stack, "Facts", {
    value = join { list.prefix_list_id, list.prefix_list_arn, list.owner_id, list.address_family, list.prefix_list_name,
      imported.prefix_list_ref.prefix_list_arn, looked.prefix_list_id },
  })
end

function cases.endpoint_services(app)
  local balancer = { load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/l/1" }
  for _, region in ipairs { "eu-west-1", "cn-north-1", false } do
    local stack = stack_in(app, region)
    local service = ec2.VpcEndpointService(stack, "Service", { vpc_endpoint_service_load_balancers = { balancer } })
    cdk.CfnOutput(stack, "Name", { value = service.vpc_endpoint_service_name })
    ec2.VpcEndpointService(stack, "Configured", {
      vpc_endpoint_service_load_balancers = { balancer }, acceptance_required = false, contributor_insights = true,
      allowed_regions = { "eu-west-1" }, supported_ip_address_types = { ec2.IpAddressType.IPV6 },
      allowed_principals = { iam.ArnPrincipal "arn:aws:iam::123456789012:root" },
    })
  end
end

describe("what stands around a VPC", function()
  golden.check("aws_ec2_network", cases)

  local stack, vpc, count

  before_each(function()
    stack, count = cdk.Stack(cdk.App(), "S", { env = ENV }), 0
    vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
      vpc_id = "v", vpc_cidr_block = "10.0.0.0/16", availability_zones = { "a" }, private_subnet_ids = { "s" },
      vpn_gateway_id = "g",
    })
  end)

  local function fails(message, make)
    count = count + 1
    local ok, said = pcall(make, "Id" .. count)
    assert.is_false(ok)
    assert.is_truthy(tostring(said):find(message, 1, true), tostring(said))
  end

  it("asks for route tables and subnets where an endpoint needs them", function()
    fails("a gateway endpoint needs route tables",
      function(id) vpc:add_gateway_endpoint(id, { service = Gateway.S3 }) end)
    local function interface(message, props)
      fails(message, function(id)
        props.service = props.service or Service.S3
        vpc:add_interface_endpoint(id, props)
      end)
    end
    interface("none is selected", { subnets = { availability_zones = { "b" } } })
    interface("availability_zones must be a list known while the script runs",
      { subnets = { availability_zones = cdk.Fn.split(",", cdk.Aws.REGION) } })
    interface("security_groups must not be empty", { security_groups = {} })
    interface("the name of the service, and it contains a token", {
      service = ec2.InterfaceVpcEndpointService("com." .. cdk.Aws.REGION), lookup_supported_azs = true,
    })
    interface("is offered in the zones dummy1a, dummy1b, dummy1c, and the subnets are in a",
      { lookup_supported_azs = true })
    local endpoint = ec2.GatewayVpcEndpoint.from_gateway_vpc_endpoint_id(stack, "Imported", "e")
    fails("needs a principal", function()
      endpoint:add_to_policy(iam.PolicyStatement { actions = { "*" }, resources = { "*" } })
    end)
    fails("at least one load balancer",
      function(id) ec2.VpcEndpointService(stack, id, { vpc_endpoint_service_load_balancers = {} }) end)
  end)

  it("refuses flow logs of transit gateways that choose their traffic", function()
    local of = ec2.FlowLogResourceType.from_transit_gateway_id "t"
    fails("traffic_type is not for transit gateways",
      function(id) ec2.FlowLog(stack, id, { resource_type = of, traffic_type = ec2.FlowLogTrafficType.ALL }) end)
    fails("must be ONE_MINUTE", function(id)
      ec2.FlowLog(stack, id, {
        resource_type = of, max_aggregation_interval = ec2.FlowLogMaxAggregationInterval.TEN_MINUTES,
      })
    end)
  end)

  it("checks VPN connections and their tunnels", function()
    local function connection(message, props)
      fails(message, function(id)
        props.ip = props.ip or "192.0.2.1"
        vpc:add_vpn_connection(id, props)
      end)
    end
    connection("ip must be an IPv4 address, got '192.0.2'", { ip = "192.0.2" })
    connection("ip must be an IPv4 address, got '192.0.2.256'", { ip = "192.0.2.256" })
    connection("tunnel_options has 3", { tunnel_options = { {}, {}, {} } })
    local inside = { tunnel_inside_cidr = "169.254.9.0/30" }
    connection("the same tunnel_inside_cidr", { tunnel_options = { inside, inside } })
    connection("tunnel 1: the block 169.254.5.0/30 is reserved",
      { tunnel_options = { { tunnel_inside_cidr = "169.254.5.0/30" } } })
    connection("must be a /30 block of 169.254.0.0/16",
      { tunnel_options = { { tunnel_inside_cidr = "10.0.0.0/30" } } })
    connection("tunnel 2: pre_shared_key must be", { tunnel_options = { {}, { pre_shared_key = "0secretkey" } } })
    local both = { pre_shared_key = "secretkey", pre_shared_key_secret = cdk.SecretValue.secrets_manager "s" }
    connection("only one of pre_shared_key and pre_shared_key_secret", { tunnel_options = { both } })
    fails("already has a VPN gateway", function() vpc:enable_vpn_gateway { type = "ipsec.1" } end)
  end)

  it("checks client VPN endpoints", function()
    local function endpoint(message, props)
      fails(message, function(id)
        local all = { cidr = "10.9.0.0/16", server_certificate_arn = "s", client_certificate_arn = "c" }
        for key, value in pairs(props) do all[key] = value end
        if all.client_certificate_arn == "" then all.client_certificate_arn = nil end
        vpc:add_client_vpn_endpoint(id, all)
      end)
    end
    endpoint("cannot be those of the VPC", { cidr = "10.0.0.0/22" })
    endpoint("at most 2 DNS servers, got 3", { dns_servers = { "1", "2", "3" } })
    endpoint("need logging, which is false", { logging = false, log_group = logs.LogGroup(stack, "Group") })
    endpoint("at most 1400 characters, got 1401", { client_login_banner = ("x"):rep(1401) })
    endpoint("together with split_tunnel",
      { split_tunnel = true, client_route_enforcement_options = { enforced = true } })
    endpoint("must authenticate its clients", { client_certificate_arn = "" })
    endpoint("must begin with \"AWSClientVPN-\", got 'f'",
      { client_connection_handler = { function_name = "f", function_arn = "arn" } })
  end)

  it("checks the names and ranges of prefix lists", function()
    local function list(message, props)
      fails(message, function(id) ec2.PrefixList(stack, id, props) end)
    end
    list("must not start with", { prefix_list_name = "com.amazonaws.x" })
    list("at most 255 characters, got 256", { prefix_list_name = ("x"):rep(256) })
    for _, cidr in ipairs { "10.0.0.0/33", "10.0.0", "1000.0.0.0/8", "::/0", "10.0.0.0/", "10.0.0.0/08" } do
      list("is not a range of IPv4 addresses", { entries = { { cidr = cidr } } })
    end
    for _, cidr in ipairs { "10.0.0.0/8", "::/129", "1::2::3", ":::", "1:2:3", "12345::", "1:2:3:4:5:6:7:8:9" } do
      list("is not a range of IPv6 addresses",
        { address_family = ec2.AddressFamily.IP_V6, entries = { { cidr = cidr } } })
    end
  end)
end)
