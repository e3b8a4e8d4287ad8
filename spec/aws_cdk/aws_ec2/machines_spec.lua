-- Machines and what guards them. The cases are twins of tools/golden/aws_ec2_machines.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local s3 = require "aws_cdk.aws_s3"
local s3_assets = require "aws_cdk.aws_s3_assets"

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

function cases.user_data(app)
  local stack = cdk.Stack(app, "S")
  local bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "files")
  local resource = group(stack, "Group")
  local function fill(data)
    data:add_commands("one", "two " .. cdk.Aws.REGION)
    local file = data:add_s3_download_command { bucket = bucket, bucket_key = "a/b.sh" }
    data:add_s3_download_command { bucket = bucket, bucket_key = "k", local_file = "/opt/k", region = "us-east-1" }
    data:add_execute_file_command { file_path = file, arguments = "--all " }
    data:add_execute_file_command { file_path = file }
  end
  local function whole(data)
    fill(data)
    data:add_signal_on_exit_command(resource)
    data:add_on_exit_commands "bye"
    return data
  end
  local function show(id, data) cdk.CfnOutput(stack, id, { value = data:render() }) end
  local linux = ec2.UserData.for_linux { shebang = "#!/bin/sh" }
  fill(linux)
  show("Plain", ec2.UserData.for_linux())
  show("Linux", linux)
  show("LinuxWhole", whole(ec2.UserData.for_linux()))
  local windows = ec2.UserData.for_windows { persist = true }
  fill(windows)
  show("Windows", windows)
  show("WindowsWhole", whole(ec2.UserData.for_windows()))
  local custom = ec2.UserData.custom "text"
  custom:add_commands "more"
  show("Custom", custom)
  show("System", ec2.UserData.for_operating_system(ec2.OperatingSystemType.WINDOWS))
  local parts = ec2.MultipartUserData()
  parts:add_user_data_part(ec2.UserData.for_linux())
  parts:add_user_data_part(ec2.UserData.custom "hook", ec2.MultipartBody.CLOUD_BOOTHOOK)
  parts:add_part(ec2.MultipartBody.from_raw_body {
    content_type = "text/x", body = "raw", transfer_encoding = "7bit",
  })
  parts:add_part(ec2.MultipartBody.from_raw_body { content_type = "text/y" })
  show("Parts", whole(parts))
  show("Separated", ec2.MultipartUserData { parts_separator = "//" })
end

function cases.images(app)
  local here = cdk.Stack(app, "Here", { env = { account = "123456789012", region = "us-east-1" } })
  local anywhere = cdk.Stack(app, "Anywhere")
  local of = ec2.MachineImage
  local arm = { cpu_type = ec2.AmazonLinuxCpuType.ARM_64, edition = ec2.AmazonLinuxEdition.MINIMAL }
  local regions = { ["us-east-1"] = "ami-1", ["eu-west-1"] = "ami-2" }
  local images = {
    of.latest_amazon_linux2(), of.latest_amazon_linux2(arm), of.latest_amazon_linux2022(), of.latest_amazon_linux2023(),
    of.latest_amazon_linux2023(arm), of.latest_amazon_linux(),
    of.latest_windows(ec2.WindowsVersion.WINDOWS_SERVER_2022_ENGLISH_FULL_BASE),
    ec2.AmazonLinuxImage {
      generation = ec2.AmazonLinuxGeneration.AMAZON_LINUX_2, storage = ec2.AmazonLinuxStorage.EBS,
    },
    ec2.AmazonLinuxImage { generation = ec2.AmazonLinuxGeneration.AMAZON_LINUX_2022 },
    ec2.AmazonLinuxImage {
      generation = ec2.AmazonLinuxGeneration.AMAZON_LINUX_2023, cpu_type = arm.cpu_type, edition = arm.edition,
    },
    ec2.AmazonLinux2ImageSsmParameter {
      kernel = ec2.AmazonLinux2Kernel.DEFAULT, cached_in_context = false, virtualization = ec2.AmazonLinuxVirt.PV,
    },
    ec2.AmazonLinux2022ImageSsmParameter { cached_in_context = false },
    ec2.AmazonLinux2023ImageSsmParameter { cached_in_context = false },
    of.from_ssm_parameter("/mine", { os = ec2.OperatingSystemType.WINDOWS }),
    of.resolve_ssm_parameter_at_launch("/at/launch", { parameter_version = "3" }), of.generic_linux(regions),
  }
  local looked = {
    ec2.AmazonLinux2ImageSsmParameter {}, ec2.AmazonLinux2023ImageSsmParameter(),
    of.from_ssm_parameter("/kept", { cached_in_context = true, additional_cache_key = "k" }),
    of.lookup { name = "image-*", owners = { "amazon" }, windows = true, filters = { state = { "pending" } } },
    of.generic_windows(regions),
  }
  local function show(stack, image, i)
    local config = image:get_image(stack)
    cdk.CfnOutput(stack, "Image" .. i, { value = config.image_id .. config.os_type .. config.user_data:render() })
  end
  for i, image in ipairs(images) do show(anywhere, image, i - 1) end
  for i, image in ipairs(images) do show(here, image, i - 1) end
  for i, image in ipairs(looked) do show(here, image, #images + i - 1) end
end

function cases.instance_types(app)
  local stack = cdk.Stack(app, "S")
  local function of(name, size) return ec2.InstanceType.of(ec2.InstanceClass[name], ec2.InstanceSize[size]) end
  local types = {
    of("STANDARD3", "NANO"), of("M5ZN", "XLARGE2"), of("MEMORY6_GRAVITON", "METAL"), of("IO4_INTEL", "XLARGE"),
    of("ARM1", "XLARGE48METAL"), of("U_6TB1", "XLARGE56"), of("T4G", "SMALL"), of("MACINTOSH2_M2_PRO", "METAL"),
  }
  for i, type in ipairs(types) do
    local known, architecture = pcall(function() return type.architecture end)
    cdk.CfnOutput(stack, "Type" .. (i - 1), {
      value = ("%s %s %s"):format(type:to_string(), type:is_burstable(), known and architecture or "none"),
    })
  end
  cdk.CfnOutput(stack, "Same", { value = tostring(types[1]:same_instance_class_as(ec2.InstanceType "m3.large")) })
end

function cases.instance(app)
  local stack = cdk.Stack(app, "S")
  local vpc, by_region = network(stack), ec2.MachineImage.generic_linux { ["us-east-1"] = "ami-1" }
  local instance_type = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO)
  local image = ec2.MachineImage.resolve_ssm_parameter_at_launch "/image"
  local plain = ec2.Instance(stack, "Plain", { vpc = vpc, instance_type = instance_type, machine_image = by_region })
  plain:add_user_data("ls", "rm")
  plain:add_to_role_policy(iam.PolicyStatement { actions = { "s3:*" }, resources = { "*" } })
  plain:add_security_group(group(stack, "More"))
  plain.connections:allow_from_any_ipv4(Port.tcp(22))
  local key = kms.Key.from_key_arn(stack, "Key",
    "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012")
  local ebs, kinds = ec2.BlockDeviceVolume, ec2.EbsDeviceVolumeType
  ec2.Instance(stack, "Whole", {
    vpc = vpc, instance_type = instance_type, machine_image = image, allow_all_outbound = false,
    allow_all_ipv6_outbound = true,
    block_devices = {
      {
        device_name = "/a",
        volume = ebs.ebs(10, { encrypted = true, kms_key = key, volume_type = kinds.IO1, iops = 100 }),
      },
      { device_name = "/b", volume = ebs.ebs_from_snapshot("snap-1", { delete_on_termination = false }) },
      { device_name = "/c", volume = ebs.ephemeral(0) },
      { device_name = "/d", volume = ebs.ephemeral(1), mapping_enabled = false },
      { device_name = "/e", volume = ebs.ebs(3, { volume_type = kinds.GP3, throughput = 200 }) },
    },
    credit_specification = ec2.CpuCredits.UNLIMITED, detailed_monitoring = true, disable_api_termination = true,
    ebs_optimized = true, hibernation_enabled = true, http_endpoint = true, http_tokens = ec2.HttpTokens.REQUIRED,
    http_put_response_hop_limit = 2, instance_metadata_tags = false, http_protocol_ipv6 = true,
    instance_name = "named", instance_initiated_shutdown_behavior = ec2.InstanceInitiatedShutdownBehavior.TERMINATE,
    ipv6_address_count = 1, key_pair = ec2.KeyPair.from_key_pair_name(stack, "Pair", "pair"),
    private_ip_address = "10.0.0.1",
    placement_group = ec2.PlacementGroup.from_placement_group_name(stack, "Placed", "placed"),
    propagate_tags_to_volume_on_creation = true, resource_signal_timeout = cdk.Duration.minutes(7),
    source_dest_check = false, ssm_session_permissions = true, user_data = ec2.UserData.custom "x",
    user_data_causes_replacement = true,
  })
  ec2.Instance(stack, "Public", {
    vpc = vpc, instance_type = instance_type, machine_image = image, associate_public_ip_address = true,
    instance_profile = iam.InstanceProfile(stack, "Profile"), vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    availability_zone = "us-east-1a", private_ip_address = "10.0.0.2", require_imdsv2 = true,
    security_group = SecurityGroup.from_security_group_id(stack, "Known", "sg-1"),
  })
  for field, output in pairs {
    instance_id = "instanceId", instance_private_ip = "instancePrivateIp",
    instance_public_dns_name = "instancePublicDnsName", instance_availability_zone = "instanceAvailabilityZone",
  } do
    cdk.CfnOutput(stack, "O" .. output, { value = plain[field] })
  end
end

local function init_elements(bucket, asset)
  local handle = ec2.InitServiceRestartHandle()
  local restart = { service_restart_handles = { handle } }
  local app, file = "spec/fixtures/web_app", "spec/fixtures/web_app/server.js"
  local service, package, source, files = ec2.InitService, ec2.InitPackage, ec2.InitSource, ec2.InitFile
  return {
    service.enable("web", { service_restart_handle = handle, service_manager = ec2.ServiceManager.SYSTEMD }),
    service.disable "mail",
    package.yum("httpd", { version = { "1", "2" }, service_restart_handles = { handle } }), package.yum "php",
    package.rpm "http://x/y.rpm", package.ruby_gem "rake", package.python "pip", package.apt "git",
    ec2.InitGroup.from_name("staff", 7), ec2.InitGroup.from_name "other",
    ec2.InitUser.from_name("me", { user_id = 5, groups = { "staff" }, home_dir = "/me" }),
    ec2.InitUser.from_name "you",
    source.from_url("/src", "https://x/y.zip", restart), source.from_git_hub("/hub", "me", "mine"),
    source.from_git_hub("/hub2", "me", "mine", "v1"), source.from_s3_object("/object", bucket, "key"),
    source.from_existing_asset("/asset", asset), source.from_asset("/own", app),
    files.from_string("/text", "text " .. cdk.Aws.REGION, {
      mode = "000600", owner = "me", group = "staff", service_restart_handles = { handle },
    }),
    files.from_string("/encoded", "dGV4dA==", { base64_encoded = true }), files.symlink("/link", "/text"),
    files.from_object("/object", { a = { 1, "x" }, b = { c = true } }), files.from_url("/url", "https://x"),
    files.from_file_inline("/inline", file), files.from_file_inline("/inline64", file, { base64_encoded = true }),
    files.from_s3_object("/fromObject", bucket, "k"), files.from_asset("/fromAsset", file, { mode = "000755" }),
    files.from_existing_asset("/fromExisting", asset),
    service.systemd_config_file("job", {
      command = "/bin/job", cwd = "/", user = "me", group = "staff", description = "A job",
      environment_files = { "/env" }, environment_variables = { A = "1", B = "2" },
    }),
    service.systemd_config_file("bare", { command = "/bin/x", keep_running = false, after_network = false }),
    ec2.InitCommand.shell_command("ls", {
      cwd = "/", env = { A = "b" }, ignore_errors = true, key = "list", test_cmd = "true",
    }),
    ec2.InitCommand.argv_command({ "a", "a" }, restart),
  }
end

function cases.cfn_init(app)
  local stack = cdk.Stack(app, "S")
  local vpc, minutes = network(stack), cdk.Duration.minutes
  local function instance(id, image, props)
    props.vpc, props.instance_type, props.machine_image = vpc, ec2.InstanceType "m5.large", image
    return ec2.Instance(stack, id, props)
  end
  local at_launch = ec2.MachineImage.resolve_ssm_parameter_at_launch
  local bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "files")
  local asset = s3_assets.Asset(stack, "Asset", { path = "spec/fixtures/web_app" })
  instance("Linux", at_launch "/image", {
    init = ec2.CloudFormationInit.from_elements(table.unpack(init_elements(bucket, asset))),
    init_options = { timeout = minutes(10), include_url = true, include_role = true, ignore_failures = true },
    resource_signal_timeout = minutes(3),
  })
  local command, wait = ec2.InitCommand.shell_command, ec2.InitCommandWaitDuration
  local sets = ec2.CloudFormationInit.from_config_sets {
    config_sets = { default = { "first", "empty" }, second = { "other" } },
    configs = {
      empty = ec2.InitConfig {}, first = ec2.InitConfig { ec2.InitFile.from_string("C:/x", "x") },
      other = ec2.InitConfig {
        command("dir", { wait_after_completion = wait.forever() }),
        command("cd", { wait_after_completion = wait.of(minutes(1)) }),
        ec2.InitPackage.msi("https://x/y.msi", { key = "y" }),
        ec2.InitService.enable("web", { ensure_running = false }),
      },
    },
  }
  sets:add_config("late", ec2.InitConfig { command "late" })
  sets:add_config_set("all", { "late", "other" })
  instance("Windows", at_launch("/image", { os = ec2.OperatingSystemType.WINDOWS }), {
    init = sets, init_options = { config_sets = { "default", "all" }, print_log = false, embed_fingerprint = false },
  })
end

function cases.launch_template(app)
  local stack = cdk.Stack(app, "S")
  local image = ec2.MachineImage.resolve_ssm_parameter_at_launch "/image"
  local volume = ec2.BlockDeviceVolume
  ec2.LaunchTemplate(stack, "Plain")
  local whole = ec2.LaunchTemplate(stack, "Whole", {
    machine_image = image, launch_template_name = "whole", version_description = "one",
    instance_type = ec2.InstanceType "t3.nano",
    block_devices = {
      {
        device_name = "/a",
        volume = volume.ebs(9, { volume_type = ec2.EbsDeviceVolumeType.GP3, throughput = 250, iops = 3000 }),
      },
      { device_name = "/b", volume = volume.ephemeral(1), mapping_enabled = false },
      {
        device_name = "/c",
        volume = volume.ebs_from_snapshot("snap-1", { volume_initialization_rate = cdk.Size.mebibytes(200) }),
      },
    },
    cpu_credits = ec2.CpuCredits.STANDARD,
    cpu_options = { core_count = 2, threads_per_core = 1, amd_sev_snp = true, nested_virtualization = false },
    detailed_monitoring = true, disable_api_termination = false, ebs_optimized = true, hibernation_configured = true,
    http_endpoint = false, http_tokens = ec2.LaunchTemplateHttpTokens.OPTIONAL, http_put_response_hop_limit = 3,
    instance_metadata_tags = true, nitro_enclave_enabled = false,
    instance_initiated_shutdown_behavior = ec2.InstanceInitiatedShutdownBehavior.STOP,
    key_pair = ec2.KeyPair.from_key_pair_attributes(stack, "Pair", {
      key_pair_name = "p", type = ec2.KeyPairType.ED25519,
    }),
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" }),
    security_group = group(stack, "Group"), user_data = ec2.UserData.for_linux(),
    spot_options = {
      block_duration = cdk.Duration.hours(2), interruption_behavior = ec2.SpotInstanceInterruption.STOP,
      max_price = 0.25, request_type = ec2.SpotRequestType.ONE_TIME,
      valid_until = cdk.Expiration.at_timestamp(1700000000000),
    },
  })
  whole:add_security_group(group(stack, "More"))
  cdk.Tags.of(whole):add("k", "v")
  ec2.LaunchTemplate(stack, "Public", {
    associate_public_ip_address = true,
    security_group = SecurityGroup.from_security_group_id(stack, "Known", "sg-1"),
    require_imdsv2 = true, spot_options = {}, instance_profile = iam.InstanceProfile(stack, "Profile"),
    placement_group = ec2.PlacementGroup(stack, "Placed", { partitions = 3 }),
  })
  local late = ec2.LaunchTemplate(stack, "Late", { machine_image = image, http_endpoint = true })
  cdk.Aspects.of(late):add(ec2.LaunchTemplateRequireImdsv2Aspect())
  local imported = ec2.LaunchTemplate.from_launch_template_attributes(stack, "Imported", {
    launch_template_name = "n",
  })
  cdk.CfnOutput(stack, "Versions", {
    value = imported.version_number .. " " .. ec2.LaunchTemplateSpecialVersions.LATEST_VERSION,
  })
  for field, output in pairs {
    version_number = "versionNumber", latest_version_number = "latestVersionNumber",
    default_version_number = "defaultVersionNumber", launch_template_id = "launchTemplateId",
  } do
    cdk.CfnOutput(stack, "O" .. output, { value = whole[field] })
  end
end

function cases.volumes(app)
  local stack = cdk.Stack(app, "S")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
  local key, zone, kinds = kms.Key(stack, "Key"), "us-east-1a", ec2.EbsDeviceVolumeType
  local plain = ec2.Volume(stack, "Plain", { availability_zone = zone, size = cdk.Size.gibibytes(8) })
  local whole = ec2.Volume(stack, "Whole", {
    availability_zone = zone, snapshot_id = "snap-12ab", encryption_key = key, encrypted = true, auto_enable_io = true,
    enable_multi_attach = true, volume_type = kinds.IO1, iops = 500, size = cdk.Size.tebibytes(1),
    volume_name = "whole", volume_initialization_rate = cdk.Size.mebibytes(100),
    removal_policy = cdk.RemovalPolicy.SNAPSHOT,
  })
  ec2.Volume(stack, "Fast", {
    availability_zone = zone, size = cdk.Size.gibibytes(100), volume_type = kinds.GP3, throughput = 500, iops = 4000,
  })
  local instance = ec2.CfnInstance(stack, "Instance")
  whole:grant_attach_volume(role)
  whole:grant_detach_volume(role, { instance })
  whole:grant_attach_volume_by_resource_tag(role, { plain })
  whole:grant_detach_volume_by_resource_tag(role, { instance }, "mine")
  ec2.Volume.from_volume_attributes(stack, "Imported", { volume_id = "vol-12ab", availability_zone = zone })
    :grant_attach_volume(role)
end

function cases.key_pairs_and_placement(app)
  local stack = cdk.Stack(app, "S")
  local pair = ec2.KeyPair(stack, "Pair")
  ec2.KeyPair(stack, "Named", {
    key_pair_name = "named", type = ec2.KeyPairType.ED25519, format = ec2.KeyPairFormat.PPK,
  })
  ec2.KeyPair(stack, "Given", { public_key_material = "ssh-rsa x" })
  ec2.PlacementGroup(stack, "Plain")
  ec2.PlacementGroup(stack, "Cluster", { strategy = ec2.PlacementGroupStrategy.CLUSTER })
  local spread = ec2.PlacementGroup(stack, "Spread", { spread_level = ec2.PlacementGroupSpreadLevel.RACK })
  cdk.CfnOutput(stack, "Key", { value = pair.private_key.parameter_name })
  cdk.CfnOutput(stack, "Fingerprint", { value = pair.key_pair_fingerprint })
  cdk.CfnOutput(stack, "Group", { value = spread.placement_group_name })
end

function cases.bastion(app)
  local stack = cdk.Stack(app, "S")
  local host = ec2.BastionHostLinux(stack, "Host", { vpc = network(stack), require_imdsv2 = true })
  host:allow_ssh_access_from(Peer.ipv4 "1.2.3.4/32", Peer.prefix_list "pl-1")
  local newer = cdk.Stack(app, "Newer")
  newer.node:set_context("@aws-cdk/aws-ec2:bastionHostUseAmazonLinux2023ByDefault", true)
  newer.node:set_context("@aws-cdk/aws-ec2:uniqueImdsv2TemplateName", true)
  ec2.BastionHostLinux(newer, "Host", {
    vpc = network(newer), instance_type = ec2.InstanceType "t4g.nano", require_imdsv2 = true, instance_name = "door",
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

  it("refuses properties of an instance that are mutually exclusive or are out of range", function()
    for message, props in pairs {
      ["init_options needs init"] = { init_options = {} },
      ["credit_specification is for instances of types"] = {
        credit_specification = ec2.CpuCredits.STANDARD, instance_type = ec2.InstanceType "m5.large",
      },
      ["enclave_enabled and hibernation_enabled"] = { enclave_enabled = true, hibernation_enabled = true },
      ["ipv6_address_count must be a non-negative integer"] = { ipv6_address_count = -1 },
      ["ipv6_address_count and associate_public_ip_address"] = {
        ipv6_address_count = 1, associate_public_ip_address = false,
      },
      ["needs public subnets"] = { associate_public_ip_address = true },
      ["are mutually exclusive: set http_tokens"] = { require_imdsv2 = true, http_endpoint = true },
      ["must be between 1 and 64, got 65"] = { http_put_response_hop_limit = 65 },
    } do
      refuses(message, function(stack) instance(stack, props) end)
    end
    refuses("key_name and key_pair are mutually exclusive", function(stack)
      instance(stack, { key_name = "k", key_pair = ec2.KeyPair(stack, "P") })
    end)
    refuses("leave role or instance_profile out", function(stack)
      local role = iam.Role(stack, "R", { assumed_by = iam.AnyPrincipal() })
      instance(stack, { role = role, instance_profile = iam.InstanceProfile(stack, "P") })
    end)
    refuses("do not accept keys of type ed25519", function(stack)
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
      ["do not support iops"] = { size = gib(10), iops = 100 },
      ["must be between 3000 and 80000, got 100"] = { size = gib(10), iops = 100, volume_type = kinds.GP3 },
      ["at most 50 IOPS per GiB"] = { size = gib(10), iops = 501, volume_type = kinds.IO1 },
      ["enable_multi_attach is for volumes"] = { size = gib(10), enable_multi_attach = true },
      ["have 125 to 16384 GiB, got 1"] = { size = gib(1), volume_type = kinds.ST1 },
      ["throughput needs volume_type GP3"] = { size = gib(10), throughput = 125 },
      ["between 125 and 2000, got 1"] = { size = gib(10), throughput = 1, volume_type = kinds.GP3 },
      ["per IOPS"] = { size = gib(90), throughput = 1000, iops = 3000, volume_type = kinds.GP3 },
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
    refuses("at most 255 characters", function(stack)
      ec2.LaunchTemplate(stack, "T", { version_description = ("x"):rep(256) })
    end)
    for _, field in ipairs { "connections", "grant_principal" } do
      refuses("when it is made", function(stack) return ec2.LaunchTemplate(stack, "T")[field] end)
    end
    refuses("give one of launch_template_id and launch_template_name", function(stack)
      ec2.LaunchTemplate.from_launch_template_attributes(stack, "T", {})
    end)
    refuses("type follows from public_key_material", function(stack)
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
    refuses("parts_separator can contain", function() ec2.MultipartUserData { parts_separator = "a b" } end)
    refuses("no user data for an unknown system", function()
      ec2.UserData.for_operating_system(ec2.OperatingSystemType.UNKNOWN)
    end)
    refuses("is not an instance type", function() return ec2.InstanceType("x").architecture end)
    refuses("must start with 120", function() ec2.InitFile.symlink("/a", "/b", { mode = "000644" }) end)
    refuses("must not be empty", function() ec2.InitFile.from_string("/a", "") end)
    refuses("an empty list", function() ec2.InitCommand.argv_command {} end)
    refuses("an absolute path", function() ec2.InitService.systemd_config_file("s", { command = "x" }) end)
    local windows = ec2.MachineImage.resolve_ssm_parameter_at_launch("/i", { os = ec2.OperatingSystemType.WINDOWS })
    local wait = { wait_after_completion = ec2.InitCommandWaitDuration.none() }
    for message, row in pairs {
      ["is only for Windows"] = { nil, ec2.InitCommand.shell_command("x", wait) },
      ["Windows has no group, owner or mode"] = { windows, ec2.InitFile.from_string("a", "b", { owner = "c" }) },
      ["cannot create groups"] = { windows, ec2.InitGroup.from_name "g" },
      ["cannot create users"] = { windows, ec2.InitUser.from_name "u" },
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
    refuses("which does not exist", function() init:add_config_set("other", { "missing" }) end)
    refuses("can have only one", function(stack) instance(stack, { init = init }):apply_cloud_formation_init(init) end)
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

  it("has the long names of kinds of volumes, which the documentation's programs in TypeScript use", function()
    local kinds = ec2.EbsDeviceVolumeType
    assert.same({ "gp2", "gp3", "io1", "io2", "st1", "sc1", "standard" }, {
      kinds.GENERAL_PURPOSE_SSD, kinds.GENERAL_PURPOSE_SSD_GP3, kinds.PROVISIONED_IOPS_SSD,
      kinds.PROVISIONED_IOPS_SSD_IO2, kinds.THROUGHPUT_OPTIMIZED_HDD, kinds.COLD_HDD, kinds.MAGNETIC,
    })
  end)

  it("adds a rule again after one that failed", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local one = group(stack, "G", { allow_all_outbound = false })
    assert.is_false(pcall(one.connections.allow_to, one.connections, Peer.any_ipv4(), Port.all_traffic()))
    one.connections:allow_to(Peer.any_ipv4(), Port.tcp(1))
    assert.equal(1, #stack:resolve(one.node.default_child.security_group_egress))
  end)
end)
