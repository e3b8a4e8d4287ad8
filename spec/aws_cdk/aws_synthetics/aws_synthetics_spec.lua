-- Amazon CloudWatch Synthetics. The cases are twins of tools/golden/aws_synthetics.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local s3 = require "aws_cdk.aws_s3"
local synthetics = require "aws_cdk.aws_synthetics"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local FILES = "spec/fixtures/synthetics/"

local Canary, Code, Group, Runtime, Schedule, Test = synthetics.Canary, synthetics.Code, synthetics.Group,
  synthetics.Runtime, synthetics.Schedule, synthetics.Test
local Duration, Size = cdk.Duration, cdk.Size

local INLINE = Test.custom { code = Code.from_inline "exports.handler = async () => {};", handler = "index.handler" }
local SHORT = Test.custom { code = Code.from_inline "1", handler = "index.handler" }

local function asset(folder, handler)
  return Test.custom { code = Code.from_asset(FILES .. folder), handler = handler or "canary.handler" }
end

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
end

local cases = {}

function cases.canaries(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local bucket, key = s3.Bucket(stack, "Bucket"), kms.Key(stack, "Key")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" })
  local plain = Canary(stack, "Plain", { runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0, test = INLINE })
  local whole = Canary(stack, "AnyCanaryWithALongName", {
    runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_11_0, test = asset "top", canary_name = "whole",
    active_tracing = true, artifact_s3_encryption_mode = synthetics.ArtifactsEncryptionMode.KMS,
    artifact_s3_kms_key = key, artifacts_bucket_location = { bucket = bucket, prefix = "p" },
    browser_configs = { synthetics.BrowserType.CHROME, synthetics.BrowserType.FIREFOX }, dry_run_and_update = true,
    environment_encryption = key, environment_variables = { A = "b" }, failure_retention_period = Duration.days(2),
    success_retention_period = Duration.days(3), max_retries = 2, memory = Size.gibibytes(2),
    provisioned_resource_cleanup = true,
    resources_to_replicate_tags = { synthetics.ResourceToReplicateTags.LAMBDA_FUNCTION }, role = role,
    schedule = Schedule.cron { minute = "5", week_day = "MON" }, start_after_creation = false,
    timeout = Duration.minutes(2), time_to_live = Duration.hours(1),
  })
  Canary(stack, "Old", {
    runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_3_5, test = asset "old",
    schedule = Schedule.rate(Duration.minutes(1)), artifact_s3_kms_key = key, resources_to_replicate_tags = {},
    artifacts_bucket_lifecycle_rules = { { expiration = Duration.days(30) } }, provisioned_resource_cleanup = false,
    max_retries = 0, active_tracing = false,
  })
  Canary(stack, "Playwright", {
    runtime = Runtime.SYNTHETICS_NODEJS_PLAYWRIGHT_2_0, test = asset "top",
    schedule = Schedule.rate(Duration.minutes(0)), dry_run_and_update = true,
    artifact_s3_encryption_mode = synthetics.ArtifactsEncryptionMode.KMS, cleanup = synthetics.Cleanup.NOTHING,
  })
  Canary(stack, "Python", {
    runtime = Runtime.SYNTHETICS_PYTHON_SELENIUM_1_0, test = asset "python", schedule = Schedule.once(),
    dry_run_and_update = false, browser_configs = { synthetics.BrowserType.CHROME },
  })
  Canary(stack, "Object", {
    runtime = Runtime("syn-other-1.0", synthetics.RuntimeFamily.OTHER),
    schedule = Schedule.expression "rate(7 minutes)",
    test = Test.custom { code = Code.from_bucket(bucket, "key", "version"), handler = "folder/file.run" },
    time_to_live = Duration.seconds(30), artifact_s3_kms_key = key,
  })
  Canary(stack, "Managed", {
    runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_12_0, test = INLINE,
    artifact_s3_encryption_mode = synthetics.ArtifactsEncryptionMode.S3_MANAGED,
    schedule = Schedule.cron { day = "1", hour = "2", month = "3" },
  })
  local by_name = Canary.from_canary_name(stack, "ByName", "named")
  local by_arn = Canary.from_canary_arn(stack, "ByArn", "arn:aws:synthetics:us-east-1:999999999999:canary:other")
  out("Arn", plain.canary_arn)
  out("Id", plain.canary_id)
  out("State", plain.canary_state)
  out("Name", whole.canary_name)
  out("Ref", whole.canary_ref.canary_name)
  out("Bucket", plain.artifacts_bucket.bucket_name)
  out("Role", whole.role.role_name)
  out("ByName", by_name.canary_arn)
  out("ByArn", by_arn.canary_id .. " " .. by_arn.canary_name .. " " .. by_arn.canary_arn .. " "
    .. by_arn.canary_ref.canary_name)
  local alarm = { threshold = 1, evaluation_periods = 1 }
  plain:metric_duration():create_alarm(stack, "Duration", alarm)
  whole:metric_failed({ period = Duration.minutes(1) }):create_alarm(stack, "Failed", alarm)
  whole:metric_success_percent({ statistic = "min" }):create_alarm(stack, "Success", alarm)
end

function cases.networks_and_cleanup(app)
  local Cleanup = synthetics.Cleanup
  local stack = cdk.Stack(app, "S")
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local one = Canary(stack, "One", {
    runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0, test = SHORT, vpc = vpc, cleanup = Cleanup.LAMBDA,
  })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local two = Canary(stack, "Two", {
    runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0, test = SHORT, vpc = vpc,
    vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }, security_groups = { group }, cleanup = Cleanup.LAMBDA,
    canary_name = "two",
  })
  one.connections:allow_to(two, ec2.Port.tcp(443))
  two.connections:add_security_group(ec2.SecurityGroup(stack, "Late", { vpc = vpc }))
end

function cases.groups(app)
  local stack, other = cdk.Stack(app, "S", { env = ENV }), cdk.Stack(app, "T", { env = ENV })
  local out = outputs(stack)
  local props = { runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0, test = SHORT }
  local one, two = Canary(stack, "One", props), Canary(other, "Two", props)
  local known = Canary.from_canary_name(stack, "Known", "known")
  local group = Group(stack, "Group", { group_name = "named", canaries = { one, one, two } })
  local empty = Group(stack, "Empty")
  group:add_canary(known)
  group:add_canary(known)
  Group(stack, "Parameter", { group_name = cdk.CfnParameter(stack, "P").value_as_string })
  local by_name = Group.from_group_name(stack, "ByName", "g")
  local by_arn = Group.from_group_arn(stack, "ByArn", "arn:aws:synthetics:us-east-1:999999999999:group:h")
  out("Arn", group.group_arn)
  out("Id", empty.group_id)
  out("Name", empty.group_name)
  out("Ref", empty.group_ref.group_name)
  out("Count", #group.canaries .. " " .. #empty.canaries)
  out("Imported", by_name.group_arn .. " " .. by_arn.group_arn .. " " .. by_arn.group_id .. " "
    .. by_name.group_name .. " " .. by_name.group_ref.group_name)
end

describe("aws_synthetics", function()
  golden.check("aws_synthetics", cases)

  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  local count = 0
  local function refuses_canary(text, props)
    count = count + 1
    props.runtime = props.runtime or Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0
    props.test = props.test or SHORT
    refuses(text, Canary, stack, "Canary" .. count, props)
  end

  local function handled(handler)
    local bucket = s3.Bucket.from_bucket_name(stack, "Bucket" .. count, "bucket")
    return Test.custom { code = Code.from_bucket(bucket, "key"), handler = handler }
  end

  it("refuses wrong names", function()
    refuses_canary("canary_name must consist of lowercase letters", { canary_name = "Upper" })
    refuses_canary("canary_name must have 1 to 255 characters, got 256", { canary_name = ("a"):rep(256) })
    refuses("group_name must consist of lowercase letters", Group, stack, "A", { group_name = "a b" })
    refuses("group_name must have 1 to 64 characters, got 65", Group, stack, "B", { group_name = ("a"):rep(65) })
    refuses("a canary ARN has the form", Canary.from_canary_arn, stack, "C", "arn:aws:synthetics:r:1:canary:")
    refuses("a group ARN has the form", Group.from_group_arn, stack, "D", "arn:aws:synthetics:r:1:group")
  end)

  it("refuses what a runtime cannot do", function()
    refuses_canary("dry_run_and_update needs runtime", {
      runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_1, dry_run_and_update = true,
    })
    refuses_canary("dry_run_and_update needs runtime", {
      runtime = Runtime.SYNTHETICS_PYTHON_SELENIUM_5_0, dry_run_and_update = true,
    })
    refuses_canary("dry_run_and_update needs runtime", {
      runtime = Runtime("syn-other-12.0", synthetics.RuntimeFamily.OTHER), dry_run_and_update = true,
    })
    refuses_canary("runtimes of Selenium have no Firefox", {
      runtime = Runtime.SYNTHETICS_PYTHON_SELENIUM_5_1, browser_configs = { "FIREFOX" },
    })
    refuses_canary("browser_configs must have 1 to 2 items, got 0", { browser_configs = {} })
    refuses_canary("browser_configs must have 1 to 2 items, got 3", {
      browser_configs = { "CHROME", "CHROME", "CHROME" },
    })
    refuses_canary("active_tracing needs a runtime of Puppeteer", {
      runtime = Runtime.SYNTHETICS_PYTHON_SELENIUM_5_1, active_tracing = true,
    })
    refuses_canary("active_tracing needs a runtime of Puppeteer", {
      runtime = Runtime.SYNTHETICS_NODEJS_PLAYWRIGHT_6_0, active_tracing = true,
    })
    refuses_canary("artifact_s3_encryption_mode needs a runtime of Playwright", {
      runtime = Runtime.SYNTHETICS_PYTHON_SELENIUM_5_1, artifact_s3_encryption_mode = "SSE_KMS",
    })
    refuses_canary("artifact_s3_kms_key cannot be combined with", {
      artifact_s3_encryption_mode = "SSE_S3", artifact_s3_kms_key = kms.Key(stack, "Key"),
    })
  end)

  it("refuses sizes and times out of bounds, and options that exclude each other", function()
    refuses_canary("memory must be a multiple of 64 mebibytes, got 1000", { memory = Size.mebibytes(1000) })
    refuses_canary("memory must be between 960 and 3008 mebibytes, got 896", { memory = Size.mebibytes(896) })
    refuses_canary("memory must be between 960 and 3008 mebibytes, got 3072", { memory = Size.gibibytes(3) })
    refuses_canary("timeout must be between 3 and 840 seconds, got 2", { timeout = Duration.seconds(2) })
    refuses_canary("timeout must be between 3 and 840 seconds, got 900", { timeout = Duration.minutes(15) })
    refuses_canary("cannot be converted into a whole number", { timeout = Duration.millis(3500) })
    refuses_canary("provisioned_resource_cleanup cannot be combined with cleanup", {
      cleanup = synthetics.Cleanup.LAMBDA, provisioned_resource_cleanup = true,
    })
    refuses("the rate of a canary's schedule must be between 1 and 60 minutes, got 61", Schedule.rate,
      Duration.minutes(61))
    refuses("day and week_day are mutually exclusive", Schedule.cron, { day = "1", week_day = "MON" })
  end)

  it("refuses networks without a VPC, or without subnets", function()
    refuses_canary("vpc_subnets needs a VPC", { vpc_subnets = {} })
    refuses_canary("security_groups needs a VPC", { security_groups = {} })
    local vpc = ec2.Vpc(stack, "Vpc")
    refuses_canary("the VPC has no such subnets", { vpc = vpc, vpc_subnets = { subnets = {} } })
    refuses_canary("PRIVATE_ISOLATED", { vpc = vpc, vpc_subnets = { subnet_type = "PRIVATE_ISOLATED" } })
    local canary = Canary(stack, "Outside", { runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0, test = SHORT })
    refuses("a canary without a VPC has no security groups", function() return canary.connections end)
  end)

  it("refuses code that the runtime does not find", function()
    refuses("the inline code of a canary cannot be empty", Code.from_inline, "")
    refuses("there is no folder or zip file", Code.from_asset, FILES .. "none")
    refuses_canary('the handler of inline code must be "index.handler"', {
      test = Test.custom { code = Code.from_inline "1", handler = "other.handler" },
    })
    refuses_canary("handler must be <file>.<function> or <folder>/<file>.<function>", { test = handled "handler" })
    refuses_canary("handler must have at most 128 characters, got 130", { test = handled(("a"):rep(128) .. ".b") })
    refuses_canary("handler must be <file>.handler for the runtime syn-python-selenium-1.0", {
      runtime = Runtime.SYNTHETICS_PYTHON_SELENIUM_1_0, test = handled "file.run",
    })
    refuses_canary("is neither", { test = asset "top/canary.js" })
    refuses_canary("needs the script at canary.js or nodejs/node_modules/canary.js", { test = asset "python" })
    refuses_canary("needs the script at nodejs/node_modules/canary.js", {
      runtime = Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_1, test = asset "top",
    })
    refuses_canary("with one of the extensions .cjs, .mjs, .js", {
      runtime = Runtime.SYNTHETICS_NODEJS_PLAYWRIGHT_6_0, test = asset "python",
    })
    refuses_canary("needs the script at python/canary.py", {
      runtime = Runtime.SYNTHETICS_PYTHON_SELENIUM_5_1, test = asset "top",
    })
  end)

  it("refuses groups with too many canaries", function()
    local canaries = {}
    for i = 1, 10 do canaries[i] = Canary.from_canary_name(stack, "Canary" .. i, "c" .. i) end
    local group = Group(stack, "Full", { canaries = canaries })
    refuses("a group can contain at most 10 canaries, got 11", group.add_canary, group, canaries[1])
    canaries[11] = canaries[1]
    refuses("a group can contain at most 10 canaries, got 11", Group, stack, "More", { canaries = canaries })
  end)
end)
