-- Domains of OpenSearch. The cases are twins of tools/golden/aws_opensearchservice.js.
local cdk = require "aws_cdk"
local acm = require "aws_cdk.aws_certificatemanager"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"
local opensearch = require "aws_cdk.aws_opensearchservice"
local route53 = require "aws_cdk.aws_route53"
local golden = require "spec.support.golden"

local ENV = { account = "111122223333", region = "eu-west-1" }

local FLAG = "@aws-cdk/aws-opensearchservice:enableOpensearchMultiAzWithStandby"

local function outputs(stack)
  return function(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
end

local function anyone()
  return iam.PolicyStatement { actions = { "es:ESHttp*" }, principals = { iam.AnyPrincipal() }, resources = { "*" } }
end

local cases = {}

function cases.domains(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local plain = opensearch.Domain(stack, "Plain", { version = opensearch.EngineVersion.OPENSEARCH_2_19 })
  local full = opensearch.Domain(stack, "Full", {
    version = opensearch.EngineVersion.open_search "3.5", domain_name = "full",
    capacity = {
      data_nodes = 3, data_node_instance_type = "R6g.large.search", master_nodes = 3,
      master_node_instance_type = "m6g.large.search", warm_nodes = 2, warm_instance_type = "ultrawarm1.large.search",
      multi_az_with_standby_enabled = false,
      node_options = {
        {
          node_type = opensearch.NodeType.COORDINATOR,
          node_config = { enabled = true, count = 2, type = "m5.xlarge.search" },
        },
      },
    },
    zone_awareness = { availability_zone_count = 3 },
    ebs = { volume_size = 100, volume_type = ec2.EbsDeviceVolumeType.GP3, iops = 3000, throughput = 250 },
    encryption_at_rest = { kms_key = kms.Key(stack, "Key") }, node_to_node_encryption = true, enforce_https = true,
    tls_security_policy = opensearch.TLSSecurityPolicy.TLS_1_2_PFS, cold_storage_enabled = true,
    automated_snapshot_start_hour = 5, advanced_options = { ["rest.action.multi.allow_explicit_index"] = "false" },
    enable_version_upgrade = true, enable_auto_software_update = true,
    use_latest_service_software_for_blue_green = false, ip_address_type = opensearch.IpAddressType.DUAL_STACK,
    off_peak_window_start = { hours = 20, minutes = 30 }, removal_policy = cdk.RemovalPolicy.DESTROY,
    s3_vectors_engine_enabled = false,
    cognito_dashboards_auth = {
      identity_pool_id = "i", user_pool_id = "u", role = iam.Role.from_role_name(stack, "Cognito", "r"),
    },
    access_policies = { anyone() },
  })
  full:add_access_policies(iam.PolicyStatement {
    actions = { "es:ESHttpGet" }, principals = { iam.AccountRootPrincipal() }, resources = { full.domain_arn },
  })
  opensearch.Domain(stack, "Storage", {
    version = opensearch.EngineVersion.ELASTICSEARCH_7_10, capacity = { data_node_instance_type = "i3.large.search" },
    ebs = { enabled = false }, off_peak_window_enabled = true, zone_awareness = { enabled = true },
  })
  out("Name", plain.domain_name)
  out("Arn", plain.domain_arn)
  out("Id", plain.domain_id)
  out("Endpoint", full.domain_endpoint)
  out("Ref", full.domain_ref.domain_arn)
end

function cases.multi_az(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  stack.node:set_context(FLAG, true)
  opensearch.Domain(stack, "Domain", {
    version = opensearch.EngineVersion.OPENSEARCH_1_3,
    encryption_at_rest = {
      enabled = true, kms_key = kms.Key.from_key_arn(stack, "Far", "arn:aws:kms:us-east-1:111122223333:key/k"),
    },
  })
  opensearch.Domain(stack, "Near", {
    version = opensearch.EngineVersion.OPENSEARCH_1_3, capacity = { multi_az_with_standby_enabled = false },
    encryption_at_rest = {
      enabled = true, kms_key = kms.Key.from_key_arn(stack, "NearKey", "arn:aws:kms:eu-west-1:111122223333:key/k"),
    },
  })
end

function cases.security(app)
  local stack = cdk.Stack(app, "S")
  local version = opensearch.EngineVersion.OPENSEARCH_2_5
  opensearch.Domain(stack, "Unsigned", {
    version = version, use_unsigned_basic_auth = true, access_policies = { anyone() },
  })
  opensearch.Domain(stack, "ByArn", {
    version = version, enforce_https = true, node_to_node_encryption = true, encryption_at_rest = { enabled = true },
    fine_grained_access_control = {
      master_user_arn = "arn:aws:iam::111122223333:role/r",
      saml_authentication_options = {
        idp_entity_id = "entity-id", idp_metadata_content = "metadata", master_user_name = "m",
        master_backend_role = "b", subject_key = "s",
      },
    },
  })
  opensearch.Domain(stack, "ByName", {
    version = version, enforce_https = true, node_to_node_encryption = true, encryption_at_rest = { enabled = true },
    fine_grained_access_control = {
      master_user_name = "a\"b", saml_authentication_enabled = true,
      saml_authentication_options = {
        idp_entity_id = "entity-id", idp_metadata_content = "metadata", roles_key = "r", session_timeout_minutes = 1440,
      },
    },
    logging = { audit_log_enabled = true },
  })
  opensearch.Domain(stack, "Password", {
    version = version, use_unsigned_basic_auth = true,
    fine_grained_access_control = {
      master_user_name = "n", master_user_password = cdk.SecretValue.secrets_manager "s",
    },
  })
end

function cases.logs_and_network(app)
  local stack = cdk.Stack(app, "S")
  local version = opensearch.EngineVersion.OPENSEARCH_2_5
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local domain = opensearch.Domain(stack, "Domain", {
    version = version, vpc = vpc, enforce_https = true, zone_awareness = { enabled = true },
    logging = {
      slow_search_log_enabled = true, slow_index_log_enabled = false, app_log_enabled = true,
      app_log_group = logs.LogGroup.from_log_group_name(stack, "Group", "g"),
    },
  })
  domain.connections:allow_default_port_from_any_ipv4 "d"
  outputs(stack)("GroupName", domain.slow_search_log_group.log_group_name)
  local other = opensearch.Domain(stack, "Other", {
    version = version, vpc = vpc, vpc_subnets = { { subnet_type = ec2.SubnetType.PUBLIC } },
    security_groups = { ec2.SecurityGroup.from_security_group_id(stack, "Sg", "sg-12345678") },
    suppress_logs_resource_policy = true, logging = { slow_index_log_enabled = true },
  })
  other.connections:allow_from_any_ipv4(ec2.Port.tcp(443))
end

function cases.custom_endpoints(app)
  local stack = cdk.Stack(app, "S")
  local version = opensearch.EngineVersion.OPENSEARCH_2_5
  local hosted_zone = route53.PublicHostedZone(stack, "Zone", { zone_name = "example.com" })
  opensearch.Domain(stack, "Zoned", {
    version = version, custom_endpoint = { domain_name = "search.example.com", hosted_zone = hosted_zone },
  })
  local certificate = acm.Certificate.from_certificate_arn(stack, "Certificate",
    "arn:aws:acm:eu-west-1:111122223333:certificate/c")
  opensearch.Domain(stack, "Certified", {
    version = version, custom_endpoint = { domain_name = "search.example.com", certificate = certificate },
  })
end

function cases.grants_and_metrics(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local domain = opensearch.Domain(stack, "Domain", { version = opensearch.EngineVersion.OPENSEARCH_2_5 })
  local imported = opensearch.Domain.from_domain_endpoint(stack, "Imported",
    "https://search-my-domain-jcjotrt6f7otem4sqcwbch3c4u.eu-west-1.es.amazonaws.com")
  local by_arn = opensearch.Domain.from_domain_attributes(stack, "ByArn", {
    domain_arn = cdk.Fn.import_value "arn", domain_endpoint = "https://d.example.com",
  })
  local user = iam.User(stack, "User")
  domain:grant_read(user)
  domain:grant_index_write("i", user)
  domain:grant_path_read_write("p/*", user)
  imported:grant_read_write(user)
  by_arn:grant_index_read("i", user)
  out("ImportedName", imported.domain_name)
  out("ImportedId", imported.domain_id)
  out("ImportedEndpoint", imported.domain_endpoint)
  out("ByArnName", by_arn.domain_name)
  out("ByArnEndpoint", by_arn.domain_endpoint)
  cloudwatch.Alarm(stack, "Red", { metric = domain:metric_cluster_status_red(), threshold = 1, evaluation_periods = 1 })
  cloudwatch.Alarm(stack, "Nodes", { metric = imported:metric_nodes(), threshold = 1, evaluation_periods = 1 })
  cloudwatch.Alarm(stack, "Any", {
    metric = by_arn:metric("M", { statistic = "Sum" }), threshold = 1, evaluation_periods = 1,
  })
  cloudwatch.Alarm(stack, "Latency", { metric = domain:metric_search_latency(), threshold = 1, evaluation_periods = 1 })
end

describe("aws_opensearchservice", function()
  golden.check("aws_opensearchservice", cases)

  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  local function refused(text, make, ...)
    local ok, message = pcall(make, ...)
    assert.is_false(ok, text)
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
  end

  local function refuses(text, props)
    props.version = props.version or opensearch.EngineVersion.OPENSEARCH_2_5
    refused(text, opensearch.Domain, stack, "D" .. #stack.node.children, props)
  end

  local SAFE = { encryption_at_rest = { enabled = true }, enforce_https = true, node_to_node_encryption = true }

  -- `props` with all that fine-grained access control needs.
  local function safe(props)
    for name, value in pairs(SAFE) do
      if props[name] == nil then props[name] = value end
    end
    return props
  end

  it("refuses versions that are none, or too old", function()
    local old = opensearch.EngineVersion.ELASTICSEARCH_2_3
    refuses("a version starts with its major and minor version, like \"2.19\", got '2'",
      { version = opensearch.EngineVersion.open_search "2" })
    refuses("there is no version 7.2 of Elasticsearch", { version = opensearch.EngineVersion.elasticsearch "7.2" })
    refuses("logging.app_log_enabled needs Elasticsearch 5.1", { version = old, logging = { app_log_enabled = true } })
    refuses("encryption_at_rest needs Elasticsearch 5.1", { version = old, encryption_at_rest = { enabled = true } })
    refuses("Cognito needs Elasticsearch 5.1", {
      version = old, cognito_dashboards_auth = {
        identity_pool_id = "i", user_pool_id = "u", role = iam.Role.from_role_name(stack, "Role", "r"),
      },
    })
    refuses("instances of the types C5, I3, M5 and R5 needs Elasticsearch 5.1", { version = old })
    refuses("node_to_node_encryption needs Elasticsearch 6.0",
      { version = opensearch.EngineVersion.ELASTICSEARCH_5_1, node_to_node_encryption = true })
    refuses("use_unsigned_basic_auth needs Elasticsearch 6.7",
      { version = opensearch.EngineVersion.ELASTICSEARCH_6_5, use_unsigned_basic_auth = true })
    refuses("fine_grained_access_control needs Elasticsearch 6.7", safe {
      version = opensearch.EngineVersion.ELASTICSEARCH_6_5, fine_grained_access_control = { master_user_arn = "a" },
    })
    refuses("UltraWarm storage needs Elasticsearch 6.8",
      { version = opensearch.EngineVersion.ELASTICSEARCH_6_7, capacity = { warm_nodes = 2, master_nodes = 3 } })
  end)

  it("refuses instances that do not exist, or cannot do what is asked of them", function()
    local function with(instance_type, props)
      props = props or {}
      props.capacity = props.capacity or {}
      props.capacity.data_node_instance_type = instance_type
      return props
    end
    refuses('capacity.data_node_instance_type must end with ".search", got \'r5.large\'', with "r5.large")
    refuses('capacity.warm_instance_type must begin with "ultrawarm"',
      { capacity = { warm_instance_type = "r5.large.search" } })
    refuses("instances of the types I3, R6GD, I4G, I4I, I8G, IM4GN, R7GD, R8GD and OI2 have no EBS volumes",
      with "i3.large.search")
    refuses("M3, R3 and T2 cannot encrypt at rest",
      with("t2.small.search", { encryption_at_rest = { enabled = true } }))
    refuses("t2.micro instances run only Elasticsearch 1.5 and 2.3", with "t2.micro.search")
    refuses("T2 and T3 instances have no UltraWarm storage",
      with("t3.small.search", { capacity = { warm_nodes = 2, master_nodes = 3 } }))
    refuses("can do without EBS volumes", { ebs = { enabled = false } })
    refuses("T3 instances have no Multi-AZ with standby",
      with("t3.small.search", { capacity = { multi_az_with_standby_enabled = true } }))
    local function coordinators(config)
      return { capacity = { node_options = { { node_type = opensearch.NodeType.COORDINATOR, node_config = config } } } }
    end
    refuses('the type of coordinator nodes must end with ".search"', coordinators { enabled = true, type = "m5.large" })
    refuses("there must be at least 1 coordinator node, got 0", coordinators { enabled = true, count = 0 })
  end)

  it("refuses volumes that do not exist", function()
    local Volume = ec2.EbsDeviceVolumeType
    refuses("volumes of type gp2 take neither iops nor throughput", { ebs = { iops = 100 } })
    refuses("volume_type IO1 needs ebs.iops", { ebs = { volume_type = Volume.IO1 } })
    refuses("ebs.iops needs volume_type IO1, IO2 or GP3", { ebs = { volume_type = Volume.ST1, iops = 100 } })
    refuses("a volume of type io1 has at most 50 IOPS for each GiB, got 1000 for 10 GiB",
      { ebs = { volume_type = Volume.IO1, iops = 1000, volume_size = 10 } })
    refuses("ebs.throughput can be at most 0.25 MiB/s for each of the ebs.iops, got 1000 for 3000",
      { ebs = { volume_type = Volume.GP3, iops = 3000, throughput = 1000 } })
    refuses("ebs.throughput needs volume_type GP3",
      { ebs = { volume_type = Volume.IO1, iops = 500, throughput = 125 } })
    refuses("ebs.throughput must be between 125 and 2000 MiB/s, got 100",
      { ebs = { volume_type = Volume.GP3, throughput = 100 } })
  end)

  it("refuses security that does not go together", function()
    for name, value in pairs {
      enforce_https = false, node_to_node_encryption = false, ["encryption_at_rest.enabled"] = false,
    } do
      local props = { use_unsigned_basic_auth = true }
      if name:find "%." then props.encryption_at_rest = { enabled = value } else props[name] = value end
      refuses("use_unsigned_basic_auth and " .. name .. " = false are mutually exclusive", props)
    end
    refuses("master_user_arn and master_user_name are mutually exclusive",
      safe { fine_grained_access_control = { master_user_arn = "a", master_user_name = "n" } })
    for name in pairs(SAFE) do
      local props = safe { fine_grained_access_control = { master_user_arn = "a" } }
      props[name] = nil
      refuses("fine_grained_access_control needs " .. name, props)
    end
    refuses("logging.audit_log_enabled needs fine_grained_access_control", { logging = { audit_log_enabled = true } })
    refuses("UltraWarm storage needs dedicated master nodes", { capacity = { warm_nodes = 2 } })
    refuses("cold_storage_enabled needs UltraWarm storage", { cold_storage_enabled = true })
  end)

  it("refuses the vector engine where it does not run", function()
    local newest = opensearch.EngineVersion.OPENSEARCH_2_19
    refuses("s3_vectors_engine_enabled needs OpenSearch 2.19, got version 1.3",
      { version = opensearch.EngineVersion.OPENSEARCH_1_3, s3_vectors_engine_enabled = true })
    refuses("s3_vectors_engine_enabled needs instances of the types OR, OM or OI, got 'r5.large.search'",
      { version = newest, s3_vectors_engine_enabled = true })
    refuses("s3_vectors_engine_enabled needs encryption_at_rest", {
      version = newest, s3_vectors_engine_enabled = true, capacity = { data_node_instance_type = "or1.large.search" },
    })
  end)

  it("refuses SAML options that cannot be", function()
    local function saml(text, options, more)
      local access = more or { master_user_arn = "a" }
      access.saml_authentication_enabled, access.saml_authentication_options = true, options
      refuses(text, safe { fine_grained_access_control = access })
    end
    local function options(name, value)
      local all = { idp_entity_id = "entity-id", idp_metadata_content = "m" }
      if name then all[name] = value end
      return all
    end
    saml("SAML authentication needs fine_grained_access_control with a master user", options(), {})
    saml("saml_authentication_enabled needs saml_authentication_options", nil)
    saml("idp_entity_id must have 8 to 512 characters, got 1", options("idp_entity_id", "x"))
    saml("idp_metadata_content must have 1 to 1048576 characters, got 0", options("idp_metadata_content", ""))
    saml("master_user_name must have 1 to 64 characters, got 65", options("master_user_name", ("x"):rep(65)))
    saml("master_backend_role must have 1 to 256 characters, got 257", options("master_backend_role", ("x"):rep(257)))
    saml("session_timeout_minutes must be between 1 and 1440, got 1441", options("session_timeout_minutes", 1441))
  end)

  it("refuses names, windows, zones and places that cannot be", function()
    refuses("domain_name must consist of small letters, digits and hyphens, got 'Bad'", { domain_name = "Bad" })
    refuses("domain_name must have 3 to 28 characters, got 1", { domain_name = "x" })
    refuses("domain_name must begin with a small letter, got '1ab'", { domain_name = "1ab" })
    refuses("off_peak_window_start.hours must be between 0 and 23, got 24",
      { off_peak_window_start = { hours = 24, minutes = 0 } })
    refuses("off_peak_window_start.minutes must be between 0 and 59, got 60",
      { off_peak_window_start = { hours = 0, minutes = 60 } })
    refuses("availability_zone_count must be 2 or 3, got 4", { zone_awareness = { availability_zone_count = 4 } })
    refuses("zone_awareness with 3 availability zones needs a subnet in each, got subnets in 2",
      { vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 }), zone_awareness = { availability_zone_count = 3 } })
    local domain = opensearch.Domain(stack, "Domain", { version = opensearch.EngineVersion.OPENSEARCH_2_5 })
    refused("only domains in a VPC have connections", function() return domain.connections end)
    refused("domain_endpoint must be a URL", opensearch.Domain.from_domain_endpoint, stack, "Imported", "no url")
  end)

  it("gives log groups back only if they are whole", function()
    local domain = opensearch.Domain(stack, "Domain", {
      version = opensearch.EngineVersion.OPENSEARCH_2_5,
      logging = { app_log_enabled = true, app_log_group = logs.CfnLogGroup(stack, "Group") },
    })
    refused("app_log_group must be an ILogGroup", function() return domain.app_log_group end)
    assert.is_nil(domain.audit_log_group)
  end)
end)
