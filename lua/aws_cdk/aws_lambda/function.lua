--- Functions: role, code, environment, network and everything around AWS::Lambda::Function.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local sqs = require "aws_cdk.aws_sqs"
local flags = require "aws_cdk.aws_lambda.flags"
local function_hash = require "aws_cdk.aws_lambda.function_hash"
local FunctionBase = require("aws_cdk.aws_lambda.function_base").FunctionBase
local Architecture = require("aws_cdk.aws_lambda.architecture").Architecture
local Runtime = require("aws_cdk.aws_lambda.runtime").Runtime

local fail = engine.fail
local is_unresolved = engine.is_unresolved
local base_init = FunctionBase.init
local FROM_IMAGE = Runtime.FROM_IMAGE

local Function = l2.resource("aws_cdk.aws_lambda.Function", FunctionBase, {
  arn = { "function_arn", service = "lambda", resource = "function", format = cdk.ArnFormat.COLON_RESOURCE_NAME },
  name = { "function_name" },
})

l2.held(Function, "role", "grant_principal", "architecture", "runtime", "timeout", "dead_letter_queue",
  "dead_letter_topic", "tenancy_config")

Function._can_create_permissions = true

-- Names that Lambda sets itself.
local RESERVED_VARIABLES = {}
for name in ([[
  _HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME
  AWS_LAMBDA_LOG_STREAM_NAME AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  AWS_LAMBDA_RUNTIME_API LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR
]]):gmatch "%S+" do
  RESERVED_VARIABLES[name] = true
end

-- ---- parts of the construction, in the order in which they happen ---------------------------------------------------

local MAX_NAME = 64 -- CloudFormation takes ARNs as well

local function check_names(self, props)
  local name = props.function_name
  if name and not is_unresolved(name) then
    if (utf8.len(name) or #name) > MAX_NAME then
      fail(self, "function_name must have at most %d characters, got %d", MAX_NAME, utf8.len(name) or #name)
    elseif not name:find "^[%w_-]+$" and name ~= "" then
      fail(self, "function_name %s contains characters other than letters, digits, hyphens and underscores",
        engine.display(name))
    end
  end
  l2.at_most(self, "aws_lambda.CfnFunctionProps.description", props.description)
end

-- Principal and policies are values, the same for every function.
local lambda_principal, basic_policy, durable_policy, vpc_policy

local function managed_policy(name)
  return iam.ManagedPolicy.from_aws_managed_policy_name("service-role/" .. name)
end

local function service_role(self, props)
  if not lambda_principal then
    lambda_principal = iam.ServicePrincipal "lambda.amazonaws.com"
    basic_policy = managed_policy "AWSLambdaBasicExecutionRole"
  end
  local policies = { basic_policy }
  if props.durable_config then
    durable_policy = durable_policy or managed_policy "AWSLambdaBasicDurableExecutionRolePolicy"
    policies[1] = durable_policy
  end
  if props.vpc then
    vpc_policy = vpc_policy or managed_policy "AWSLambdaVPCAccessExecutionRole"
    policies[2] = vpc_policy
  end
  return iam.Role(self, "ServiceRole", { assumed_by = lambda_principal, managed_policies = policies })
end

local function use_filesystem(self, config)
  local path = config.local_mount_path
  if not is_unresolved(path) then
    if not path:find "^/mnt/[%w_.-]+$" then
      fail(self, "the mount path %s of the filesystem must be /mnt/ followed by letters, digits, '-', '_' or '.'",
        engine.display(path))
    end
    l2.at_most(self, "aws_lambda.CfnFunction.FileSystemConfigProperty.local_mount_path", path,
      "the mount path of the filesystem")
  end
  for _, statement in ipairs(config.policies or {}) do
    self._role:add_to_principal_policy(statement)
  end
end

local watch_code -- function(function, code source, props), while luacdk check runs

local function check_code(self, code, props)
  local kinds = (code.inline_code and 1 or 0) + (code.s3_location and 1 or 0) + (code.image and 1 or 0)
  if kinds ~= 1 then
    fail(self, "the code must have exactly one of inline_code, s3_location and image; it has %d", kinds)
  end
  local from_image = code.image ~= nil and code.image ~= false
  if from_image ~= (props.handler == lambda.Handler.FROM_IMAGE) then
    fail(self, "handler must be lambda.Handler.FROM_IMAGE if, and only if, the code is an image; it is %s",
      engine.display(props.handler))
  elseif from_image ~= (props.runtime == FROM_IMAGE) then
    fail(self, "runtime must be lambda.Runtime.FROM_IMAGE if, and only if, the code is an image; it is %s",
      engine.display(props.runtime.name))
  elseif code.inline_code and not props.runtime._supports_inline_code then
    fail(self, "inline code is not allowed for the runtime %s; -> only NODEJS and PYTHON runtimes take it",
      props.runtime.name)
  end
end

local PROFILER_VARIABLES = {
  "AWS_CODEGURU_PROFILER_GROUP_NAME", "AWS_CODEGURU_PROFILER_TARGET_REGION", "AWS_CODEGURU_PROFILER_GROUP_ARN",
  "AWS_CODEGURU_PROFILER_ENABLED",
}

local function use_profiling(self, props)
  if not props.runtime.supports_code_guru_profiling then
    fail(self, "CodeGuru profiling does not support the runtime %s; -> Python and Java runtimes can be profiled",
      props.runtime.name)
  end
  for _, name in ipairs(PROFILER_VARIABLES) do
    if props.environment and props.environment[name] then
      cdk.Annotations.of(self):add_warning(table.concat(PROFILER_VARIABLES, ", ")
        .. " are set by profiling and should not be given in `environment`")
      break
    end
  end
  local group = props.profiling_group
  if not group then
    local profiler = require "aws_cdk.aws_codeguruprofiler"
    group = profiler.ProfilingGroup(self, "ProfilingGroup", {
      compute_platform = profiler.ComputePlatform.AWS_LAMBDA,
    })
  end
  group:grant_publish(self._role)
  local values = { group.profiling_group_name, group.env.region, group.profiling_group_arn, "TRUE" }
  for i, name in ipairs(PROFILER_VARIABLES) do
    if not (props.environment and props.environment[name] ~= nil) then
      self:add_environment(name, values[i])
    end
  end
end

local function use_dead_letters(self, props)
  local queue, topic, enabled = props.dead_letter_queue, props.dead_letter_topic, props.dead_letter_queue_enabled
  if queue and enabled == false then
    fail(self, "dead_letter_queue is given, so dead_letter_queue_enabled cannot be false")
  end
  if topic then
    if queue or enabled ~= nil then
      fail(self, "dead_letter_topic excludes dead_letter_queue and dead_letter_queue_enabled; -> give only one kind")
    end
    self:add_to_role_policy(iam.PolicyStatement { actions = { "sns:Publish" }, resources = { topic.topic_arn } })
    self._dead_letter_topic = topic
    return topic.topic_arn
  end
  queue = queue or sqs.Queue(self, "DeadLetterQueue", { retention_period = cdk.Duration.days(14) })
  self:add_to_role_policy(iam.PolicyStatement { actions = { "sqs:SendMessage" }, resources = { queue.queue_arn } })
  self._dead_letter_queue = queue
  return queue.queue_arn
end

local function check_without_vpc(self, props)
  local name = props.allow_all_outbound ~= nil and "allow_all_outbound"
    or props.security_groups and #props.security_groups > 0 and "security_groups"
    or props.vpc_subnets and "vpc_subnets"
    or props.ipv6_allowed_for_dual_stack and "ipv6_allowed_for_dual_stack"
    or props.allow_all_ipv6_outbound ~= nil and "allow_all_ipv6_outbound"
  if name then fail(self, "%s needs a VPC: -> give `vpc` too", name) end
end

local function vpc_config(self, props)
  local ec2 = require "aws_cdk.aws_ec2"
  local groups = props.security_groups
  if groups and #groups > 0 then
    local name = props.allow_all_outbound ~= nil and "allow_all_outbound"
      or props.allow_all_ipv6_outbound ~= nil and "allow_all_ipv6_outbound"
    if name then fail(self, "%s must be set on the security groups given", name) end
  else
    groups = {
      ec2.SecurityGroup(self, "SecurityGroup", {
        vpc = props.vpc,
        description = "Automatic security group for Lambda Function " .. cdk.Names.unique_id(self),
        allow_all_outbound = props.allow_all_outbound,
        allow_all_ipv6_outbound = props.allow_all_ipv6_outbound,
      }),
    }
  end
  self._connections = ec2.Connections { security_groups = groups }

  local filesystem = props.filesystem and props.filesystem.config.connections
  if filesystem then
    self._connections:allow_to(filesystem, filesystem.default_port or ec2.Port.tcp(2049))
  end

  local selected = props.vpc:select_subnets(props.vpc_subnets)
  -- The ids of an imported list that is known only at deployment are one token.
  if not props.allow_public_subnet and not engine.is_token(selected.subnet_ids) then
    local public = {}
    for _, subnet in ipairs(props.vpc.public_subnets) do
      public[tostring(subnet.subnet_id)] = true
    end
    for _, id in ipairs(selected.subnet_ids) do
      if public[tostring(id)] then
        fail(self, "a function in a public subnet cannot reach the internet; -> choose other subnets by "
          .. "`vpc_subnets`, or set allow_public_subnet = true if it does not need to")
      end
    end
  end
  self.node:add_dependency(selected.internet_connectivity_established)

  -- In the order in which references to other stacks become parameters.
  return engine.ordered(
    "ipv6_allowed_for_dual_stack", props.ipv6_allowed_for_dual_stack,
    "subnet_ids", selected.subnet_ids,
    "security_group_ids", l2.pluck(groups, "security_group_id"))
end

local function durable_config(self, config)
  cdk.Annotations.of(self):add_info_v2("aws-lambda:Function.DurableConfig",
    "adding or changing the durable configuration of an existing function replaces the function")
  return {
    execution_timeout = l2.within(self, "aws_lambda.CfnFunction.DurableConfigProperty.execution_timeout",
      config.execution_timeout, "execution_timeout of durable_config", "seconds"),
    retention_period_in_days = l2.within(self, "aws_lambda.CfnFunction.DurableConfigProperty.retention_period_in_days",
      config.retention_period, "retention_period of durable_config", "days"),
  }
end

local function snap_start(self, props)
  cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-lambda:snapStartRequirePublish",
    "SnapStart takes effect only for published versions; acknowledge this if the function has one")
  if props.runtime ~= FROM_IMAGE and not props.runtime.supports_snap_start then
    fail(self, "the runtime %s does not support SnapStart", props.runtime.name)
  elseif self:_is_tenant_isolated() then
    fail(self, "SnapStart cannot be used together with tenant isolation")
  elseif props.filesystem then
    fail(self, "SnapStart cannot be used together with a filesystem")
  elseif props.ephemeral_storage_size and props.ephemeral_storage_size:to_mebibytes() > 512 then
    fail(self, "SnapStart allows at most 512 MiB of ephemeral storage; ephemeral_storage_size is %s MiB",
      engine.display(props.ephemeral_storage_size:to_mebibytes()))
  end
  return props.snap_start:_render()
end

-- A deprecated property and the one that replaces it are mutually exclusive.
local function either(self, props, old, new)
  if props[old] then
    engine.deprecated("aws_cdk.aws_lambda.FunctionOptions#" .. old, "use `" .. new .. "` instead")
    if props[new] then fail(self, "%s and %s mean the same: -> give %s only", old, new, new) end
  end
  return props[old] or props[new]
end

local function logging_config(self, props)
  local format = either(self, props, "log_format", "logging_format")
  local application = either(self, props, "application_log_level", "application_log_level_v2")
  local system = either(self, props, "system_log_level", "system_log_level_v2")
  if (application or system) and format ~= "JSON" then
    fail(self, "log levels need logging_format = lambda.LoggingFormat.JSON; it is %s", engine.display(format))
  end
  local group = props.log_group
  if format or group then
    return {
      log_format = format,
      system_log_level = system,
      application_log_level = application,
      log_group = group and group.log_group_ref.log_group_name,
    }
  end
end

-- The rare properties of AWS::Lambda::Function, separate so that a plain function does not pay for them.
local function further_properties(self, props, l1, code, dead_letter_arn)
  if props.description then l1.description = props.description end
  if props.timeout then l1.timeout = props.timeout:to_seconds() end
  l1.memory_size = props.memory_size
  if props.ephemeral_storage_size then
    l1.ephemeral_storage = { size = props.ephemeral_storage_size:to_mebibytes() }
  end
  if props.vpc then
    l1.vpc_config = vpc_config(self, props)
  else
    check_without_vpc(self, props)
  end
  if dead_letter_arn then l1.dead_letter_config = { target_arn = dead_letter_arn } end
  l1.reserved_concurrent_executions = props.reserved_concurrent_executions
  local image = code.image
  if image and (image.cmd or image.entrypoint or image.working_directory) then
    l1.image_config = {
      command = image.cmd,
      entry_point = image.entrypoint,
      working_directory = image.working_directory,
    }
  end
  if props.environment_encryption then
    l1.kms_key_arn = props.environment_encryption.key_ref.key_arn
  end
  if props.filesystem then
    local config, direct_read = props.filesystem.config, props.filesystem._direct_s3_read
    l1.file_system_configs = {
      {
        arn = config.arn,
        local_mount_path = config.local_mount_path,
        s3_files_config = direct_read and { direct_s3_read = direct_read } or nil,
      },
    }
  end
  if props.code_signing_config then
    l1.code_signing_config_arn = props.code_signing_config.code_signing_config_ref.code_signing_config_arn
  end
  if props.architecture then l1.architectures = { props.architecture.name } end
  if props.runtime_management_mode then
    l1.runtime_management_config = props.runtime_management_mode.runtime_management_config
  end
  if props.tenancy_config then l1.tenancy_config = props.tenancy_config.tenancy_config_property end
  if props.durable_config then l1.durable_config = durable_config(self, props.durable_config) end
  if props.snap_start then l1.snap_start = snap_start(self, props) end
  l1.logging_config = logging_config(self, props)
  l1.recursive_loop = props.recursive_loop
end

-- Properties that neither the role, nor the code, nor the plain part of `init` reads.
local PLAIN = {
  code = true, handler = true, runtime = true, role = true, environment = true, function_name = true,
  initial_policy = true, current_version_options = true, layers = true, events = true,
}

local function code_property(code)
  local location, image = code.s3_location, code.image
  if location then
    return {
      s3_bucket = location.bucket_name,
      s3_key = location.object_key,
      s3_object_version = location.object_version,
      source_kms_key_arn = code.source_kms_key_arn,
      s3_object_storage_mode = code.s3_object_storage_mode,
    }
  end
  if not image and not code.source_kms_key_arn and not code.s3_object_storage_mode then
    return { zip_file = code.inline_code }
  end
  return {
    zip_file = code.inline_code,
    image_uri = image and image.image_uri,
    source_kms_key_arn = code.source_kms_key_arn,
    s3_object_storage_mode = code.s3_object_storage_mode,
  }
end

local function use_logs(self, props)
  if props.log_removal_policy then
    engine.deprecated("aws_cdk.aws_lambda.FunctionOptions#log_removal_policy", "use `log_group` instead")
    if props.log_group then
      fail(self, "log_removal_policy and log_group are mutually exclusive: -> set the removal policy on the log group")
    elseif flags.enabled(self, flags.USE_CDK_MANAGED_LOG_GROUP) then
      fail(self, "log_removal_policy cannot be used with the flag %s: -> set the removal policy on the log group it "
        .. "makes",
        flags.USE_CDK_MANAGED_LOG_GROUP)
    end
  end
  if props.log_retention then
    engine.deprecated("aws_cdk.aws_lambda.FunctionOptions#log_retention", "use `log_group` instead")
    if props.log_group then
      fail(self, "log_retention and log_group are mutually exclusive: -> set the retention on the log group")
    end
    local retention = logs.LogRetention(self, "LogRetention", {
      log_group_name = "/aws/lambda/" .. self.function_name,
      retention = props.log_retention,
      role = props.log_retention_role,
      log_retention_retry_options = props.log_retention_retry_options,
      removal_policy = props.log_removal_policy,
    })
    self._log_group = logs.LogGroup.from_log_group_arn(self, "LogGroup", retention.log_group_arn)
  end
end

local function depend_on_rules(self, groups, resource_type)
  for _, group in ipairs(groups or {}) do
    for _, child in ipairs(group.node:find_all()) do
      if engine.is_a(child, cdk.CfnResource) and child.cfn_resource_type == resource_type then
        self._resource.node:add_dependency(child)
      end
    end
  end
end

local function attach_filesystem(self, props)
  if not props.vpc then fail(self, "filesystem needs a VPC: -> give `vpc` too") end
  local config = props.filesystem.config
  if config.dependency then self.node:add_dependency(table.unpack(config.dependency)) end
  depend_on_rules(self, self.connections.security_groups, "AWS::EC2::SecurityGroupEgress")
  local connections = config.connections
  depend_on_rules(self, connections and connections.security_groups, "AWS::EC2::SecurityGroupIngress")
end

local function use_extensions(self, props)
  if props.insights_version then
    if props.runtime ~= FROM_IMAGE then
      local arn = props.insights_version:_bind(self, self).arn
      self:add_layers(lambda.LayerVersion.from_layer_version_arn(self, "LambdaInsightsLayer", arn))
    end
    self._role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(
      "CloudWatchLambdaInsightsExecutionRolePolicy"))
  end

  local adot = props.adot_instrumentation
  if adot then
    local wrapper = lambda.AdotLambdaExecWrapper
    if props.runtime == FROM_IMAGE then
      fail(self, "adot_instrumentation adds a layer, which a container image cannot have")
    elseif self._runtime == Runtime.GO_1_X then
      fail(self, "adot_instrumentation does not support the runtime go1.x")
    elseif self._runtime.family == lambda.RuntimeFamily.PYTHON and adot.exec_wrapper ~= wrapper.INSTRUMENT_HANDLER then
      fail(self, "exec_wrapper of adot_instrumentation must be AdotLambdaExecWrapper.INSTRUMENT_HANDLER for Python")
    end
    local arn = adot.layer_version:_bind(self).arn
    self:add_layers(lambda.LayerVersion.from_layer_version_arn(self, "AdotLayer", arn))
    self:add_environment("AWS_LAMBDA_EXEC_WRAPPER", adot.exec_wrapper)
  end

  if props.params_and_secrets then
    local layer = props.params_and_secrets:_bind(self, self)
    self:add_layers(lambda.LayerVersion.from_layer_version_arn(self, "ParamsAndSecretsLayer", layer.arn))
    for name, value in pairs(layer.environment_vars) do self:add_environment(name, value) end
  end
end

-- The steps after creating the resource, for functions with more than the plain properties.
local function further_steps(self, props)
  local tracing = props.tracing or props.adot_instrumentation and "Active"
  if tracing and tracing ~= "Disabled" then
    self:add_to_role_policy(iam.PolicyStatement {
      actions = { "xray:PutTraceSegments", "xray:PutTelemetryRecords" },
      resources = { "*" },
    })
    self._resource.tracing_config = { mode = tracing }
  end
end

function Function:init(scope, id, props)
  local function_name = props.function_name
  base_init(self, scope, id, function_name and { physical_name = function_name } or nil)
  if function_name or props.description then check_names(self, props) end

  local role = props.role or service_role(self, props)
  self._role = role
  self._grant_principal = role

  -- Most functions have only the plain properties; one look at the given ones saves dozens of tests.
  local plain = true
  for name in next, props do
    if not PLAIN[name] then
      plain = false
      break
    end
  end

  self._tenancy_config = props.tenancy_config
  if props.filesystem then use_filesystem(self, props.filesystem.config) end
  if props.initial_policy then
    for _, statement in ipairs(props.initial_policy) do role:add_to_principal_policy(statement) end
  end

  local code_source = props.code
  local code = engine.ask(self, "aws_cdk.aws_lambda.Code", "bind", code_source, self)
  check_code(self, code, props)
  if watch_code then watch_code(self, code_source, props) end

  if props.profiling or props.profiling_group and props.profiling ~= false then
    use_profiling(self, props)
  end
  if props.environment then
    for _, name in ipairs(engine.keys(props.environment)) do
      self:add_environment(name, props.environment[name])
    end
  end
  local dead_letter_arn
  if not plain and (props.dead_letter_queue or props.dead_letter_queue_enabled or props.dead_letter_topic) then
    dead_letter_arn = use_dead_letters(self, props)
  end
  local storage = props.ephemeral_storage_size
  if storage and not storage:is_unresolved() then
    local size = storage:to_mebibytes()
    if size < 512 or size > 10240 then
      fail(self, "ephemeral_storage_size must be 512 to 10240 MiB; it is %s MiB", engine.display(size))
    end
  end

  local runtime = props.runtime
  local l1
  if runtime == FROM_IMAGE then
    l1 = { code = code_property(code), role = role.role_arn, package_type = "Image" }
  else
    l1 = { code = code_property(code), role = role.role_arn, handler = props.handler, runtime = runtime._name }
  end
  l1.function_name = self.physical_name
  local variables = self._variables
  if variables then l1.environment = { variables = variables } end
  if not plain or code.image then further_properties(self, props, l1, code, dead_letter_arn) end

  local resource = lambda.CfnFunction(self, "Resource", l1)
  self._resource = resource
  if not plain then further_steps(self, props) end
  self._log_group = props.log_group
  resource._node:add_dependency(role)

  if runtime == rawget(Runtime, "NODEJS_LATEST") then
    -- The reference makes a runtime of its own here, which its list of all runtimes keeps; hashes of layers include it.
    Runtime._join(runtime)
  end
  self._runtime = runtime
  self._timeout = props.timeout
  self._architecture = props.architecture or Architecture.X86_64

  if props.layers then
    if runtime == FROM_IMAGE then
      fail(self, "a function from a container image cannot have layers: -> put their content into the image")
    end
    self:add_layers(table.unpack(props.layers))
  end
  if props.events then
    for _, event in ipairs(props.events) do self:add_event_source(event) end
  end
  if not plain then use_logs(self, props) end
  if not self._log_group and flags.enabled(self, flags.USE_CDK_MANAGED_LOG_GROUP) then
    self._log_group = logs.LogGroup(self, "LogGroup", { log_group_name = "/aws/lambda/" .. self.function_name })
  end

  if engine.has(code_source, "bind_to_resource") then code_source:bind_to_resource(resource) end
  self._current_version_options = props.current_version_options

  if plain then return end
  self:_configure_async_invoke_by(props)
  if props.filesystem then attach_filesystem(self, props) end
  use_extensions(self, props)
end

-- ---- attributes -----------------------------------------------------------------------------------------------------

Function.get.resource_arns_for_grant_invoke = function(self)
  local arn = self.function_arn
  return { arn, arn .. ":*" }
end

--- Where the function logs. Reading it for a function without a log group makes one that never expires.
l2.kept(Function, "log_group", function(self)
  local retention = logs.LogRetention(self, "LogRetention", {
    log_group_name = "/aws/lambda/" .. self.function_name,
    retention = logs.RetentionDays.INFINITE,
  })
  return logs.LogGroup.from_log_group_arn(self, self.node.id .. "-LogGroup", retention.log_group_arn)
end)

-- From now on environment variables are rendered sorted by name.
local function sort_variables(self)
  if not self._variables then return end
  local sorted = {}
  for name, value in pairs(self._variables) do sorted[name] = value end
  self._variables = sorted
  if not self._edge then self._resource.environment = { variables = sorted } end
end

--- The version of the function as it is configured at synthesis: a changed function is a new version.
Function.get.current_version = function(self)
  local version = self._current_version
  if version then return version end
  if self._warn_if_current_version_called then
    FunctionBase._warn_invoke_function_permissions(self)
  end
  local props = { lambda = self }
  for name, value in pairs(self._current_version_options or {}) do props[name] = value end
  version = lambda.Version(self, "CurrentVersion", props)
  self._current_version = version
  sort_variables(self)
  local cfn = version.node.default_child
  -- With 32 digits of hash the id must stay within 255 characters.
  local id = engine.resolve(self, cfn.logical_id):sub(-223)
  cfn:override_logical_id(engine.lazy(function()
    return id .. function_hash.calculate(self, table.concat(self._hash_mixins or {}))
  end))
  return version
end

-- ---- methods --------------------------------------------------------------------------------------------------------

--- Sets an environment variable; a second value for a name replaces the first.
-- @param options `remove_in_edge = true` to leave it out of Lambda@Edge functions
-- @return the function
function Function:add_environment(key, value, options)
  if RESERVED_VARIABLES[key] then
    fail(self, "the environment variable %s is reserved by Lambda", key)
  elseif type(value) ~= "string" and not is_unresolved(value) then
    fail(self, "the environment variable %s must be a string, not %s", tostring(key), engine.display(value))
  end
  local variables = self._variables
  if not variables then
    -- In the order of the calls, until a version is made: its hash must not depend on them.
    variables = self._current_version and {} or engine.ordered()
    self._variables = variables
  end
  variables[key] = value
  if options then
    options = options or {}
  end
  local removable = self._remove_in_edge
  if options and options.remove_in_edge then
    if not removable then
      removable = {}
      self._remove_in_edge = removable
    end
    removable[key] = true
  elseif removable then
    removable[key] = nil
  end
  local resource = self._resource
  if resource and not self._edge then resource.environment = { variables = variables } end
  return self
end

--- Prepares the function for Lambda@Edge, called when the ARN of one of its versions for it is read.
-- Variables marked for removal are rendered no more.
function Function:_prepare_edge()
  if self._edge then return end
  self._edge = true
  self._resource.environment = engine.lazy(function()
    local variables
    for key, value in pairs(self._variables or {}) do
      if not (self._remove_in_edge and self._remove_in_edge[key]) then
        variables = variables or {}
        variables[key] = value
      end
    end
    return variables and { variables = variables }
  end, { kind = "any" })
end

--- Fails if variables remain that Lambda@Edge does not allow; says which ones were removed.
function Function:_check_edge_compatibility()
  local removed, left = {}, {}
  for key in pairs(self._variables or {}) do
    local list = self._remove_in_edge and self._remove_in_edge[key] and removed or left
    list[#list + 1] = key
  end
  table.sort(removed)
  table.sort(left)
  for _, key in ipairs(removed) do
    cdk.Annotations.of(self):add_info(("the environment variable %s is left out for Lambda@Edge"):format(key))
  end
  if #left > 0 then
    fail(self, "Lambda@Edge allows no environment variables, and the function has [%s]; -> mark them by "
      .. "add_environment(key, value, { remove_in_edge = true })", table.concat(left, ", "))
  end
end

--- Makes a new version whenever this string changes.
function Function:invalidate_version_based_on(x)
  if is_unresolved(x) then
    fail(self, "invalidate_version_based_on takes a literal string, not a token")
  end
  local mixins = self._hash_mixins
  if not mixins then
    mixins = {}
    self._hash_mixins = mixins
  end
  mixins[#mixins + 1] = x
end

local function check_layer(self, layer)
  local runtimes = layer.compatible_runtimes
  if not runtimes then return end
  local names = {}
  for i, runtime in ipairs(runtimes) do
    if runtime:runtime_equals(self._runtime) then return end
    names[i] = runtime.name
  end
  fail(self, "the function's runtime is %s, but the layer is for [%s]", self._runtime.name, table.concat(names, ", "))
end

--- Adds layers, at most five in all.
function Function:add_layers(...)
  local layers = self._layers
  if not layers then
    layers = {}
    self._layers = layers
  end
  for i = 1, select("#", ...) do
    local layer = select(i, ...)
    if #layers == l2.limit "aws_lambda.CfnFunctionProps.layers" then
      fail(self, "a function can have at most %d layers, and this one already has that many", #layers)
    end
    check_layer(self, layer)
    layers[#layers + 1] = layer
  end
  local rendered = flags.enabled(self, flags.RECOGNIZE_LAYER_VERSION) and function_hash.sorted_layers(layers) or layers
  self._resource.layers = #rendered > 0 and l2.pluck(rendered, "layer_version_arn") or nil
end

--- An alias of the current version, a child of the function.
function Function:add_alias(alias_name, options)
  return FunctionBase._make_alias(self, self.current_version, alias_name, options)
end

--- For luacdk check: `watcher(function, code, props)` is called when a function has got its code.
function Function._watch_code(watcher) watch_code = watcher end

--- Says whether a property (by its CloudFormation name) is part of a version, for properties the library does not know.
function Function.classify_version_property(property_name, locked)
  function_hash.classify(property_name, locked)
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local ImportedFunction = engine.class("aws_cdk.aws_lambda.ImportedFunction", FunctionBase)

function ImportedFunction:init(scope, id, attrs)
  local arn = attrs.function_arn
  base_init(self, scope, id, { environment_from_arn = arn })
  if not is_unresolved(arn) and not arn:find "^arn:[^:]*:[^:]*:[^:]*:[^:]*:" then
    fail(self, "function_arn must be an ARN, arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME, got %s",
      engine.display(arn))
  end
  self.function_arn = arn
  self.function_name = cdk.Fn.select(6, cdk.Fn.split(":", arn))
  self.tenancy_config = attrs.tenancy_config
  self.role = attrs.role
  self.architecture = attrs.architecture or Architecture.X86_64
  self.grant_principal = attrs.role or iam.UnknownPrincipal { resource = self }
  if attrs.same_environment ~= nil then
    self._can_create_permissions = attrs.same_environment
  else
    self._can_create_permissions = self:_is_stack_account()
  end
  self._skip_permissions = attrs.skip_permissions or false
  if attrs.security_group then
    self._connections = require("aws_cdk.aws_ec2").Connections { security_groups = { attrs.security_group } }
  end
end

ImportedFunction.get.resource_arns_for_grant_invoke = Function.get.resource_arns_for_grant_invoke

--- A function defined elsewhere, described by its attributes.
function Function.from_function_attributes(scope, id, attrs)
  return ImportedFunction(scope, id, attrs)
end

--- A function defined elsewhere, by its ARN.
function Function.from_function_arn(scope, id, function_arn)
  return ImportedFunction(scope, id, { function_arn = function_arn })
end

--- A function of the stack's own account and region, by its name.
function Function.from_function_name(scope, id, function_name)
  return ImportedFunction(scope, id, {
    function_arn = engine.stack_of(scope):format_arn {
      service = "lambda",
      resource = "function",
      resource_name = function_name,
      arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    },
    same_environment = true,
  })
end

-- ---- metrics over all functions of the account ----------------------------------------------------------------------

--- A metric over all functions, by name.
function Function.metric_all(metric_name, props)
  local all = l2.with({ namespace = "AWS/Lambda", metric_name = metric_name }, props)
  return cloudwatch.Metric(all)
end

for name, row in pairs {
  concurrent_executions = { "ConcurrentExecutions", "max" },
  duration = { "Duration" },
  errors = { "Errors", "sum" },
  invocations = { "Invocations", "sum" },
  throttles = { "Throttles", "sum" },
  unreserved_concurrent_executions = { "UnreservedConcurrentExecutions", "max" },
} do
  Function["metric_all_" .. name] = function(props)
    local all = l2.with({ statistic = row[2] }, props)
    return Function.metric_all(row[1], all)
  end
end

return { Function = Function }
