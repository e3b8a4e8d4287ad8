-- Values known only at deployment where a construct makes one text of several. The cases are twins of
-- tools/golden/late_values.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local luacdk = require "spec.support.luacdk"
local refuses = require "spec.support.refuses"

local function stack_of(app)
  return cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
end

local function late() return cdk.Fn.import_value "x" end

local cases = {}

function cases.identity_sources(app)
  local api, lambda = require "aws_cdk.aws_apigateway", require "aws_cdk.aws_lambda"
  local stack = stack_of(app)
  local handler = lambda.Function.from_function_arn(stack, "F", "arn:aws:lambda:eu-west-1:111122223333:function:f")
  local authorizer = api.RequestAuthorizer(stack, "Authorizer",
    { handler = handler, identity_sources = { late(), "a" } })
  api.RestApi(stack, "Api").root:add_method("GET", nil, { authorizer = authorizer })
end

function cases.log_options(app)
  local ecs = require "aws_cdk.aws_ecs"
  ecs.FargateTaskDefinition(stack_of(app), "Task"):add_container("c", {
    image = ecs.ContainerImage.from_registry "x",
    logging = ecs.LogDrivers.gelf { address = "udp://1.2.3.4:5", labels = { late(), "b" }, env = { late() } },
  })
end

function cases.machines(app)
  local ec2, autoscaling = require "aws_cdk.aws_ec2", require "aws_cdk.aws_autoscaling"
  local stack = stack_of(app)
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
  local function common(props)
    props.vpc, props.vpc_subnets = vpc, { subnet_type = ec2.SubnetType.PUBLIC }
    props.instance_type = ec2.InstanceType "t3.micro"
    props.machine_image = ec2.MachineImage.latest_amazon_linux2()
    return props
  end
  autoscaling.AutoScalingGroup(stack, "Group", common {}):scale_on_schedule("Late", {
    schedule = autoscaling.Schedule.cron { minute = late(), hour = "1" }, min_capacity = 1,
  })
  ec2.Instance(stack, "Instance", common {
    init = ec2.CloudFormationInit.from_elements(ec2.InitCommand.shell_command(late())),
    init_options = { config_sets = { late(), "b" } },
  })
end

function cases.lists(app)
  local ec2, elb = require "aws_cdk.aws_ec2", require "aws_cdk.aws_elasticloadbalancingv2"
  local ddb = require "aws_cdk.aws_dynamodb"
  local stack = stack_of(app)
  local list = cdk.Fn.split(",", late())
  local public = { subnet_type = ec2.SubnetType.PUBLIC }
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 0 })
  elb.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc, vpc_subnets = public })
    :add_listener("Http", { port = 80, default_action = elb.ListenerAction.fixed_response(404) })
    :add_action("Late", {
      priority = 1, conditions = { elb.ListenerCondition.path_patterns(list) },
      action = elb.ListenerAction.fixed_response(200),
    })
  ddb.TableV2(stack, "Table", {
    partition_key = { name = "a", type = ddb.AttributeType.STRING },
    billing = ddb.Billing.provisioned {
      read_capacity = ddb.Capacity.fixed(1),
      write_capacity = ddb.Capacity.autoscaled { min_capacity = cdk.Token.as_number(late()), max_capacity = 9 },
    },
  })
  ec2.Instance(stack, "Instance", {
    vpc = vpc, instance_type = ec2.InstanceType "t3.micro", vpc_subnets = public,
    machine_image = ec2.MachineImage.latest_amazon_linux2(),
    init = ec2.CloudFormationInit.from_elements(ec2.InitCommand.argv_command(list)),
  })
end

function cases.queries(app)
  local cloudwatch, firehose = require "aws_cdk.aws_cloudwatch", require "aws_cdk.aws_kinesisfirehose"
  local stack = stack_of(app)
  cloudwatch.Dashboard(stack, "Dashboard", { variables = { cloudwatch.DashboardVariable {
    id = "a", type = cloudwatch.VariableType.PROPERTY, input_type = cloudwatch.VariableInputType.SELECT,
    value = "v", label = "l",
    values = cloudwatch.Values.from_search_components {
      namespace = late(), dimensions = { "InstanceId", late() }, metric_name = late(), populate_from = "InstanceId",
    },
  } } })
  local bucket = require "aws_cdk.aws_s3".Bucket(stack, "Bucket")
  firehose.DeliveryStream(stack, "Stream", { destination = firehose.S3Bucket(bucket, {
    data_output_prefix = "!{partitionKeyFromQuery:a}/", error_output_prefix = "e",
    dynamic_partitioning = { enabled = true },
    processors = { firehose.MetadataExtractionProcessor.jq16 { a = late() } },
  }) })
end

describe("values known only at deployment", function()
  golden.check("late_values", cases)

  it("may be among the actions of a grant that fails", function()
    local iam = require "aws_cdk.aws_iam"
    local grant = iam.Grant.add_to_principal {
      grantee = iam.AnyPrincipal(), actions = { late() }, resource_arns = { late() },
    }
    assert.error_matches(function() grant:assert_success() end, "could be added neither", 1, true)
  end)

  it("cannot be what the script itself needs", function()
    local stack = stack_of()
    local cloudwatch, s3_assets = require "aws_cdk.aws_cloudwatch", require "aws_cdk.aws_s3_assets"
    refuses("outdir must be known", cdk.App, { outdir = late() })
    refuses("the month of a date must be known", cloudwatch.ScheduleExpression.at,
      { year = 2030, month = cdk.Token.as_number(late()), day = 1, hour = 1, minute = 1 })
    for i, exclude in ipairs { { "a", late() }, cdk.Fn.split(",", late()) } do
      refuses("the patterns of exclude must be known", s3_assets.Asset, stack, "Asset" .. i,
        { path = "spec/fixtures", exclude = exclude })
      refuses("the patterns of exclude must be known", cdk.FileSystem.fingerprint, "spec/fixtures",
        { exclude = exclude })
    end
    local origins, lambda = require "aws_cdk.aws_cloudfront_origins", require "aws_cdk.aws_lambda"
    local bucket = require "aws_cdk.aws_s3".Bucket(stack, "Bucket")
    local signed = origins.S3BucketOrigin.with_origin_access_control(bucket)
    refuses("needs distribution_id", signed.bind, signed, stack, { origin_id = "o" })
    local url = lambda.Function(stack, "Function", {
      code = lambda.Code.from_inline "x", handler = "h.h", runtime = lambda.Runtime.PYTHON_3_12,
    }):add_function_url()
    local of_url = origins.FunctionUrlOrigin.with_origin_access_control(url)
    refuses("needs distribution_id", of_url.bind, of_url, stack, { origin_id = "o" })
  end)

  it("may be the sampling rate of a topic's successful deliveries", function()
    local sns = require "aws_cdk.aws_sns"
    local folder = luacdk.folder()
    local app = cdk.App { outdir = folder }
    sns.Topic(stack_of(app), "Topic", { logging_configs = { {
      protocol = sns.LoggingProtocol.SQS, success_feedback_sample_rate = cdk.Token.as_number(late()),
    } } })
    local topic = golden.templates(app, folder).S.Resources.TopicBFC7AF6E.Properties
    assert.same({ ["Fn::ImportValue"] = "x" }, topic.DeliveryStatusLogging[1].SuccessFeedbackSampleRate)
    luacdk.remove(folder)
  end)
end)
