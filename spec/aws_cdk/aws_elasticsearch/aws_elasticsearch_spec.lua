-- Domains of Elasticsearch. The cases are twins of tools/golden/aws_elasticsearch.js.
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local ec2 = require "aws_cdk.aws_ec2"
local elasticsearch = require "aws_cdk.aws_elasticsearch"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local golden = require "spec.support.golden"

local function outputs(stack)
  return function(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
end

local cases = {}

function cases.domains(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local plain = elasticsearch.Domain(stack, "Plain", { version = elasticsearch.ElasticsearchVersion.V7_10 })
  local full = elasticsearch.Domain(stack, "Full", {
    version = elasticsearch.ElasticsearchVersion.of "7.9.1", domain_name = "full", vpc = vpc,
    zone_awareness = { enabled = true }, capacity = { data_nodes = 2, master_nodes = 3, warm_nodes = 2 },
    ebs = { volume_size = 20, volume_type = ec2.EbsDeviceVolumeType.IO1, iops = 1000 },
    encryption_at_rest = { kms_key = kms.Key(stack, "Key") }, node_to_node_encryption = true, enforce_https = true,
    fine_grained_access_control = { master_user_name = "admin" }, automated_snapshot_start_hour = 3,
    enable_version_upgrade = true,
    logging = {
      slow_search_log_enabled = true, slow_index_log_enabled = true, app_log_enabled = true, audit_log_enabled = true,
    },
    cognito_kibana_auth = {
      identity_pool_id = "i", user_pool_id = "u", role = iam.Role.from_role_name(stack, "Cognito", "r"),
    },
    access_policies = {
      iam.PolicyStatement { actions = { "es:ESHttp*" }, principals = { iam.AnyPrincipal() }, resources = { "*" } },
    },
  })
  full.connections:allow_from_any_ipv4(ec2.Port.tcp(443))
  elasticsearch.Domain(stack, "Unsigned", {
    version = elasticsearch.ElasticsearchVersion.V7_4, use_unsigned_basic_auth = true,
  })
  elasticsearch.Domain(stack, "Old", {
    version = elasticsearch.ElasticsearchVersion.V2_3,
    capacity = {
      data_node_instance_type = "t2.micro.elasticsearch", master_node_instance_type = "m4.large.elasticsearch",
    },
    logging = { slow_index_log_enabled = false },
  })
  local imported = elasticsearch.Domain.from_domain_endpoint(stack, "Imported",
    "https://search-my-domain-abc.eu-west-1.es.amazonaws.com")
  imported:grant_read_write(iam.User(stack, "User"))
  cloudwatch.Alarm(stack, "Alarm", {
    metric = imported:metric_cpu_utilization(), threshold = 1, evaluation_periods = 1,
  })
  out("Name", plain.domain_name)
  out("Arn", full.domain_arn)
  out("Endpoint", full.domain_endpoint)
  out("Ref", full.domain_ref.domain_name)
  out("ImportedName", imported.domain_name)
end

describe("aws_elasticsearch", function()
  golden.check("aws_elasticsearch", cases)

  it("refuses what its versions and instances cannot do", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local function refuses(text, version, props)
      props.version = elasticsearch.ElasticsearchVersion.of(version)
      local ok, message = pcall(elasticsearch.Domain, stack, "D" .. #stack.node.children, props)
      assert.is_false(ok, text)
      assert.truthy(tostring(message):find(text, 1, true), tostring(message))
    end
    refuses("a version starts with its major and minor version", "7", {})
    refuses("there is no version 7.2 of Elasticsearch", "7.2", {})
    refuses('capacity.data_node_instance_type must end with ".elasticsearch", got \'r5.large.search\'', "7.10",
      { capacity = { data_node_instance_type = "r5.large.search" } })
    refuses("instances of the types I3 and R6GD have no EBS volumes", "7.10",
      { capacity = { data_node_instance_type = "i3.large.elasticsearch" } })
    refuses("only instances of the types R3, I3 and R6GD can do without EBS volumes", "7.10",
      { ebs = { enabled = false } })
    refuses("t2.micro instances run only Elasticsearch 1.5 and 2.3", "5.1",
      { capacity = { data_node_instance_type = "t2.micro.elasticsearch" } })
    refuses("Cognito needs Elasticsearch 5.1", "2.3", {
      cognito_kibana_auth = {
        identity_pool_id = "i", user_pool_id = "u", role = iam.Role.from_role_name(stack, "Role", "r"),
      },
    })
  end)
end)
