-- Trails. The cases are twins of tools/golden/aws_cloudtrail.js.
local cdk = require "aws_cdk"
local cloudtrail = require "aws_cdk.aws_cloudtrail"
local golden = require "spec.support.golden"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local targets = require "aws_cdk.aws_events_targets"
local refuses = require "spec.support.refuses"

local Trail, ReadWriteType = cloudtrail.Trail, cloudtrail.ReadWriteType

local cases = {}

function cases.trails(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local plain = Trail(stack, "Plain")
  local full = Trail(stack, "Full", {
    trail_name = "full", bucket = s3.Bucket(stack, "Bucket"), s3_key_prefix = "p",
    encryption_key = kms.Key(stack, "Key"), sns_topic = sns.Topic(stack, "Topic"), send_to_cloud_watch_logs = true,
    management_events = ReadWriteType.WRITE_ONLY, enable_file_validation = false, is_multi_region_trail = false,
    include_global_service_events = false, is_organization_trail = true, org_id = "o-1",
    insight_types = { cloudtrail.InsightType.API_CALL_RATE, cloudtrail.InsightType.API_ERROR_RATE },
  })
  local none = Trail(stack, "None", {
    management_events = ReadWriteType.NONE, send_to_cloud_watch_logs = true,
    cloud_watch_logs_retention = logs.RetentionDays.ONE_WEEK,
    bucket = s3.Bucket.from_bucket_name(stack, "Other", "other"),
  })
  Trail(stack, "Logs", {
    send_to_cloud_watch_logs = true, cloud_watch_log_group = logs.LogGroup(stack, "Group"),
    is_organization_trail = true, trail_name = "x",
  })
  Trail(stack, "Unnamed", { is_organization_trail = true, org_id = "o-1" })
  local fn = lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
  none:add_lambda_event_selector { fn }
  none:log_all_lambda_data_events { read_write_type = ReadWriteType.READ_ONLY, include_management_events = true }
  full:add_s3_event_selector({
    { bucket = s3.Bucket(stack, "Watched") }, { bucket = s3.CfnBucket(stack, "L1"), object_prefix = "in" },
  }, {
    exclude_management_event_sources = {
      cloudtrail.ManagementEventSources.KMS, cloudtrail.ManagementEventSources.RDS_DATA_API,
    },
  })
  full:log_all_s3_data_events()
  full:add_s3_event_selector {}
  full:add_lambda_event_selector {}
  full:add_event_selector(cloudtrail.DataResourceType.S3_OBJECT, { "arn:aws:s3:::b/" },
    { include_management_events = false })
  Trail.on_event(stack, "Rule", {
    target = targets.SqsQueue(sqs.Queue(stack, "Queue")), description = "d", event_pattern = { source = { "aws.s3" } },
  })
  out("Arn", plain.trail_arn)
  out("FullArn", full.trail_arn)
  out("TopicArn", full.trail_sns_topic_arn)
  out("LogGroup", full.log_group.log_group_name)
end

describe("aws_cloudtrail", function()
  golden.check("aws_cloudtrail", cases)

  it("refuses more selectors than CloudTrail has, and more resources in one", function()
    local trail = Trail(cdk.Stack(cdk.App(), "S"), "Trail")
    local arns = {}
    for i = 1, 251 do arns[i] = "arn:aws:s3:::b" .. i .. "/" end
    refuses("an event selector can have at most 250 resources, got 251", trail.add_event_selector, trail,
      "AWS::S3::Object", arns)
    for _ = 1, 6 do trail:log_all_s3_data_events() end
    refuses("the event selectors of a trail must have at most 5 items, got 6", trail.log_all_s3_data_events, trail)
  end)

  it("refuses trails that record nothing", function()
    local app = cdk.App()
    Trail(cdk.Stack(app, "S"), "Trail", { management_events = ReadWriteType.NONE })
    refuses("a trail without management events must have an event selector", app.synth, app)
  end)
end)
