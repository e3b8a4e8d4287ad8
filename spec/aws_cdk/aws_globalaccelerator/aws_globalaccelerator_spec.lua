-- Accelerators and their endpoints. The cases are twins of tools/golden/aws_globalaccelerator.js.
local assertions = require "aws_cdk.assertions"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local endpoints = require "aws_cdk.aws_globalaccelerator_endpoints"
local ga = require "aws_cdk.aws_globalaccelerator"
local golden = require "spec.support.golden"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local LONG = ("x"):rep(80)

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, id, { value = value }) end
end

local cases = {}

function cases.accelerators(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local plain = ga.Accelerator(stack, "Plain")
  out("Arn", plain.accelerator_arn)
  out("Ref", plain.accelerator_ref.accelerator_arn)
  out("Name", plain.dns_name)
  out("DualName", plain.dual_stack_dns_name)
  out("V4", cdk.Fn.join(",", plain.ipv4_addresses))
  out("V6", cdk.Fn.select(0, plain.ipv6_addresses))
  ga.Accelerator(stack, LONG, { enabled = false, ip_address_type = ga.IpAddressType.DUAL_STACK })
  ga.Accelerator(stack, "Named", { accelerator_name = "n", ip_addresses = { "1.2.3.4", "5.6.7.8" } })
  ga.Accelerator(stack, "Token", { accelerator_name = cdk.Fn.import_value "name" })
  local imported = ga.Accelerator.from_accelerator_attributes(stack, "Imported", {
    accelerator_arn = "arn:a", dns_name = "a.example.com", dual_stack_dns_name = "d.example.com",
    ipv4_addresses = { "1.2.3.4" }, ipv6_addresses = { "::1" },
  })
  out("ImportedRef", imported.accelerator_ref.accelerator_arn)
  out("ImportedV4", cdk.Fn.select(0, imported.ipv4_addresses))
  local listener = plain:add_listener("Listener", {
    port_ranges = { { from_port = 80 }, { from_port = 1000, to_port = 2000 } },
  })
  out("ListenerArn", listener.listener_arn)
  out("ListenerRef", listener.listener_ref.listener_arn)
  out("ListenerName", listener.listener_name)
  local full = ga.Listener(stack, "Full", {
    accelerator = imported, port_ranges = { { from_port = 443 } }, protocol = ga.ConnectionProtocol.UDP,
    client_affinity = ga.ClientAffinity.SOURCE_IP, listener_name = "l",
  })
  out("FullName", full.listener_name)
  local group = listener:add_endpoint_group "Group"
  out("GroupArn", group.endpoint_group_arn)
  out("GroupRef", group.endpoint_group_ref.endpoint_group_arn)
  out("GroupName", group.endpoint_group_name)
  local imported_listener = ga.Listener.from_listener_arn(stack, "ImportedListener", "arn:l")
  local filled = ga.EndpointGroup(stack, "Filled", {
    listener = imported_listener, endpoint_group_name = "g", health_check_interval = cdk.Duration.seconds(10),
    health_check_path = "/health", health_check_port = 8080, health_check_protocol = ga.HealthCheckProtocol.HTTPS,
    health_check_threshold = 5, traffic_dial_percentage = 50,
    port_overrides = { { endpoint_port = 8080, listener_port = 80 } },
    endpoints = { ga.RawEndpoint { endpoint_id = "e1" } },
  })
  filled:add_endpoint(ga.RawEndpoint {
    endpoint_id = "e2", region = "us-west-2", weight = 0, preserve_client_ip = true,
  })
  out("FilledName", filled.endpoint_group_name)
  ga.EndpointGroup(stack, "Regional", { listener = imported_listener, region = "eu-central-1", endpoints = {} })
  local imported_group = ga.EndpointGroup.from_endpoint_group_arn(stack, "G", "arn:g")
  out("ImportedGroup", imported_group.endpoint_group_ref.endpoint_group_arn)
end

function cases.endpoints(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
    vpc_id = "vpc-1", availability_zones = { "eu-west-1a", "eu-west-1b" }, private_subnet_ids = { "s-1", "s-2" },
    public_subnet_ids = { "p-1", "p-2" },
  })
  local alb = elbv2.ApplicationLoadBalancer(stack, "Alb", { vpc = vpc, internet_facing = true })
  local nlb = elbv2.NetworkLoadBalancer(stack, "Nlb", { vpc = vpc })
  local instance = ec2.Instance(stack, "Instance", {
    vpc = vpc, instance_type = ec2.InstanceType "t3.micro", machine_image = ec2.MachineImage.latest_amazon_linux2023(),
  })
  local eip = ec2.CfnEIP(stack, "Eip")
  local listener = ga.Accelerator(stack, "Accelerator"):add_listener("Listener", {
    port_ranges = { { from_port = 443 } },
  })
  local group = listener:add_endpoint_group("Group", {
    endpoints = {
      endpoints.ApplicationLoadBalancerEndpoint(alb, { weight = 128, preserve_client_ip = true }),
      endpoints.NetworkLoadBalancerEndpoint(nlb),
    },
  })
  group:add_endpoint(endpoints.InstanceEndpoint(instance, { weight = 255, preserve_client_ip = false }))
  group:add_endpoint(endpoints.CfnEipEndpoint(eip, { weight = 0 }))
  group:add_endpoint(endpoints.NetworkLoadBalancerEndpoint(nlb, {
    weight = cdk.Token.as_number(cdk.Fn.import_value "weight"), preserve_client_ip = true,
  }))
  alb.connections:allow_from(group:connections_peer("Peer", vpc), ec2.Port.tcp(443))
  instance.connections:allow_to(group:connections_peer("Other", vpc), ec2.Port.tcp(80), "d")
end

describe("aws_globalaccelerator", function()
  golden.check("aws_globalaccelerator", cases)

  it("refuses names and addresses of accelerators that the service does not take", function()
    local function refuses_accelerator(text, props)
      refuses(text, function() ga.Accelerator(cdk.Stack(cdk.App(), "S"), "A", props) end)
    end
    refuses_accelerator("accelerator_name must have 1 to 64 characters, got 65", { accelerator_name = ("x"):rep(65) })
    refuses_accelerator("accelerator_name must have 1 to 64 characters, got 0", { accelerator_name = "" })
    refuses_accelerator("ip_addresses must have 1 to 2 items, got 0", { ip_addresses = {} })
    refuses_accelerator("ip_addresses must have at most 2 items, got 3",
      { ip_addresses = { "1.1.1.1", "1.1.1.2", "1.1.1.3" } })
  end)

  it("refuses weights that the service does not take", function()
    local eip = ec2.CfnEIP(cdk.Stack(cdk.App(), "S"), "E")
    refuses("weight must be between 0 and 255, got 256", function() endpoints.CfnEipEndpoint(eip, { weight = 256 }) end)
    refuses("weight must be between 0 and 255, got -1", function() endpoints.CfnEipEndpoint(eip, { weight = -1 }) end)
  end)

  it("takes endpoints of one's own", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local group = ga.EndpointGroup(stack, "G", { listener = ga.Listener.from_listener_arn(stack, "L", "arn:l") })
    group:add_endpoint { render_endpoint_configuration = function() return { endpoint_id = "own" } end }
    assertions.Template.from_stack(stack):has_resource_properties("AWS::GlobalAccelerator::EndpointGroup", {
      EndpointConfigurations = { { EndpointId = "own" } },
    })
  end)
end)
