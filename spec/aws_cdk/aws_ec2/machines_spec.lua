-- Machines and what guards them. The cases are twins of tools/golden/aws_ec2_machines.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"

local Peer, Port, SecurityGroup = ec2.Peer, ec2.Port, ec2.SecurityGroup

local cases = {}

local function network(scope)
  return scope.node:try_find_child "Network" or ec2.Vpc.from_vpc_attributes(scope, "Network", {
    vpc_id = "vpc-1", availability_zones = { "us-east-1a" }, private_subnet_ids = { "subnet-1" },
    public_subnet_ids = { "subnet-2" },
  })
end

local function group(scope, id, props)
  props = props or {}
  props.vpc = network(scope)
  return SecurityGroup(scope, id, props)
end

function cases.security_group_properties(app)
  local stack = cdk.Stack(app, "S")
  group(stack, "Plain")
  group(stack, "Closed", { allow_all_outbound = false, description = "closed", security_group_name = "c" })
  group(stack, "Six", { allow_all_ipv6_outbound = true })
  local apart = group(stack, "Apart", { allow_all_ipv6_outbound = true, disable_inline_rules = true })
  apart:add_ingress_rule(Peer.ipv4 "10.0.0.0/16", Port.tcp(80))
  local shut = group(stack, "Shut", { allow_all_outbound = false, disable_inline_rules = true })
  local opened = group(stack, "Opened", { allow_all_outbound = false, disable_inline_rules = true })
  opened:add_egress_rule(Peer.ipv4 "10.0.0.0/16", Port.tcp(80))
  cdk.CfnOutput(stack, "Id", { value = shut.security_group_id })
  cdk.CfnOutput(stack, "Vpc", { value = shut.security_group_vpc_id })
end

function cases.security_group_rules(app)
  local stack = cdk.Stack(app, "S")
  local one = group(stack, "Group", { allow_all_outbound = false })
  local parameter = cdk.CfnParameter(stack, "Cidr")
  local port = cdk.Token.as_number(cdk.Fn.import_value "port")
  local peers = {
    Peer.any_ipv4(), Peer.any_ipv6(), Peer.ipv4 "10.0.0.0/8", Peer.ipv6 "2001:db8::/32", Peer.prefix_list "pl-123",
    Peer.security_group_id "sg-12345678", Peer.security_group_id("sg-12345678", "123456789012"),
    Peer.ipv4(parameter.value_as_string), Peer.prefix_list(cdk.Fn.import_value "list"),
    Peer.prefix_list(cdk.Fn.import_value "other"),
  }
  local ports = {
    Port.tcp(80), Port.tcp_range(80, 90), Port.all_tcp(), Port.udp(53), Port.udp_range(1, 2), Port.all_udp(),
    Port.icmp_type_and_code(3, 4), Port.icmp_type(8), Port.icmp_ping(), Port.all_icmp(), Port.all_icmp_v6(), Port.esp(),
    Port.ah(), Port.HTTPS, Port.DNS_UDP, Port.POP3_S, Port.tcp(port), Port.udp(port), Port.tcp_range(port, 100),
    Port { protocol = ec2.Protocol.IPTM, string_representation = "iptm" },
  }
  for _, peer in ipairs(peers) do
    for _, opened in ipairs(ports) do
      one:add_ingress_rule(peer, opened)
      one:add_egress_rule(peer, opened, "out")
      one:add_ingress_rule(peer, opened, "again")
    end
  end
  one:add_ingress_rule(Peer.any_ipv4(), Port.all_traffic())
end

function cases.connections(app)
  local stack = cdk.Stack(app, "S")
  local a = group(stack, "A", { allow_all_outbound = false })
  local b = group(stack, "B", { allow_all_outbound = false })
  local c = group(stack, "C")
  local server = ec2.Connections { security_groups = { a }, default_port = Port.tcp(3306) }
  local client = ec2.Connections { security_groups = { b } }
  client:allow_to(server, Port.tcp(80), "web")
  client:allow_to_default_port(server)
  server:allow_default_port_from(client, "database")
  server:allow_default_port_internally()
  server:allow_default_port_from_any_ipv4 "open"
  server:allow_default_port_to(c)
  server:allow_from(Peer.ipv4 "10.1.0.0/16", Port.tcp_range(1, 5))
  client:allow_internally(Port.all_traffic())
  client:allow_to_any_ipv4(Port.HTTPS)
  client:allow_from_any_ipv4(Port.SSH)
  client:allow_to(client, Port.tcp(7))
  server:add_security_group(group(stack, "Late", { allow_all_outbound = false }))
  client:add_security_group(c)
end

function cases.connections_across_stacks(app)
  local one, two = cdk.Stack(app, "One"), cdk.Stack(app, "Two")
  local a = group(one, "A", { allow_all_outbound = false })
  local b = group(two, "B", { allow_all_outbound = false })
  a.connections:allow_from(b, Port.tcp(100))
  a.connections:allow_to(b, Port.tcp(200), "there")
end

function cases.security_group_imports(app)
  local stack = cdk.Stack(app, "S", { env = { account = "123456789012", region = "us-east-1" } })
  local options = { Closed = { allow_all_outbound = false }, Fixed = { mutable = false, allow_all_outbound = false } }
  for _, id in ipairs { "Plain", "Closed", "Fixed" } do
    local imported = SecurityGroup.from_security_group_id(stack, id, "sg-" .. id, options[id])
    imported:add_ingress_rule(Peer.any_ipv4(), Port.tcp(80))
    imported:add_egress_rule(Peer.ipv4 "10.0.0.0/16", Port.tcp(80))
    imported.connections:allow_from(Peer.prefix_list "pl-1", Port.HTTPS, "list")
  end
  cdk.CfnOutput(stack, "Found", { value = SecurityGroup.from_lookup_by_id(stack, "ById", "sg-1").security_group_id })
  cdk.CfnOutput(stack, "Named", {
    value = SecurityGroup.from_lookup_by_name(stack, "ByName", "name", network(stack)).security_group_id,
  })
end

local function refuses(message, build)
  local ok, problem = pcall(build, cdk.Stack(cdk.App(), "S"))
  assert.is_false(ok)
  assert.is_truthy(tostring(problem):find(message, 1, true), tostring(problem))
end

describe("machines", function()
  golden.check("aws_ec2_machines", cases)

  it("takes only addresses with a mask as peers", function()
    for cidr, message in pairs {
      ["10.0.0.0"] = 'write "10.0.0.0/32"', ["10.0.0/16"] = "is not an IPv4 CIDR",
      ["1000.0.0.0/8"] = "is not an IPv4 CIDR", ["10.0.0.0/"] = "is not an IPv4 CIDR",
    } do
      refuses(message, function() Peer.ipv4(cidr) end)
    end
    for cidr, message in pairs {
      ["::1"] = 'write "::1/128"', ["2001:DB8::/32"] = "is not an IPv6 CIDR", [":1/3"] = "is not an IPv6 CIDR",
      ["1:2:3:4:5:6:7:8:9/1"] = "is not an IPv6 CIDR",
    } do
      refuses(message, function() Peer.ipv6(cidr) end)
    end
    assert.equal("2001:db8:1:2:3:4:5:6/1", Peer.ipv6("2001:db8:1:2:3:4:5:6/1").unique_id)
  end)

  it("takes only ids of security groups and accounts as peers", function()
    refuses("is not the id of a security group", function() Peer.security_group_id "sg-1" end)
    refuses("12 digits", function() Peer.security_group_id("sg-12345678", "123") end)
  end)

  it("opens everything by the properties of the group, not by a rule", function()
    refuses("allow_all_outbound = true", function(stack)
      group(stack, "G", { allow_all_outbound = false }):add_egress_rule(Peer.any_ipv4(), Port.all_traffic())
    end)
    refuses("allow_all_ipv6_outbound = true", function(stack)
      group(stack, "G"):add_egress_rule(Peer.any_ipv6(), Port.all_traffic())
    end)
  end)

  it("needs a default port where a method takes it", function()
    for _, method in ipairs {
      "allow_default_port_from", "allow_default_port_to", "allow_to_default_port", "allow_default_port_internally",
      "allow_default_port_from_any_ipv4",
    } do
      refuses("has no default port", function(stack)
        local connections = ec2.Connections { security_groups = { group(stack, "G") } }
        local other = (method:find "_from$" or method:find "to") and Peer.any_ipv4() or nil
        connections[method](connections, other)
      end)
    end
  end)

  it("looks up security groups by literal ids and names", function()
    refuses("cannot be looked up by a token", function(stack)
      SecurityGroup.from_lookup_by_id(stack, "G", cdk.Fn.import_value "id")
    end)
  end)

  local function instance(stack, props)
    props.vpc, props.instance_type = network(stack), props.instance_type or ec2.InstanceType "t3.nano"
    props.machine_image = props.machine_image or ec2.MachineImage.resolve_ssm_parameter_at_launch "/image"
    return ec2.Instance(stack, "I", props)
  end

  it("refuses properties of an instance that exclude each other or are out of range", function()
    for message, props in pairs {
      ["init_options are for init"] = { init_options = {} },
      ["credit_specification is for instances of types"] = {
        credit_specification = ec2.CpuCredits.STANDARD, instance_type = ec2.InstanceType "m5.large",
      },
      ["enclave_enabled and hibernation_enabled"] = { enclave_enabled = true, hibernation_enabled = true },
      ["ipv6_address_count must be an integer"] = { ipv6_address_count = -1 },
      ["ipv6_address_count and associate_public_ip_address"] = {
        ipv6_address_count = 1, associate_public_ip_address = false,
      },
      ["needs public subnets"] = { associate_public_ip_address = true },
      ["exclude each other: set http_tokens"] = { require_imdsv2 = true, http_endpoint = true },
      ["must be between 1 and 64, got 65"] = { http_put_response_hop_limit = 65 },
    } do
      refuses(message, function(stack) instance(stack, props) end)
    end
    refuses("key_name and key_pair exclude each other", function(stack)
      instance(stack, { key_name = "k", key_pair = ec2.KeyPair(stack, "P") })
    end)
    refuses("leave role or instance_profile out", function(stack)
      local role = iam.Role(stack, "R", { assumed_by = iam.AnyPrincipal() })
      instance(stack, { role = role, instance_profile = iam.InstanceProfile(stack, "P") })
    end)
    refuses("take no keys of type ed25519", function(stack)
      instance(stack, {
        key_pair = ec2.KeyPair(stack, "P", { type = ec2.KeyPairType.ED25519 }),
        machine_image = ec2.MachineImage.generic_windows { ["us-east-1"] = "ami-1" },
      })
    end)
  end)

  it("refuses volumes that EBS does not have", function()
    local gib, kinds = cdk.Size.gibibytes, ec2.EbsDeviceVolumeType
    for message, props in pairs {
      ["needs size or snapshot_id"] = {},
      ["must look like \"snap-05abe246af\""] = { snapshot_id = "x" },
      ["volumes of type io1 need iops"] = { size = gib(10), volume_type = kinds.IO1 },
      ["take no iops"] = { size = gib(10), iops = 100 },
      ["must be between 3000 and 80000, got 100"] = { size = gib(10), iops = 100, volume_type = kinds.GP3 },
      ["50 IOPS for each GiB at most"] = { size = gib(10), iops = 501, volume_type = kinds.IO1 },
      ["enable_multi_attach is for volumes"] = { size = gib(10), enable_multi_attach = true },
      ["have 125 to 16384 GiB, got 1"] = { size = gib(1), volume_type = kinds.ST1 },
      ["throughput needs volume_type GP3"] = { size = gib(10), throughput = 125 },
      ["between 125 and 2000, got 1"] = { size = gib(10), throughput = 1, volume_type = kinds.GP3 },
      ["for each of iops at most"] = { size = gib(90), throughput = 1000, iops = 3000, volume_type = kinds.GP3 },
      ["is for volumes of a snapshot"] = { size = gib(10), volume_initialization_rate = cdk.Size.mebibytes(100) },
      ["between 100 and 300 MiB a second"] = {
        snapshot_id = "snap-1", volume_initialization_rate = cdk.Size.mebibytes(99),
      },
    } do
      refuses(message, function(stack)
        props.availability_zone = "us-east-1a"
        ec2.Volume(stack, "V", props)
      end)
    end
    refuses("encryption_key needs encrypted = true", function(stack)
      ec2.Volume(stack, "V", { availability_zone = "a", size = gib(1), encryption_key = kms.Key(stack, "K") })
    end)
    refuses("must look like \"vol-05abe246af\"", function(stack)
      ec2.Volume.from_volume_attributes(stack, "V", { volume_id = "x", availability_zone = "a" })
    end)
    refuses("counts from 0", function() ec2.BlockDeviceVolume.ephemeral(-1) end)
  end)

  it("refuses launch templates, key pairs and placement groups that EC2 does not take", function()
    refuses("no longer than 255 characters", function(stack)
      ec2.LaunchTemplate(stack, "T", { version_description = ("x"):rep(256) })
    end)
    for _, field in ipairs { "connections", "grant_principal" } do
      refuses("when it is made", function(stack) return ec2.LaunchTemplate(stack, "T")[field] end)
    end
    refuses("give one of launch_template_id and launch_template_name", function(stack)
      ec2.LaunchTemplate.from_launch_template_attributes(stack, "T", {})
    end)
    refuses("read out of public_key_material", function(stack)
      ec2.KeyPair(stack, "K", { public_key_material = "x", type = ec2.KeyPairType.RSA })
    end)
    refuses("keeps no private key", function(stack)
      return ec2.KeyPair(stack, "K", { public_key_material = "x" }).private_key
    end)
    refuses("partitions needs strategy PARTITION", function(stack)
      ec2.PlacementGroup(stack, "G", { partitions = 2, strategy = ec2.PlacementGroupStrategy.SPREAD })
    end)
    refuses("spread_level needs strategy SPREAD", function(stack)
      ec2.PlacementGroup(stack, "G", { partitions = 2, spread_level = ec2.PlacementGroupSpreadLevel.RACK })
    end)
  end)

  it("refuses user data and elements of cfn-init that a system does not take", function()
    refuses("use UserData.for_linux", function() ec2.UserData.custom("x"):add_on_exit_commands "y" end)
    refuses("needs a default part", function() ec2.MultipartUserData():add_commands "x" end)
    refuses("parts_separator may hold", function() ec2.MultipartUserData { parts_separator = "a b" } end)
    refuses("no user data for an unknown system", function()
      ec2.UserData.for_operating_system(ec2.OperatingSystemType.UNKNOWN)
    end)
    refuses("is not an instance type", function() return ec2.InstanceType("x").architecture end)
    refuses("must begin with 120", function() ec2.InitFile.symlink("/a", "/b", { mode = "000644" }) end)
    refuses("must have a character", function() ec2.InitFile.from_string("/a", "") end)
    refuses("an empty list", function() ec2.InitCommand.argv_command {} end)
    refuses("an absolute path", function() ec2.InitService.systemd_config_file("s", { command = "x" }) end)
    local windows = ec2.MachineImage.resolve_ssm_parameter_at_launch("/i", { os = ec2.OperatingSystemType.WINDOWS })
    local wait = { wait_after_completion = ec2.InitCommandWaitDuration.none() }
    for message, row in pairs {
      ["is for Windows only"] = { nil, ec2.InitCommand.shell_command("x", wait) },
      ["Windows knows no group, owner or mode"] = { windows, ec2.InitFile.from_string("a", "b", { owner = "c" }) },
      ["makes no groups"] = { windows, ec2.InitGroup.from_name "g" },
      ["makes no users"] = { windows, ec2.InitUser.from_name "u" },
      ["packages of type yum cannot be installed here"] = { windows, ec2.InitPackage.yum "p" },
      ["packages of type msi cannot be installed here"] = { nil, ec2.InitPackage.msi "p" },
    } do
      refuses(message, function(stack)
        instance(stack, { machine_image = row[1], init = ec2.CloudFormationInit.from_elements(row[2]) })
      end)
    end
    local init = ec2.CloudFormationInit.from_elements(ec2.InitCommand.shell_command "x")
    refuses("already a configuration named", function() init:add_config("config", ec2.InitConfig {}) end)
    refuses("already a set of configurations", function() init:add_config_set("default", {}) end)
    refuses("which is not there", function() init:add_config_set("other", { "missing" }) end)
    refuses("can have one only", function(stack) instance(stack, { init = init }):apply_cloud_formation_init(init) end)
  end)

  it("refuses images that no region or generation has", function()
    refuses("no image is given for region", function()
      local stack = cdk.Stack(cdk.App(), "S", { env = { region = "eu-west-1" } })
      ec2.MachineImage.generic_linux({ ["us-east-1"] = "ami-1" }):get_image(stack)
    end)
    for _, option in ipairs { "storage", "virtualization" } do
      refuses(option .. " cannot be chosen", function()
        ec2.AmazonLinuxImage {
          generation = ec2.AmazonLinuxGeneration.AMAZON_LINUX_2023,
          [option] = option == "storage" and ec2.AmazonLinuxStorage.EBS or ec2.AmazonLinuxVirt.HVM,
        }
      end)
    end
  end)

  it("knows security groups, made here and imported", function()
    local stack = cdk.Stack(cdk.App(), "S")
    assert.is_true(SecurityGroup.is_security_group(group(stack, "G")))
    assert.is_true(SecurityGroup.is_security_group(SecurityGroup.from_security_group_id(stack, "I", "sg-1")))
    assert.is_false(SecurityGroup.is_security_group(stack))
  end)

  it("adds a rule again after one that failed", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local one = group(stack, "G", { allow_all_outbound = false })
    assert.is_false(pcall(one.connections.allow_to, one.connections, Peer.any_ipv4(), Port.all_traffic()))
    one.connections:allow_to(Peer.any_ipv4(), Port.tcp(1))
    assert.equal(1, #one._egress)
  end)
end)
