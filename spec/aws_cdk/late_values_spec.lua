-- Values known only at deployment where a construct makes one text of several. The cases are twins of
-- tools/golden/late_values.js.
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local luacdk = require "spec.support.luacdk"

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
