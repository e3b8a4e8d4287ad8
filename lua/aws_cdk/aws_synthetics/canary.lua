--- Canaries: scripts that watch endpoints.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local check_name = require "aws_cdk.aws_synthetics.private.check_name"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local imported_by_name = require "aws_cdk.aws_synthetics.private.imported_by_name"
local kms = require "aws_cdk.aws_kms"
local l2 = require "aws_cdk.l2"
local s3 = require "aws_cdk.aws_s3"
local synthetics = require "aws_cdk.aws_synthetics"

local fail, is_unresolved = engine.fail, engine.is_unresolved

local NODEJS = 0
local LONGEST_OWN_NAME, START_OF_NAME, FINGERPRINT = 21, 15, 6
local LONGEST_NAME = 255
local HANDLER = [[^([0-9a-zA-Z_-]+\/)*[0-9A-Za-z_\\-]+\.[A-Za-z_][A-Za-z0-9_]*$]]
local OLD_HANDLER = [[^[0-9A-Za-z_\\-]+\.handler*$]]
local MEMORY_STEP = 64
local RUN_CONFIG = "aws_synthetics.CfnCanary.RunConfigProperty."
local MOST_BROWSERS = 2

-- Versions of runtimes that can be tried before an update.
local DRY_RUN_SINCE = { ["nodejs-puppeteer"] = 10, ["nodejs-playwright"] = 2, ["python-selenium"] = 5.1 }

local CLEANUP_TYPE = "Custom::SyntheticsAutoDeleteUnderlyingResources"
local CLEANUP_HANDLER = "aws-synthetics/auto-delete-underlying-resources-handler"
local CLEANUP_TAG = "aws-cdk:auto-delete-underlying-resources"

local Canary = l2.resource("aws_cdk.aws_synthetics.Canary", cdk.Resource, {
  name = { "canary_name" }, attributes = { canary_id = "attr_id", canary_state = "attr_state" },
})

-- Names of canaries are short, so longer ones end with their fingerprint.
local function own_name(self)
  local name = cdk.Names.unique_id(self):lower()
  if #name <= LONGEST_OWN_NAME then return name end
  return name:sub(1, START_OF_NAME) .. assets.sha256(name):sub(1, FINGERPRINT)
end

local function check_dry_run(self, runtime, wanted)
  local name = runtime.name
  if wanted ~= true or is_unresolved(name) then return end
  local kind, version = name:match "^syn%-(%a+%-%a+)%-(%d+%.%d+)$"
  local since = DRY_RUN_SINCE[kind]
  if not since or tonumber(version) < since then
    fail(self, "dry_run_and_update needs runtime syn-nodejs-puppeteer-10.0, syn-nodejs-playwright-2.0, "
      .. "syn-python-selenium-5.1 or later, got %s", name)
  end
end

local function check_browsers(self, runtime, browsers)
  if not browsers then return end
  if #browsers > MOST_BROWSERS or #browsers == 0 then
    fail(self, "browser_configs must have 1 to %d items, got %d", MOST_BROWSERS, #browsers)
  end
  if l2.includes(browsers, "FIREFOX") and not is_unresolved(runtime.name)
    and runtime.name:find("python-selenium", 1, true) then
    fail(self, "runtimes of Selenium have no Firefox; -> choose CHROME, or a runtime of Puppeteer or Playwright")
  end
end

-- ---------------------------------------------------------------------------------------------------------------------

local function statement(resource, conditions, ...)
  return iam.PolicyStatement { resources = { resource }, actions = { ... }, conditions = conditions }
end

local function default_role(self, props)
  local bucket, prefix = self.artifacts_bucket, (props.artifacts_bucket_location or {}).prefix
  local logs = engine.stack_of(self):format_arn {
    service = "logs", resource = "log-group", arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    resource_name = "/aws/lambda/cwsyn-*",
  }
  local in_namespace = { StringEquals = { ["cloudwatch:namespace"] = "CloudWatchSynthetics" } }
  return iam.Role(self, "ServiceRole", {
    assumed_by = iam.ServicePrincipal "lambda.amazonaws.com",
    inline_policies = { canaryPolicy = iam.PolicyDocument { statements = {
      statement("*", nil, "s3:ListAllMyBuckets"),
      statement(bucket.bucket_arn, nil, "s3:GetBucketLocation"),
      statement(bucket:arn_for_objects((prefix ~= nil and prefix ~= "") and prefix .. "/*" or "*"), nil,
        "s3:PutObject"),
      statement("*", in_namespace, "cloudwatch:PutMetricData"),
      statement(logs, nil, "logs:CreateLogStream", "logs:CreateLogGroup", "logs:PutLogEvents"),
    } } },
    managed_policies = props.vpc and {
      iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AWSLambdaVPCAccessExecutionRole",
    } or nil,
  })
end

local function check_handler(self, handler, runtime)
  if is_unresolved(handler) then return end
  if runtime == synthetics.Runtime.SYNTHETICS_PYTHON_SELENIUM_1_0 then
    if not engine.matches(OLD_HANDLER, handler) then
      fail(self, "handler must be <file>.handler for the runtime %s, got %s", runtime.name, engine.display(handler))
    end
  elseif not engine.matches(HANDLER, handler) then
    fail(self, "handler must be <file>.<function> or <folder>/<file>.<function>, got %s", engine.display(handler))
  end
  l2.at_most(self, "aws_synthetics.CfnCanary.CodeProperty.handler", handler)
end

local function code_of(self, props)
  local test, runtime = props.test, props.runtime
  check_handler(self, test.handler, runtime)
  local bound = test.code:bind(self, test.handler, runtime.family, runtime.name)
  local location = bound.s3_location or {}
  return {
    handler = test.handler, script = bound.inline_code, s3_bucket = location.bucket_name,
    s3_key = location.object_key, s3_object_version = location.object_version,
  }
end

local function memory_of(self, size)
  local amount = l2.within(self, RUN_CONFIG .. "memory_in_mb", size, "memory", "mebibytes")
  if type(amount) == "number" and amount % MEMORY_STEP ~= 0 then
    fail(self, "memory must be a multiple of %d mebibytes, got %s", MEMORY_STEP, engine.display(amount))
  end
  return amount
end

local function run_config(self, props)
  local tracing, runtime = props.active_tracing, props.runtime
  if tracing == nil and not (props.environment_variables or props.memory or props.timeout) then return nil end
  if tracing and (runtime.family ~= NODEJS or not is_unresolved(runtime.name)
    and runtime.name:find("playwright", 1, true)) then
    fail(self, "active_tracing needs a runtime of Puppeteer, or syn-nodejs-2.0 or later, got %s",
      tostring(runtime.name))
  end
  return {
    active_tracing = tracing,
    environment_variables = props.environment_variables,
    memory_in_mb = memory_of(self, props.memory),
    timeout_in_seconds = l2.within(self, RUN_CONFIG .. "timeout_in_seconds", props.timeout, "timeout", "seconds"),
  }
end

local function schedule_of(props)
  local life, retries = props.time_to_live, props.max_retries
  return {
    duration_in_seconds = l2.number_text(life and life:to_seconds() or 0),
    expression = props.schedule and props.schedule.expression_string or "rate(5 minutes)",
    retry_config = retries and retries ~= 0 and { max_retries = retries } or nil,
  }
end

local function vpc_config(self, props)
  local vpc, groups = props.vpc, props.security_groups
  if not vpc then
    local without = props.vpc_subnets and "vpc_subnets" or groups and "security_groups"
    if without then fail(self, "%s needs a VPC: -> give `vpc` too", without) end
    return nil
  end
  local subnet_ids = vpc:select_subnets(props.vpc_subnets).subnet_ids
  if not is_unresolved(subnet_ids) and #subnet_ids == 0 then fail(self, "the VPC has no such subnets") end
  if not groups or #groups == 0 then
    groups = { ec2.SecurityGroup(self, "SecurityGroup", {
      vpc = vpc, description = "Automatic security group for Canary " .. cdk.Names.unique_id(self),
    }) }
  end
  self._connections:add_security_group(table.unpack(groups))
  return {
    vpc_id = vpc.vpc_id,
    subnet_ids = subnet_ids,
    security_group_ids = engine.lazy(function()
      return l2.pluck(self._connections.security_groups, "security_group_id")
    end, { kind = "list" }),
  }
end

local function artifact_config(self, props)
  local mode, key = props.artifact_s3_encryption_mode, props.artifact_s3_kms_key
  if not (mode or key) then return nil end
  if mode == "SSE_S3" and key then
    fail(self, "artifact_s3_kms_key cannot be combined with artifact_s3_encryption_mode S3_MANAGED; -> set KMS")
  end
  if mode and props.runtime.family ~= NODEJS then
    fail(self, "artifact_s3_encryption_mode needs a runtime of Playwright, or syn-nodejs-puppeteer-3.3 or later, got "
      .. "%s", tostring(props.runtime.name))
  end
  mode = mode or "SSE_KMS"
  if mode == "SSE_KMS" then
    key = key or kms.Key(self, "Key", { description = "Created by " .. self.node.path })
    key:grant_encrypt_decrypt(self.role)
  end
  return { s3_encryption = { encryption_mode = mode, kms_key_arn = key and key.key_arn } }
end

-- ---------------------------------------------------------------------------------------------------------------------

-- The function that Synthetics makes for a canary remains when the canary is deleted.
local function delete_function_too(self)
  local functions = engine.stack_of(self):format_arn {
    service = "lambda", resource = "function", arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    resource_name = "cwsyn-*",
  }
  local provider = cdk.CustomResourceProvider.get_or_create_provider(self, CLEANUP_TYPE, {
    bundled_handler = CLEANUP_HANDLER,
    use_cfn_response_wrapper = false,
    description = "Lambda function for auto-deleting underlying resources created by " .. self.canary_name .. ".",
    policy_statements = {
      engine.ordered("Effect", "Allow", "Action", { "lambda:DeleteFunction" }, "Resource", functions),
      engine.ordered("Effect", "Allow", "Action", { "synthetics:GetCanary" }, "Resource", "*"),
    },
  })
  cdk.CustomResource(self, "AutoDeleteUnderlyingResourcesCustomResource", {
    resource_type = CLEANUP_TYPE, service_token = provider.service_token,
    properties = { CanaryName = self.canary_name },
  })
  cdk.Tags.of(self._resource):add(CLEANUP_TAG, "true")
end

--- Arguments: scope, id, CanaryProps: runtime, test (required).
function Canary:init(scope, id, props)
  local name = props.canary_name ~= "" and props.canary_name or nil
  cdk.Resource.init(self, scope, id, {
    physical_name = name or engine.lazy(function() return own_name(self) end, { kind = "string" }),
  })
  if name then check_name(self, "canary_name", name, LONGEST_NAME) end
  if props.cleanup == "lambda" and props.provisioned_resource_cleanup then
    fail(self, "provisioned_resource_cleanup cannot be combined with cleanup LAMBDA; -> leave cleanup out")
  end
  local location = props.artifacts_bucket_location or {}
  self.artifacts_bucket = location.bucket or s3.Bucket(self, "ArtifactsBucket", {
    encryption = "KMS_MANAGED", enforce_ssl = true, lifecycle_rules = props.artifacts_bucket_lifecycle_rules,
  })
  self.role = props.role or default_role(self, props)
  if props.vpc then self._connections = ec2.Connections {} end
  check_dry_run(self, props.runtime, props.dry_run_and_update)
  check_browsers(self, props.runtime, props.browser_configs)

  local browsers
  for i, browser in ipairs(props.browser_configs or {}) do
    browsers = browsers or {}
    browsers[i] = { browser_type = browser }
  end
  local cleanup, start = props.provisioned_resource_cleanup, props.start_after_creation
  local failures, successes = props.failure_retention_period, props.success_retention_period
  local environment_key = props.environment_encryption
  local resource = synthetics.CfnCanary(self, "Resource", {
    artifact_s3_location = self.artifacts_bucket:s3_url_for_object(location.prefix),
    execution_role_arn = self.role.role_arn,
    start_canary_after_creation = start == nil or start,
    runtime_version = props.runtime.name,
    name = self.physical_name,
    schedule = schedule_of(props),
    failure_retention_period = failures and failures:to_days(),
    success_retention_period = successes and successes:to_days(),
    code = code_of(self, props),
    run_config = run_config(self, props),
    vpc_config = vpc_config(self, props),
    artifact_config = artifact_config(self, props),
    provisioned_resource_cleanup = cleanup ~= nil and (cleanup and "AUTOMATIC" or "OFF") or nil,
    dry_run_and_update = props.dry_run_and_update,
    browser_configs = browsers,
    resources_to_replicate_tags = props.resources_to_replicate_tags,
    kms_key_arn = environment_key and environment_key.key_ref.key_arn,
  })
  self._resource = resource
  if props.resources_to_replicate_tags and #props.resources_to_replicate_tags == 0 then
    cdk.Validations.of(resource):acknowledge {
      id = "CloudFormation-Validate::F3032",
      reason = "no tags are replicated, on purpose",
    }
  end
  self.canary_arn = imported_by_name.arn(self, "canary", self.canary_name)
  if props.cleanup == "lambda" then delete_function_too(self) end
end

Canary.get.connections = function(self)
  return self._connections or fail(self, "a canary without a VPC has no security groups; -> set vpc")
end

imported_by_name.gives(Canary, "canary")

return { Canary = Canary }
