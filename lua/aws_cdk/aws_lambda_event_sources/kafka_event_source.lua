--- Records of Kafka topics, in Amazon MSK or self-managed clusters.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local digest = require "aws_cdk.aws_lambda.digest"
local bound_mapping = require "aws_cdk.aws_lambda_event_sources.bound_mapping"
local StreamEventSource = require("aws_cdk.aws_lambda_event_sources.stream_event_source").StreamEventSource

local function check_metrics(props)
  local config = props.metrics_config
  if config and (not config.metrics or #config.metrics == 0) then
    engine.fail(nil, "metrics_config names no metric: -> give at least one of lambda.MetricType EVENT_COUNT, "
      .. "ERROR_COUNT and KAFKA_METRICS")
  end
end

-- The options of a mapping that both kinds of cluster have.
local function mapping_options(self, options)
  local props = self._props
  options.kafka_topic = props.topic
  options.kafka_consumer_group_id = props.consumer_group_id
  options.starting_position_timestamp = props.starting_position_timestamp
  options.support_s3_on_failure_destination = true
  options.provisioned_poller_config = props.provisioned_poller_config
  options.schema_registry_config = props.schema_registry_config
  options.log_level = props.log_level
  options.metrics_config = props.metrics_config
  return self:_enrich_mapping_options(options)
end

local ManagedKafkaEventSource =
  engine.class("aws_cdk.aws_lambda_event_sources.ManagedKafkaEventSource", StreamEventSource)

function ManagedKafkaEventSource:init(props)
  StreamEventSource.init(self, props)
  check_metrics(props)
end

function ManagedKafkaEventSource:bind(target)
  local props = self._props
  local at_timestamp = props.starting_position == "AT_TIMESTAMP"
  if at_timestamp and not props.starting_position_timestamp then
    cdk.Annotations.of(target):add_warning_v2("@aws-cdk/aws-lambda-event-source:needStartingPositionTimestamp",
      "starting_position AT_TIMESTAMP needs starting_position_timestamp")
  elseif not at_timestamp and props.starting_position_timestamp then
    cdk.Annotations.of(target):add_warning_v2("@aws-cdk/aws-lambda-event-source:invalidStartingPosition",
      "starting_position_timestamp needs starting_position AT_TIMESTAMP")
  end
  local secret = props.secret
  bound_mapping.remember(self, target:add_event_source_mapping(
    "KafkaEventSource:" .. cdk.Names.node_unique_id(target.node) .. props.topic,
    mapping_options(self, {
      event_source_arn = props.cluster_arn,
      source_access_configurations = secret and {
        { type = lambda.SourceAccessConfigurationType.SASL_SCRAM_512_AUTH, uri = secret.secret_arn },
      },
    })))
  if secret then secret:grant_read(target) end
  target:add_to_role_policy(iam.PolicyStatement {
    actions = { "kafka:DescribeCluster", "kafka:GetBootstrapBrokers", "kafka:ListScramSecrets" },
    resources = { props.cluster_arn },
  })
  local role = target.role
  if role then
    role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AWSLambdaMSKExecutionRole")
  end
end

bound_mapping.add_properties(ManagedKafkaEventSource)

local SelfManagedKafkaEventSource =
  engine.class("aws_cdk.aws_lambda_event_sources.SelfManagedKafkaEventSource", StreamEventSource)

function SelfManagedKafkaEventSource:init(props)
  StreamEventSource.init(self, props)
  if props.vpc then
    local missing = not props.security_group and "security_group" or not props.vpc_subnets and "vpc_subnets"
    if missing then engine.fail(nil, "a Kafka source in a VPC needs %s too", missing) end
  elseif not props.secret then
    engine.fail(nil, "Kafka brokers outside a VPC need `secret`")
  end
  local at_timestamp = props.starting_position == "AT_TIMESTAMP"
  if at_timestamp and not props.starting_position_timestamp then
    engine.fail(nil, "starting_position AT_TIMESTAMP needs starting_position_timestamp")
  elseif not at_timestamp and props.starting_position_timestamp then
    engine.fail(nil, "starting_position_timestamp needs starting_position AT_TIMESTAMP")
  end
  check_metrics(props)
end

local function access_configurations(props)
  local kinds = lambda.SourceAccessConfigurationType
  local list = {}
  if props.secret then
    local kind = kinds[props.authentication_method or "SASL_SCRAM_512_AUTH"]
    list[#list + 1] = { type = kind, uri = props.secret.secret_arn }
  end
  if props.root_ca_certificate then
    list[#list + 1] = { type = kinds.SERVER_ROOT_CA_CERTIFICATE, uri = props.root_ca_certificate.secret_arn }
  end
  if props.vpc_subnets and props.security_group then
    list[#list + 1] = { type = kinds.VPC_SECURITY_GROUP, uri = props.security_group.security_group_id }
    if props.vpc then
      for _, id in ipairs(props.vpc:select_subnets(props.vpc_subnets).subnet_ids) do
        list[#list + 1] = { type = kinds.VPC_SUBNET, uri = id }
      end
    end
  end
  return #list > 0 and list or nil
end

function SelfManagedKafkaEventSource:bind(target)
  local props = self._props
  local servers = digest.md5(engine.json(engine.resolve(target, props.bootstrap_servers)))
  target:add_event_source_mapping("KafkaEventSource:" .. servers .. ":" .. props.topic, mapping_options(self, {
    kafka_bootstrap_servers = props.bootstrap_servers,
    source_access_configurations = access_configurations(props),
  }))
  if props.secret then props.secret:grant_read(target) end
end

return {
  ManagedKafkaEventSource = ManagedKafkaEventSource,
  SelfManagedKafkaEventSource = SelfManagedKafkaEventSource,
}
