-- Tasks of state machines: what they have services do, what the machine's role may do for it, and what they refuse. The
-- cases are twins of tools/golden/aws_stepfunctions_tasks.js.
local cdk = require "aws_cdk"
local apigateway = require "aws_cdk.aws_apigateway"
local bedrock = require "aws_cdk.aws_bedrock"
local dynamodb = require "aws_cdk.aws_dynamodb"
local ec2 = require "aws_cdk.aws_ec2"
local eks = require "aws_cdk.aws_eks"
local ecr = require "aws_cdk.aws_ecr"
local ecs = require "aws_cdk.aws_ecs"
local engine = require "luacdk.engine"
local events = require "aws_cdk.aws_events"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local paths = require "aws_cdk.aws_stepfunctions_tasks.private.expression_paths"
local s3 = require "aws_cdk.aws_s3"
local sfn = require "aws_cdk.aws_stepfunctions"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local tasks = require "aws_cdk.aws_stepfunctions_tasks"

local ENV = { account = "111122223333", region = "eu-west-1" }

local JsonPath = sfn.JsonPath
local object, text, at = sfn.TaskInput.from_object, sfn.TaskInput.from_text, JsonPath.string_at
local minutes, hours = cdk.Duration.minutes, cdk.Duration.hours

local function machine(scope, id, states)
  local chain = sfn.Chain.start(states[1])
  for i = 2, #states do chain = chain:next(states[i]) end
  return sfn.StateMachine(scope, id, { definition_body = sfn.DefinitionBody.from_chainable(chain) })
end

local function new_stack() return cdk.Stack(cdk.App(), "S", { env = ENV }) end

local cases = {}

function cases.values_known_later(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local api = apigateway.RestApi(stack, "Api")
  api.root:add_method "GET"
  local function call(id, path)
    return tasks.CallApiGatewayRestApiEndpoint(stack, id, {
      api = api, stage_name = "p", method = tasks.HttpMethod.GET, api_path = path,
    })
  end
  machine(stack, "M", {
    tasks.EventBridgePutEvents(stack, "Put", {
      entries = {
        { detail = object {}, detail_type = "T", source = at "$.source" },
        { detail = object {}, detail_type = "T", source = cdk.Fn.import_value "source" },
      },
    }),
    call("Path", at "$.path"),
    call("Import", "/a/" .. cdk.Fn.import_value "path"),
    tasks.EvaluateExpression(stack, "Evaluate", { expression = cdk.Fn.import_value "sum" .. " + $.b" }),
  })
end

function cases.messages(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local key = kms.Key(stack, "Key")
  local queue = sqs.Queue(stack, "Queue", { encryption_master_key = key })
  local topic = sns.Topic(stack, "Topic", { fifo = true, content_based_deduplication = true })
  local bus = events.EventBus(stack, "Bus")
  machine(stack, "M", {
    tasks.SqsSendMessage(stack, "Send", {
      queue = queue, message_body = object { token = JsonPath.task_token },
      integration_pattern = sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, delay = cdk.Duration.seconds(5),
      message_deduplication_id = at "$.id", message_group_id = "g",
    }),
    tasks.SnsPublish(stack, "Publish", {
      topic = topic, message = text "hello", message_group_id = "g", subject = "s",
      message_per_subscription_type = true,
      message_attributes = {
        a = { value = "x" }, b = { value = 5 },
        c = { value = "eA==", data_type = tasks.MessageAttributeDataType.BINARY },
        d = { value = sfn.TaskInput.from_json_path_at "$.d" }, e = { value = { "p", "q" } }, f = { value = true },
      },
    }),
    tasks.EventBridgePutEvents(stack, "Put", {
      entries = {
        { detail = object { a = at "$.a" }, detail_type = "T", source = "app", event_bus = bus },
        { detail = text "{}", detail_type = "U", source = "app" },
      },
    }),
  })
end

function cases.functions(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local fn = lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.NODEJS_24_X, handler = "i.h", code = lambda.Code.from_inline "x",
  })
  local activity = sfn.Activity(stack, "Activity")
  machine(stack, "M", {
    tasks.LambdaInvoke(stack, "Invoke", {
      lambda_function = fn, qualifier = "1", invocation_type = tasks.LambdaInvocationType.EVENT,
    }),
    tasks.LambdaInvoke(stack, "Only", {
      lambda_function = fn, payload_response_only = true, payload = object { a = 1 },
      retry_on_service_exceptions = false,
    }),
    tasks.LambdaInvoke.jsonata(stack, "Jsonata", { lambda_function = fn }),
    tasks.StepFunctionsInvokeActivity(stack, "Act", {
      activity = activity, parameters = { a = at "$.a" }, heartbeat_timeout = sfn.Timeout.duration(minutes(1)),
    }),
    tasks.EvaluateExpression(stack, "Evaluate", {
      expression = "$.a.b + $.c[0] + `${$.a.b}`", result_path = "$.sum",
    }),
    tasks.CallAwsService(stack, "Call", {
      service = "s3", action = "getObject", parameters = { Bucket = "b", Key = at "$.k" },
      iam_resources = { "arn:aws:s3:::b/*" },
    }),
    tasks.CallAwsServiceCrossRegion(stack, "Far", {
      service = "sfn", action = "listStateMachines", region = "us-west-2", iam_resources = { "*" },
    }),
  })
end

function cases.workflows(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local child = sfn.StateMachine(stack, "Child", {
    definition_body = sfn.DefinitionBody.from_chainable(sfn.Pass(stack, "P")),
  })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "scheduler.amazonaws.com" })
  local connection = events.Connection(stack, "Connection", {
    authorization = events.Authorization.api_key("k", cdk.SecretValue.unsafe_plain_text "v"),
  })
  machine(stack, "M", {
    tasks.StepFunctionsStartExecution(stack, "Start", {
      state_machine = child, integration_pattern = sfn.IntegrationPattern.RUN_JOB, associate_with_parent = true,
      input = object { a = 1 }, name = "n",
    }),
    tasks.HttpInvoke(stack, "Http", {
      api_root = "https://example.com", api_endpoint = text "v1/things", method = text "POST",
      connection = connection, headers = object { ["X-A"] = "b" }, body = object { c = at "$.c" },
      url_encoding_format = tasks.URLEncodingFormat.INDICES,
    }),
    tasks.EventBridgeSchedulerCreateScheduleTask(stack, "Schedule", {
      schedule_name = "nightly", schedule = tasks.Schedule.rate(hours(36)), timezone = "UTC",
      flexible_time_window = minutes(15), action_after_completion = tasks.ActionAfterCompletion.DELETE,
      target = tasks.EventBridgeSchedulerTarget {
        arn = "arn:aws:sqs:eu-west-1:111122223333:q", role = role, input = "{}",
        retry_policy = { maximum_retry_attempts = 2, maximum_event_age = hours(1) },
      },
    }),
  })
end

function cases.items(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local V = tasks.DynamoAttributeValue
  local t = dynamodb.Table(stack, "Table", {
    partition_key = { name = "id", type = dynamodb.AttributeType.STRING },
  })
  local key = { id = V.from_string(at "$.id") }
  machine(stack, "M", {
    tasks.DynamoGetItem(stack, "Get", {
      table = t, key = key, consistent_read = true,
      projection_expression = {
        tasks.DynamoProjectionExpression():with_attribute("a"):at_index(1):with_attribute "b",
      },
    }),
    tasks.DynamoPutItem(stack, "PutItem", {
      table = t, return_values = tasks.DynamoReturnValues.ALL_OLD,
      condition_expression = "attribute_not_exists(id)",
      item = {
        a = V.from_number(1.5), b = V.from_binary "eA==", c = V.from_string_set { "x" },
        d = V.from_number_set { 1, 2 }, e = V.from_map { n = V.from_null(true) },
        f = V.from_list { V.from_boolean(true) }, g = V.map_from_json_path "$.m", h = V.list_from_json_path "$.l",
        i = V.boolean_from_json_path "$.b", j = V.boolean_from_json_path(at "$.t"), id = V.from_string "x",
        n = V.from_number(cdk.Token.as_number(cdk.Fn.ref "AWS::NoValue")),
      },
    }),
    tasks.DynamoUpdateItem(stack, "Update", {
      table = t, key = key, update_expression = "SET #n = :v", expression_attribute_names = { ["#n"] = "n" },
      expression_attribute_values = { [":v"] = V.number_from_string(at "$.v") },
    }),
    tasks.DynamoDeleteItem(stack, "Delete", {
      table = t, key = key, return_consumed_capacity = tasks.DynamoConsumedCapacity.TOTAL,
    }),
  })
end

function cases.jobs(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local model = bedrock.FoundationModel.from_foundation_model_id(stack, "Model",
    bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_V2)
  local RUN_JOB = sfn.IntegrationPattern.RUN_JOB
  machine(stack, "M", {
    tasks.AthenaStartQueryExecution(stack, "Query", {
      query_string = "select 1", query_execution_context = { database_name = "db" }, integration_pattern = RUN_JOB,
      result_configuration = {
        output_location = { bucket_name = "b", object_key = "k" },
        encryption_configuration = { encryption_option = tasks.EncryptionOption.S3_MANAGED },
      },
      result_reuse_configuration_max_age = hours(1), execution_parameters = { "p" },
    }),
    tasks.AthenaGetQueryResults(stack, "Results", { query_execution_id = at "$.Id" }),
    tasks.BatchSubmitJob(stack, "Batch", {
      job_definition_arn = "arn:aws:batch:eu-west-1:111122223333:job-definition/d:1", job_name = "j",
      job_queue_arn = "arn:aws:batch:eu-west-1:111122223333:job-queue/q", array_size = 3, attempts = 2,
      payload = object { p = "x" }, task_timeout = sfn.Timeout.duration(minutes(5)), tags = { k = "v" },
      container_overrides = {
        command = { "c" }, environment = { e = "f" }, memory = cdk.Size.gibibytes(2), vcpus = 2, gpu_count = 1,
      },
      depends_on = { { job_id = "i", type = "N_TO_N" } },
    }),
    tasks.BatchSubmitJob(stack, "Bare", {
      job_definition_arn = "arn:aws:batch:eu-west-1:111122223333:job-definition/d:1", job_name = "j",
      job_queue_arn = "arn:aws:batch:eu-west-1:111122223333:job-queue/q", depends_on = {},
      container_overrides = {
        command = {}, environment = {}, gpu_count = cdk.Token.as_number(cdk.Fn.ref "AWS::NoValue"),
      },
    }),
    tasks.GlueStartJobRun(stack, "Glue", {
      glue_job_name = "g", integration_pattern = RUN_JOB, arguments = object { ["--a"] = "b" },
      notify_delay_after = minutes(5),
      worker_configuration = { worker_type_v2 = tasks.WorkerTypeV2.G_1_X, number_of_workers = 2 },
      execution_class = tasks.ExecutionClass.FLEX,
    }),
    tasks.GlueStartCrawlerRun(stack, "Crawl", { crawler_name = "c" }),
    tasks.GlueDataBrewStartJobRun(stack, "Brew", { name = "b", integration_pattern = RUN_JOB }),
    tasks.MediaConvertCreateJob(stack, "Convert", {
      create_job_request = { Role = "arn:aws:iam::111122223333:role/r", Settings = { a = 1 } },
      integration_pattern = RUN_JOB,
    }),
    tasks.BedrockInvokeModel(stack, "Ask", {
      model = model, body = object { prompt = at "$.p" }, guardrail = tasks.Guardrail.enable("abc", 2),
      trace_enabled = true,
    }),
  })
end

function cases.clusters(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local cluster_id = at "$.ClusterId"
  local RUN_JOB = sfn.IntegrationPattern.RUN_JOB
  local eks_cluster = tasks.EksClusterInput.from_task_input(text "eks")
  machine(stack, "M", {
    tasks.EmrAddStep(stack, "Add", {
      cluster_id = cluster_id, name = "s", jar = "j", main_class = "c", args = { "a" },
      properties = { k = "v", l = "w" }, execution_role_arn = "arn:aws:iam::111122223333:role/r",
      action_on_failure = tasks.ActionOnFailure.TERMINATE_CLUSTER,
    }),
    tasks.EmrAddStep(stack, "AddBare", { cluster_id = cluster_id, name = "s", jar = "j", args = {}, properties = {} }),
    tasks.EmrCancelStep(stack, "Cancel", {
      cluster_id = cluster_id, step_id = at "$.StepId", integration_pattern = RUN_JOB,
    }),
    tasks.EmrSetClusterTerminationProtection(stack, "Protect", {
      cluster_id = cluster_id, termination_protected = false,
    }),
    tasks.EmrModifyInstanceFleetByName(stack, "Fleet", {
      cluster_id = cluster_id, instance_fleet_name = "f", target_on_demand_capacity = 2, target_spot_capacity = 0,
    }),
    tasks.EmrModifyInstanceGroupByName(stack, "Group", {
      cluster_id = cluster_id, instance_group_name = "g",
      instance_group = {
        configurations = { { classification = "c", properties = { k = "v" },
          configurations = { { classification = "d" } } } },
        e_c2_instance_ids_to_terminate = { "i-1" }, instance_count = 1,
        shrink_policy = {
          decommission_timeout = minutes(1),
          instance_resize_policy = { instance_termination_timeout = minutes(2), instances_to_protect = { "i-2" },
            instances_to_terminate = { "i-3" } },
        },
      },
    }),
    tasks.EmrTerminateCluster.jsonata(stack, "Terminate", { cluster_id = "{% $states.input.ClusterId %}" }),
    tasks.EmrContainersCreateVirtualCluster(stack, "Create", {
      eks_cluster = eks_cluster, eks_namespace = "n", tags = { k = "v" },
    }),
    tasks.EmrContainersCreateVirtualCluster.jsonata(stack, "CreateNamed", { eks_cluster = eks_cluster }),
    tasks.EmrContainersDeleteVirtualCluster(stack, "Delete", {
      virtual_cluster_id = text "v", integration_pattern = RUN_JOB,
    }),
    tasks.EmrContainersDeleteVirtualCluster(stack, "DeleteOther", {
      virtual_cluster_id = sfn.TaskInput.from_json_path_at "$.Id",
    }),
  })
end

function cases.training(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local model = bedrock.FoundationModel.from_foundation_model_id(stack, "Model",
    bedrock.FoundationModelIdentifier.AMAZON_TITAN_TEXT_G1_EXPRESS_V1)
  local bucket = s3.Bucket(stack, "Bucket")
  local key = kms.Key(stack, "Key")
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
  machine(stack, "M", {
    tasks.BedrockInvokeModel(stack, "Draft", {
      model = model, body = sfn.TaskInput.from_object {},
      guardrail = tasks.Guardrail.enable_draft(cdk.Fn.import_value "guardrail"),
    }),
    tasks.BedrockCreateModelCustomizationJob(stack, "Train", {
      base_model = model, custom_model_name = "m", job_name = "j", client_request_token = "c-1",
      customization_type = tasks.CustomizationType.FINE_TUNING, custom_model_kms_key = key,
      custom_model_tags = { { key = "k", value = "v" } }, job_tags = { { key = "l", value = "w" } },
      hyper_parameters = { batchSize = "1" }, output_data = { bucket = bucket, path = "out" },
      training_data = { bucket = bucket, path = "in/d.json" },
      validation_data = { { bucket = bucket, path = "v.json" } },
      vpc_config = { security_groups = { ec2.SecurityGroup(stack, "Group", { vpc = vpc }) },
        subnets = vpc.public_subnets },
    }),
    tasks.BedrockCreateModelCustomizationJob(stack, "Evaluate", {
      base_model = model, custom_model_name = "n", job_name = "k",
      hyper_parameters = { ["Evaluation percentage"] = "10" }, output_data = { bucket = bucket },
      training_data = { bucket = bucket }, integration_pattern = sfn.IntegrationPattern.RUN_JOB,
    }),
  })
end

function cases.create_cluster(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local E = tasks.EmrCreateCluster
  local configurations = { { classification = "c", properties = { k = "v" } } }
  local ebs = {
    ebs_optimized = true,
    ebs_block_device_configs = {
      {
        volume_specification = { volume_size = cdk.Size.gibibytes(10), volume_type = E.EbsBlockDeviceVolumeType.IO1,
          iops = 100 },
        volumes_per_instance = 2,
      },
    },
  }
  local rule = {
    name = "r", description = "d",
    action = {
      market = E.InstanceMarket.SPOT,
      simple_scaling_policy_configuration = {
        scaling_adjustment = 1, cool_down = 5, adjustment_type = E.ScalingAdjustmentType.CHANGE_IN_CAPACITY,
      },
    },
    trigger = {
      cloud_watch_alarm_definition = {
        comparison_operator = E.CloudWatchAlarmComparisonOperator.GREATER_THAN, metric_name = "m", period = minutes(5),
        dimensions = { { key = "k", value = "v" } }, evaluation_periods = 2, namespace = "ns",
        statistic = E.CloudWatchAlarmStatistic.SUM, threshold = 3, unit = E.CloudWatchAlarmUnit.COUNT,
      },
    },
  }
  machine(stack, "M", {
    E(stack, "Groups", {
      name = "n", additional_info = "i", configurations = configurations, custom_ami_id = "ami-1",
      applications = { { name = "Spark", args = { "a" }, version = "3", additional_info = { k = "v" } } },
      bootstrap_actions = { { name = "b", script_bootstrap_action = { path = "s3://b/k", args = { "x" } } } },
      log_uri = "s3://b/logs", release_label = "emr-7.1.0", ebs_root_volume_size = cdk.Size.gibibytes(20),
      ebs_root_volume_iops = 3000, ebs_root_volume_throughput = 125, step_concurrency_level = 2, tags = { k = "v" },
      kerberos_attributes = { realm = "r", kdc_admin_password = "p" },
      scale_down_behavior = E.EmrClusterScaleDownBehavior.TERMINATE_AT_TASK_COMPLETION,
      managed_scaling_policy = {
        compute_limits = { unit_type = E.ComputeLimitsUnitType.VCPU, minimum_capacity_units = 1,
          maximum_capacity_units = 4, maximum_core_capacity_units = 2 },
      },
      auto_termination_policy_idle_timeout = minutes(5), visible_to_all_users = false,
      instances = {
        ec2_subnet_id = "subnet-1", placement = { availability_zone = "eu-west-1a" }, termination_protected = true,
        instance_groups = {
          {
            instance_count = 1, instance_role = E.InstanceRoleType.CORE, instance_type = "m5.xlarge", bid_price = "1",
            market = E.InstanceMarket.SPOT, name = "g", configurations = configurations, ebs_configuration = ebs,
            auto_scaling_policy = { constraints = { min_capacity = 1, max_capacity = 3 }, rules = { rule } },
          },
        },
      },
    }),
    E.jsonata(stack, "Fleets", {
      name = "f", integration_pattern = sfn.IntegrationPattern.REQUEST_RESPONSE,
      instances = {
        instance_fleets = {
          { instance_fleet_type = E.InstanceRoleType.MASTER, target_on_demand_capacity = 1, name = "m" },
          {
            instance_fleet_type = E.InstanceRoleType.TASK, target_spot_capacity = 2,
            instance_type_configs = {
              { instance_type = "m5.large", priority = 0, weighted_capacity = 1,
                bid_price_as_percentage_of_on_demand_price = 50, configurations = configurations,
                ebs_configuration = ebs },
            },
            launch_specifications = {
              on_demand_specification = { allocation_strategy = E.OnDemandAllocationStrategy.PRIORITIZED },
              spot_specification = { timeout_action = E.SpotTimeoutAction.TERMINATE_CLUSTER, timeout = minutes(10),
                allocation_strategy = E.SpotAllocationStrategy.DIVERSIFIED },
            },
          },
        },
      },
    }),
  })
end

function cases.sagemaker(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local RUN_JOB = sfn.IntegrationPattern.RUN_JOB
  local S3Location, DockerImage = tasks.S3Location, tasks.DockerImage
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local bucket, key = s3.Bucket(stack, "Bucket"), kms.Key(stack, "Key")
  local repository = ecr.Repository(stack, "Repository")
  local large = ec2.InstanceType.of(ec2.InstanceClass.P3, ec2.InstanceSize.XLARGE2)
  local public = { subnet_type = ec2.SubnetType.PUBLIC }
  local tags = sfn.TaskInput.from_json_path_at "$.tags"
  local model = tasks.SageMakerCreateModel(stack, "Model", {
    model_name = "Model-1", vpc = vpc, subnet_selection = public, enable_network_isolation = true, tags = tags,
    primary_container = tasks.ContainerDefinition {
      image = DockerImage.from_ecr_repository(repository, "v1"), mode = tasks.Mode.SINGLE_MODEL,
      model_s3_location = S3Location.from_bucket(bucket, "models/m.tgz"), environment_variables = object { A = "b" },
    },
    containers = {
      tasks.ContainerDefinition { container_host_name = "h", model_package_name = "p",
        model_s3_location = S3Location.from_json_expression "$.model" },
      tasks.ContainerDefinition { image = DockerImage.from_json_expression(at "$.image") },
    },
  })
  model:add_security_group(group)
  local train = tasks.SageMakerCreateTrainingJob(stack, "Train", {
    training_job_name = "Job", integration_pattern = RUN_JOB, enable_network_isolation = false,
    algorithm_specification = {
      training_image = DockerImage.from_registry "r/i:1", training_input_mode = tasks.InputMode.PIPE,
      metric_definitions = { { name = "m", regex = "x=(.*)" } },
    },
    input_data_config = {
      { channel_name = "train",
        data_source = { s3_data_source = { s3_location = S3Location.from_bucket(bucket, "in") } } },
      {
        channel_name = "test", compression_type = tasks.CompressionType.GZIP, content_type = "text/csv",
        input_mode = tasks.InputMode.FILE, record_wrapper_type = tasks.RecordWrapperType.RECORD_IO,
        data_source = {
          s3_data_source = {
            s3_location = S3Location.from_json_expression "$.data", s3_data_type = tasks.S3DataType.MANIFEST_FILE,
            attribute_names = { "a" }, s3_data_distribution_type = tasks.S3DataDistributionType.SHARDED_BY_S3_KEY,
          },
        },
      },
    },
    output_data_config = { s3_output_location = S3Location.from_bucket(bucket, "out"), encryption_key = key },
    resource_config = { instance_count = 2, instance_type = large, volume_size = cdk.Size.gibibytes(50),
      volume_encryption_key = key },
    stopping_condition = { max_runtime = minutes(5) }, hyperparameters = { epochs = "5", rate = at "$.rate" },
    tags = { k = "v" }, environment = { A = "b" }, vpc_config = { vpc = vpc, subnets = public },
  })
  train:add_security_group(group)
  train.connections:allow_from_any_ipv4(ec2.Port.tcp(443))
  machine(stack, "M", {
    model, train,
    tasks.SageMakerCreateTrainingJob.jsonata(stack, "TrainPlain", {
      training_job_name = "{% $states.input.name %}",
      algorithm_specification = {
        algorithm_name = "arn:aws:sagemaker:eu-west-1:111122223333:algorithm/a-1", metric_definitions = {},
      },
      input_data_config = {},
      output_data_config = { s3_output_location = S3Location.from_json_expression "{% $states.input.uri %}" },
    }),
    tasks.SageMakerCreateEndpointConfig(stack, "Config", {
      endpoint_config_name = "Config", kms_key = key, tags = tags,
      production_variants = {
        { instance_type = large, model_name = "m", variant_name = "a",
          accelerator_type = tasks.AcceleratorType.of(tasks.AcceleratorClass.EIA2, ec2.InstanceSize.LARGE) },
        { instance_type = ec2.InstanceType(at "$.type"), model_name = at "$.m", variant_name = "b",
          initial_instance_count = 3, initial_variant_weight = 0.5,
          accelerator_type = tasks.AcceleratorType "ml.eia1.medium" },
      },
    }),
    tasks.SageMakerCreateEndpoint(stack, "Endpoint", {
      endpoint_name = "End", endpoint_config_name = at "$.config", tags = tags,
    }),
    tasks.SageMakerUpdateEndpoint.jsonata(stack, "Update", {
      endpoint_name = "{% $states.input.end %}", endpoint_config_name = "Config",
    }),
    tasks.SageMakerCreateTransformJob(stack, "Transform", {
      transform_job_name = "t", model_name = "m", integration_pattern = RUN_JOB,
      batch_strategy = tasks.BatchStrategy.MULTI_RECORD, environment = { A = "b" }, max_concurrent_transforms = 2,
      max_payload = cdk.Size.mebibytes(6), tags = { k = "v" },
      model_client_options = { invocations_max_retries = 1, invocations_timeout = minutes(2) },
      transform_input = {
        compression_type = tasks.CompressionType.GZIP, content_type = "text/csv", split_type = tasks.SplitType.LINE,
        transform_data_source = {
          s3_data_source = { s3_uri = "s3://b/in", s3_data_type = tasks.S3DataType.S3_PREFIX },
        },
      },
      transform_output = { s3_output_path = "s3://b/out", accept = "text/csv",
        assemble_with = tasks.AssembleWith.LINE, encryption_key = key },
      transform_resources = { instance_count = 1, instance_type = large, volume_encryption_key = key },
    }),
    tasks.SageMakerCreateTransformJob(stack, "TransformPlain", {
      transform_job_name = "u", model_name = "m", model_client_options = {},
      transform_input = { transform_data_source = { s3_data_source = { s3_uri = "s3://b/in" } } },
      transform_output = { s3_output_path = "s3://b/out" },
    }),
  })
end

function cases.kubernetes(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local cluster = eks.Cluster.from_cluster_attributes(stack, "Cluster", {
    cluster_name = "c", cluster_endpoint = "https://c", cluster_certificate_authority_data = "data",
  })
  machine(stack, "M", {
    tasks.EksCall(stack, "Make", {
      cluster = cluster, http_method = tasks.HttpMethods.POST, http_path = "/apis/batch/v1/namespaces/n/jobs",
      query_parameters = { dryRun = { "All" } },
      request_body = object { kind = "Job", metadata = { name = at "$.name" } },
    }),
    tasks.EksCall.jsonata(stack, "List", {
      cluster = cluster, http_method = tasks.HttpMethods.GET, http_path = "{% $states.input.path %}",
    }),
  })
end

function cases.spark(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local Classification, ReleaseLabel = tasks.Classification, tasks.ReleaseLabel
  local cluster = tasks.VirtualClusterInput.from_virtual_cluster_id "v"
  local entry_point = text "local:///main.py"
  local bucket = s3.Bucket(stack, "Bucket")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "states.amazonaws.com" })
  machine(stack, "M", {
    tasks.EmrContainersStartJobRun(stack, "Run", {
      virtual_cluster = cluster, release_label = ReleaseLabel.EMR_6_3_0, job_name = "j", tags = { k = "v" },
      monitoring = { logging = true, log_stream_name_prefix = "p", persistent_app_ui = false },
      job_driver = {
        spark_submit_job_driver = {
          entry_point = entry_point, entry_point_arguments = sfn.TaskInput.from_json_path_at "$.args",
          spark_submit_parameters = "--conf a=b",
        },
      },
      application_config = {
        { classification = Classification.SPARK_DEFAULTS, properties = { a = "b" } },
        { classification = Classification "c",
          nested_config = { { classification = Classification.SPARK_LOG4_J, properties = { c = "d" } } } },
      },
    }),
    tasks.EmrContainersStartJobRun.jsonata(stack, "Start", {
      virtual_cluster = tasks.VirtualClusterInput.from_task_input(text "{% $states.input.id %}"),
      release_label = ReleaseLabel "emr-7", integration_pattern = sfn.IntegrationPattern.REQUEST_RESPONSE,
      job_driver = { spark_submit_job_driver = { entry_point = entry_point } }, execution_role = role,
      monitoring = { log_bucket = bucket },
    }),
    tasks.EmrContainersStartJobRun(stack, "Another", {
      virtual_cluster = cluster, release_label = ReleaseLabel.EMR_5_33_0,
      job_driver = { spark_submit_job_driver = { entry_point = entry_point } },
    }),
  })
end

function cases.ecs_tasks(app)
  local stack = cdk.Stack(app, "S")
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local near = ecs.Cluster(stack, "Near", { vpc = vpc })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local cluster = ecs.Cluster.from_cluster_attributes(stack, "Cluster", {
    cluster_name = "c", vpc = vpc, security_groups = { group },
  })
  local image = ecs.ContainerImage.from_registry("nginx")
  local fargate = ecs.FargateTaskDefinition(stack, "Fargate")
  local container = fargate:add_container("C", {
    image = image, logging = ecs.LogDrivers.aws_logs({ stream_prefix = "p" }),
  })
  local bridge = ecs.Ec2TaskDefinition(stack, "Bridge")
  bridge:add_container("C", { image = image, memory_limit_mib = 64 })
  local strategy = { { capacity_provider = "FARGATE", base = 1, weight = 2 } }
  local on_fargate = tasks.EcsFargateLaunchTarget({ platform_version = ecs.FargatePlatformVersion.VERSION1_4 })
  local first = tasks.EcsRunTask(stack, "First", {
    cluster = near, task_definition = fargate, launch_target = on_fargate,
  })
  local second = tasks.EcsRunTask(stack, "Second", {
    integration_pattern = sfn.IntegrationPattern.RUN_JOB, cluster = near, task_definition = fargate,
      assign_public_ip = true, security_groups = { group },
    launch_target = tasks.EcsFargateLaunchTarget({
      platform_version = ecs.FargatePlatformVersion.LATEST,
        capacity_provider_options = tasks.CapacityProviderOptions.custom(strategy),
    }),
    container_overrides = { {
      container_definition = container, command = sfn.JsonPath.list_at("$.b"), cpu = 1, memory_limit = 2,
        memory_reservation = 3,
      environment = { { name = "A", value = sfn.JsonPath.string_at("$.a") } },
    } },
    cpu = "256", memory_mib = "512", propagated_tag_source = ecs.PropagatedTagSource.TASK_DEFINITION,
      revision_number = 4, enable_execute_command = true,
  })
  local third = tasks.EcsRunTask(stack, "Third", {
    integration_pattern = sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, cluster = cluster, task_definition = bridge,
    launch_target = tasks.EcsEc2LaunchTarget({
      placement_constraints = { ecs.PlacementConstraint.member_of("x") }, placement_strategies = {
        ecs.PlacementStrategy.spread_across("a"), ecs.PlacementStrategy.randomly(),
      },
    }),
    container_overrides = {
      {
        container_definition = bridge.default_container,
        environment = { { name = "T", value = sfn.JsonPath.task_token } },
      },
    },
  })
  local fourth = tasks.EcsRunTask.jsonata(stack, "Fourth", {
    cluster = cluster, task_definition = bridge, memory_mib = "512",
    launch_target = tasks.EcsEc2LaunchTarget({ capacity_provider_options = tasks.CapacityProviderOptions.default() }),
  })
  local fifth = tasks.EcsRunTask.json_path(stack, "Fifth", {
    cluster = cluster, task_definition = bridge, launch_target = tasks.EcsEc2LaunchTarget(), container_overrides = {},
  })
  sfn.StateMachine(stack, "Machine", {
    definition_body = sfn.DefinitionBody.from_chainable(first:next(second):next(third):next(fourth):next(fifth)),
  })
  first.connections:allow_to_any_ipv4(ec2.Port.tcp(443))
  third.connections:allow_to_any_ipv4(ec2.Port.tcp(444))
  sfn.StateMachine(stack, "Later", {
    definition_body = sfn.DefinitionBody.from_chainable(tasks.EcsRunTask(stack, "Sixth", {
      cluster = near, task_definition = fargate, launch_target = on_fargate,
    })),
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("states.amazonaws.com") }),
  })
end

describe("aws_stepfunctions_tasks", function()
  golden.check("aws_stepfunctions_tasks", cases)

  it("says what is wrong with a task", function()
    local stack = new_stack()
    local fn = lambda.Function.from_function_arn(stack, "F", "arn:aws:lambda:eu-west-1:111122223333:function:f")
    local topic = sns.Topic(stack, "T", { fifo = true })
    local queue = sqs.Queue(stack, "Q")
    local TOKEN = sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN
    local n = 0
    for _, row in ipairs {
      { "put JsonPath.task_token into message_body", tasks.SqsSendMessage,
        { queue = queue, message_body = text "x", integration_pattern = TOKEN } },
      { "integration_pattern must be one of REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN, got RUN_JOB", tasks.SqsSendMessage,
        { queue = queue, message_body = text "x", integration_pattern = sfn.IntegrationPattern.RUN_JOB } },
      { "payload_response_only excludes integration_pattern", tasks.LambdaInvoke,
        { lambda_function = fn, payload_response_only = true, qualifier = "1" } },
      { "message_group_id is required for FIFO topics", tasks.SnsPublish, { topic = topic, message = text "x" } },
      { "message_attributes.a: the data_type is Number, but the value is 'x'", tasks.SnsPublish, {
        topic = sns.Topic(stack, "T2"), message = text "x",
        message_attributes = { a = { value = "x", data_type = tasks.MessageAttributeDataType.NUMBER } },
      }, true },
      { "entries must hold at least one event", tasks.EventBridgePutEvents, { entries = {} } },
      { "source must not start with 'aws.'", tasks.EventBridgePutEvents,
        { entries = { { detail = text "{}", detail_type = "T", source = "aws.s3" } } } },
      { "action must be in camelCase, as getObject, got 'GetObject'", tasks.CallAwsService,
        { service = "s3", action = "GetObject", iam_resources = { "*" } } },
      { "names of parameters must be in PascalCase, as Bucket, got bucket", tasks.CallAwsService,
        { service = "s3", action = "getObject", iam_resources = { "*" }, parameters = { bucket = "b" } } },
      { "array_size must be 2 to 10000, got 1", tasks.BatchSubmitJob,
        { job_definition_arn = "d", job_name = "j", job_queue_arn = "q", array_size = 1 } },
      { "body and input are mutually exclusive", tasks.BedrockInvokeModel, {
        model = bedrock.ProvisionedModel.from_provisioned_model_arn(stack, "P", "arn"), body = text "x",
        input = { s3_location = { bucket_name = "b", object_key = "k" } },
      } },
      { "stands in quotes, where it is not resolved", tasks.EvaluateExpression, { expression = "'$.a'" } },
      { "is text of a template literal, where it is not resolved", tasks.EvaluateExpression,
        { expression = "`$.a`" } },
    } do
      n = n + 1
      local id = "R" .. n
      assert.error_matches(function()
        local task = row[2](stack, id, row[3])
        if row[4] then machine(stack, "M" .. n, { task }) end
      end, row[1], 1, true)
    end
    assert.error_matches(function() tasks.DynamoAttributeValue.map_from_json_path "x" end,
      "the path must be '$' or start with '$.', got 'x'", 1, true)
    assert.error_matches(function() tasks.DynamoProjectionExpression():at_index(1) end, "must start with an attribute",
      1, true)
    assert.error_matches(function() tasks.Guardrail.enable("A B", 1) end, "lower case letters and digits", 1, true)
  end)

  it("says what is wrong with a training job of Bedrock", function()
    local stack = new_stack()
    local bucket = s3.Bucket(stack, "Bucket")
    local imported = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/k")
    local model = bedrock.ProvisionedModel.from_provisioned_model_arn(stack, "P", "arn")
    local n = 0
    for said, wrong in pairs {
      ["client_request_token must hold letters, digits and hyphens, and start and end with"] =
        { client_request_token = "a-" },
      ["custom_model_name must have 1 to 63 characters, got 64"] = { custom_model_name = ("a"):rep(64) },
      ["custom_model_name must start with a letter or digit"] = { custom_model_name = "a--b" },
      ["job_name must start with a letter or digit"] = { job_name = "a_b" },
      ["validation_data must hold 1 to 10 items, got 0"] = { validation_data = {} },
      ["vpc_config.subnets must hold 1 to 16 items, got 0"] = {
        vpc_config = {
          subnets = {}, security_groups = { ec2.SecurityGroup.from_security_group_id(stack, "G", "sg-1") },
        },
      },
      ["give validation_data, or 'Evaluation percentage' in hyper_parameters"] = { hyper_parameters = {} },
      ["the policy of an imported key cannot be changed"] = { custom_model_kms_key = imported },
    } do
      n = n + 1
      local props = {
        base_model = model, custom_model_name = "m", job_name = "j", output_data = { bucket = bucket },
        training_data = { bucket = bucket }, hyper_parameters = { ["Evaluation percentage"] = "10" },
      }
      for name, value in pairs(wrong) do props[name] = value end
      assert.error_matches(function() tasks.BedrockCreateModelCustomizationJob(stack, "J" .. n, props) end, said, 1,
        true)
    end
  end)

  it("says what is wrong with a cluster of EMR", function()
    local stack = new_stack()
    local n = 0
    local function fleets(fleet) return { instances = { instance_fleets = { fleet } } } end
    local function one_type(type, specifications)
      return fleets { instance_fleet_type = "CORE", target_spot_capacity = 1, instance_type_configs = { type },
        launch_specifications = specifications }
    end
    for said, wrong in pairs {
      ["release_label must be written emr-x.y.z, got 'emr-7'"] = { release_label = "emr-7" },
      ["step_concurrency_level must be 1 to 256, got 0"] = { step_concurrency_level = 0 },
      ["step_concurrency_level needs EMR 5.28.0 or newer"] =
        { step_concurrency_level = 2, release_label = "emr-5.27.9" },
      ["ebs_root_volume_iops needs EMR 6.15.0 or newer"] =
        { ebs_root_volume_iops = 3000, release_label = "emr-6.9.0" },
      ["ebs_root_volume_size must be 15 to 100 GiB, got 10"] = { ebs_root_volume_size = cdk.Size.gibibytes(10) },
      ["ebs_root_volume_throughput must be 125 to 1000 MiB/s, got 1"] = { ebs_root_volume_throughput = 1 },
      ["auto_termination_policy_idle_timeout must be 60 to 604800 seconds, got 5"] =
        { auto_termination_policy_idle_timeout = cdk.Duration.seconds(5) },
      ["a target_spot_capacity or target_on_demand_capacity above 0"] = fleets { instance_fleet_type = "CORE" },
      ["the capacity of the master fleet must be 1, got 2"] =
        fleets { instance_fleet_type = "MASTER", target_spot_capacity = 2 },
      ["priority has a meaning only if"] = one_type { instance_type = "t", priority = 1 },
      ["at least one instance type needs a priority"] = one_type({ instance_type = "t" },
        { on_demand_specification = { allocation_strategy = "prioritized" } }),
      ["not both"] = one_type { instance_type = "t", bid_price = "1", bid_price_as_percentage_of_on_demand_price = 5 },
      ["give timeout or timeout_duration_minutes"] = one_type({ instance_type = "t" },
        { spot_specification = { timeout_action = "TERMINATE_CLUSTER" } }),
    } do
      n = n + 1
      local props = { name = "n", instances = {} }
      for name, value in pairs(wrong) do props[name] = value end
      assert.error_matches(function() tasks.EmrCreateCluster(stack, "C" .. n, props) end, said, 1, true)
    end
  end)

  it("says what is wrong with a task of SageMaker", function()
    local stack = new_stack()
    local n = 0
    local large = ec2.InstanceType "m5.large"
    local function fails(class, props, said)
      n = n + 1
      assert.error_matches(function()
        local state = class(stack, "T" .. n, props)
        machine(stack, "M" .. n, { state })
      end, said, 1, true)
    end
    local function variant(props)
      props.instance_type, props.model_name, props.variant_name = large, "m", "v"
      return { props }
    end
    for said, variants in pairs {
      ["production_variants must hold 1 to 10 items, got 0"] = {},
      ["production_variants[1]: initial_instance_count must be 1 or more, got -1"] =
        variant { initial_instance_count = -1 },
      ["production_variants[1]: initial_variant_weight must not be negative, got -1"] =
        variant { initial_variant_weight = -1 },
    } do
      fails(tasks.SageMakerCreateEndpointConfig, { endpoint_config_name = "c", production_variants = variants }, said)
    end
    local output = { s3_output_location = tasks.S3Location.from_json_expression "$.out" }
    for said, algorithm in pairs {
      ["give algorithm_name or training_image, and only one of them"] = {},
      ["algorithm_specification.algorithm_name must have 1 to 170 characters, got 171"] =
        { algorithm_name = ("a"):rep(171) },
      ["with none of these at its ends, got 'a-'"] = { algorithm_name = "a-" },
    } do
      fails(tasks.SageMakerCreateTrainingJob, { training_job_name = "j", algorithm_specification = algorithm,
        output_data_config = output }, said)
    end
    for said, options in pairs {
      ["invocations_max_retries must be 0 to 3, got 4"] = { invocations_max_retries = 4 },
      ["invocations_timeout must be 1 to 3600 seconds, got 7200"] = { invocations_timeout = hours(2) },
    } do
      fails(tasks.SageMakerCreateTransformJob, {
        transform_job_name = "t", model_name = "m", model_client_options = options,
        transform_input = { transform_data_source = { s3_data_source = { s3_uri = "s3://b/in" } } },
        transform_output = { s3_output_path = "s3://b/out" },
      }, said)
    end
  end)

  it("calls a cluster of EKS only if it knows how to reach it", function()
    local Imported = engine.class("spec.ImportedCluster", nil, "aws_cdk.aws_eks.ICluster")
    Imported.get.cluster_endpoint = function() return "https://c" end
    Imported.get.cluster_certificate_authority_data = function() error "not told" end
    local stack = new_stack()
    for property, cluster in pairs {
      cluster_endpoint = eks.Cluster.from_cluster_attributes(stack, "Cluster", {
        cluster_name = "c", cluster_certificate_authority_data = "d",
      }),
      cluster_certificate_authority_data = Imported(),
    } do
      assert.error_matches(function()
        tasks.EksCall(stack, property, { cluster = cluster, http_method = "GET", http_path = "/" })
      end, "the " .. property .. " of the cluster is not known; give it when the cluster is imported", 1, true)
    end
  end)

  it("says what is wrong with a job of EMR on EKS", function()
    local stack = new_stack()
    local n = 0
    local spark = tasks.Classification.SPARK
    local function driver(props)
      props.entry_point = props.entry_point or text "main.py"
      return { job_driver = { spark_submit_job_driver = props } }
    end
    local many, properties = {}, {}
    for i = 1, 101 do
      many[i], properties["p" .. i] = { classification = spark, properties = { a = "b" } }, "v"
    end
    for said, wrong in pairs {
      ["application_config must hold at most 100 items, got 101"] = { application_config = many },
      ["must be at most 100, got 101"] =
        { application_config = { { classification = spark, properties = properties } } },
      ["each application_config needs properties or nested_config"] =
        { application_config = { { classification = spark } } },
      ["entry_point must have 1 to 256 characters, got 257"] = driver { entry_point = text(("a"):rep(257)) },
      ["entry_point_arguments must be a list of texts, a JSON path or a JSONata expression, got 'a'"] =
        driver { entry_point_arguments = text "a" },
      ["spark_submit_parameters must have 1 to 102400 characters"] =
        driver { spark_submit_parameters = ("a"):rep(102401) },
      ["give an execution_role that the pods may take on"] =
        { virtual_cluster = tasks.VirtualClusterInput.from_task_input(sfn.TaskInput.from_json_path_at "$.id") },
    } do
      n = n + 1
      local props = driver {}
      props.virtual_cluster = tasks.VirtualClusterInput.from_virtual_cluster_id "v"
      props.release_label = tasks.ReleaseLabel.EMR_6_3_0
      for name, value in pairs(wrong) do props[name] = value end
      assert.error_matches(function() tasks.EmrContainersStartJobRun(stack, "J" .. n, props) end, said, 1, true)
    end
  end)

  it("knows paths in the code of an expression from those in its texts", function()
    assert.same({ "$.a.b", "$.c[0]" }, paths.all "$.a.b + $.c[0] * $.a.b")
    assert.is_nil(paths.in_text "$.a + `x${$.b}` + /$.c/.source")
    assert.is_nil(paths.in_text "a / $.b / '$'")
    assert.same({ "$.a", "plain" }, { paths.in_text [["\"$.a"]] })
    assert.same({ "$.b", "template" }, { paths.in_text "`${$.a} $.b`" })
    assert.same({ "$.b", "plain" }, { paths.in_text "`${ f({}) + '$.b' }`" })
  end)

  it("refuses tasks of ECS that Step Functions cannot run", function()
    local stack = new_stack()
    local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 })
    local cluster, image = ecs.Cluster(stack, "Cluster", { vpc = vpc }), ecs.ContainerImage.from_registry "nginx"
    local fargate, bridge = ecs.FargateTaskDefinition(stack, "Fargate"), ecs.Ec2TaskDefinition(stack, "Bridge")
    fargate:add_container("C", { image = image })
    local other = bridge:add_container("D", { image = image, memory_limit_mib = 64 })
    local on_fargate = tasks.EcsFargateLaunchTarget { platform_version = ecs.FargatePlatformVersion.LATEST }
    local on_machines = tasks.EcsEc2LaunchTarget()
    for i, row in ipairs {
      { "must pass on its token: put JsonPath.task_token into container_overrides.environment",
        { integration_pattern = sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN } },
      { "the task definition needs an essential container",
        { task_definition = ecs.FargateTaskDefinition(stack, "Empty") } },
      { "subnets needs a task definition with NetworkMode.AWS_VPC, got 'bridge'",
        { task_definition = bridge, subnets = {} } },
      { "names the container 'D', which the task definition does not have",
        { container_overrides = { { container_definition = other } } } },
      { "the task definition is not for Fargate", { task_definition = bridge } },
      { "the task definition is not for instances", { launch_target = on_machines } },
      { "the cluster has no instances for the task", { task_definition = bridge, launch_target = on_machines } },
    } do
      local props = { cluster = cluster, task_definition = fargate, launch_target = on_fargate }
      for name, value in pairs(row[2]) do props[name] = value end
      local ok, message = pcall(function()
        machine(stack, "Machine" .. i, { tasks.EcsRunTask(stack, "Run" .. i, props) })
      end)
      assert.is_false(ok, row[1])
      assert.truthy(tostring(message):find(row[1], 1, true), tostring(message))
    end
    local ok, message = pcall(tasks.CapacityProviderOptions.custom, {})
    assert.is_false(ok)
    assert.truthy(tostring(message):find("capacity_provider_strategy must have 1 to 20 items, got 0", 1, true))
  end)
end)
