-- Custom resources of the library against the reference: programs of tools/golden/custom_resources.js.
local cdk = require "aws_cdk"
local cr = require "aws_cdk.custom_resources"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local golden = require "spec.support.golden"

local Duration = cdk.Duration
local cases = {}

function cases.api_calls(app)
  local stack = cdk.Stack(app, "S")
  local call = cr.AwsCustomResource(stack, "Call", {
    on_update = {
      service = "SSM", action = "getParameter", parameters = { Name = "n", WithDecryption = true },
      physical_resource_id = cr.PhysicalResourceId.of "id", output_paths = { "Parameter.Value" },
    },
    on_delete = {
      service = "CloudWatchLogs", action = "DeleteLogGroupCommand",
      parameters = { logGroupName = cr.PhysicalResourceIdReference() },
    },
    policy = cr.AwsCustomResourcePolicy.from_sdk_calls { resources = cr.AwsCustomResourcePolicy.ANY_RESOURCE },
    install_latest_aws_sdk = false, log_group = logs.LogGroup(stack, "Logs"),
  })
  cdk.CfnOutput(stack, "Value", { value = call:get_response_field "Parameter.Value" })
  local handler = lambda.Function(stack, "Handler", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X,
  })
  local provider = cr.Provider(stack, "Provider", {
    on_event_handler = handler, is_complete_handler = handler, query_interval = Duration.seconds(10),
    total_timeout = Duration.minutes(5), disable_waiter_state_machine_logging = false,
  })
  cdk.CustomResource(stack, "Resource", { service_token = provider.service_token })
  local config = cr.CustomResourceConfig.of(stack)
  config:add_log_retention_lifetime(logs.RetentionDays.TEN_YEARS)
  config:add_removal_policy(cdk.RemovalPolicy.DESTROY)
  config:add_lambda_runtime(lambda.Runtime.NODEJS_20_X)
end

function cases.log_retention(app)
  local stack = cdk.Stack(app, "S")
  cr.AwsCustomResource(stack, "Call", {
    on_create = { service = "S3", action = "listBuckets", physical_resource_id = cr.PhysicalResourceId.of "x" },
    policy = cr.AwsCustomResourcePolicy.from_sdk_calls { resources = cr.AwsCustomResourcePolicy.ANY_RESOURCE },
    log_retention = logs.RetentionDays.ONE_DAY,
  })
  cr.CustomResourceConfig.of(stack):add_log_retention_lifetime(logs.RetentionDays.TEN_YEARS)
end

describe("custom_resources", function()
  golden.check("custom_resources", cases)

  it("refuses calls that make no sense", function()
    local stack = cdk.Stack(cdk.App { auto_synth = false }, "S")
    local policy = cr.AwsCustomResourcePolicy.from_sdk_calls { resources = { "*" } }
    local id = cr.PhysicalResourceId.of "x"
    local count = 0
    local function refused(text, props)
      count = count + 1
      local ok, message = pcall(cr.AwsCustomResource, stack, "Call" .. count, props)
      assert.is_false(ok)
      assert.is_truthy(message:find(text, 1, true), message)
    end
    local call = { service = "S3", action = "listBuckets", physical_resource_id = id }
    refused("at least one of on_create", { policy = policy })
    refused("policy and role", { on_create = call })
    refused("needs a physical_resource_id", { policy = policy, on_create = { service = "S3", action = "listBuckets" } })
    refused("external_id", {
      policy = policy,
      on_create = { service = "S3", action = "listBuckets", physical_resource_id = id, external_id = "e" },
    })
    refused("PhysicalResourceIdReference", {
      policy = policy,
      on_create = {
        service = "S3", action = "headBucket", physical_resource_id = id,
        parameters = { Bucket = cr.PhysicalResourceIdReference() },
      },
    })
  end)
end)
