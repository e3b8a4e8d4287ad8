-- Classic load balancers. The cases are twins of tools/golden/aws_elasticloadbalancing.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elb = require "aws_cdk.aws_elasticloadbalancing"
local golden = require "spec.support.golden"

local ENV = { account = "111122223333", region = "eu-west-1" }

local cases = {}

function cases.load_balancers(app)
  local LoadBalancingProtocol = elb.LoadBalancingProtocol
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local plain = elb.LoadBalancer(stack, "Plain", { vpc = vpc })
  elb.LoadBalancer(stack, "Full", {
    vpc = vpc, internet_facing = true, cross_zone = false, listeners = { { external_port = 80 } },
    health_check = { port = 80 }, access_logging_policy = { enabled = true, s3_bucket_name = "logs" },
  })
  elb.LoadBalancer(stack, "Selected", {
    vpc = vpc, internet_facing = true,
    subnet_selection = { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS },
    health_check = {
      port = 8080, protocol = LoadBalancingProtocol.HTTPS, path = "/health", healthy_threshold = 3,
      unhealthy_threshold = 4, interval = cdk.Duration.minutes(1), timeout = cdk.Duration.seconds(10),
    },
  })
  elb.LoadBalancer(stack, "Tcp", {
    vpc = vpc, health_check = { port = 22, path = "/ignored" },
  })
  out("Name", plain.load_balancer_name)
  out("Ref", plain.load_balancer_ref.load_balancer_name)
  out("DnsName", plain.load_balancer_dns_name)
  out("Zone", plain.load_balancer_canonical_hosted_zone_name)
  out("ZoneId", plain.load_balancer_canonical_hosted_zone_name_id)
  out("SourceGroup", plain.load_balancer_source_security_group_group_name)
  out("SourceOwner", plain.load_balancer_source_security_group_owner_alias)
end

function cases.listeners(app)
  local LoadBalancingProtocol = elb.LoadBalancingProtocol
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local balancer = elb.LoadBalancer(stack, "Balancer", { vpc = vpc })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local other = ec2.SecurityGroup(stack, "Other", { vpc = vpc })
  local port = balancer:add_listener {
    external_port = 443, ssl_certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1",
  }
  port.connections:allow_default_port_from(other, "Others")
  balancer:add_listener({
    external_port = 8443, internal_port = 8080, external_protocol = LoadBalancingProtocol.SSL,
    policy_names = { "policy" },
  })
  balancer:add_listener {
    external_port = 80, internal_port = 443, allow_connections_from = { group, ec2.Peer.ipv4 "10.0.0.0/8" },
  }
  balancer:add_listener {
    external_port = 81, external_protocol = LoadBalancingProtocol.HTTP, allow_connections_from = {},
  }
  balancer:add_listener({
    external_port = 82, external_protocol = LoadBalancingProtocol.TCP,
    internal_protocol = LoadBalancingProtocol.SSL,
  })
  cdk.CfnOutput(stack, "Ports", { value = tostring(#balancer.listener_ports) })
end

function cases.targets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local function instance(id)
    return ec2.Instance(stack, id, {
      vpc = vpc, machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = "ami-1234" },
      instance_type = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO),
      allow_all_outbound = false,
    })
  end
  local target = elb.InstanceTarget(instance "First")
  local balancer = elb.LoadBalancer(stack, "Balancer", {
    vpc = vpc, listeners = { { external_port = 80 } }, targets = { target },
  })
  balancer:add_listener { external_port = 443, internal_port = 8080 }
  balancer:add_target(elb.InstanceTarget(instance "Second"))
  cdk.CfnOutput(stack, "Id", { value = target.instance.instance_id })
end

describe("aws_elasticloadbalancing", function()
  golden.check("aws_elasticloadbalancing", cases)

  it("asks for the protocol of ports that have no usual one", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local balancer = elb.LoadBalancer(stack, "Balancer", { vpc = ec2.Vpc(stack, "Vpc") })
    assert.has_error(function() balancer:add_listener { external_port = 8080 } end)
    local _, message = pcall(balancer.add_listener, balancer, { external_port = 8080 })
    assert.truthy(tostring(message):find("[S/Balancer] the protocol of port 8080 is not known: give external_protocol",
      1, true), tostring(message))
  end)

  it("takes targets of one's own", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local vpc = ec2.Vpc(stack, "Vpc")
    local attached
    local balancer = elb.LoadBalancer(stack, "Balancer", { vpc = vpc })
    balancer:add_target {
      connections = ec2.Connections { security_groups = { ec2.SecurityGroup(stack, "Group", { vpc = vpc }) } },
      attach_to_classic_lb = function(_, to) attached = to end,
    }
    assert.equal(balancer, attached)
  end)
end)
