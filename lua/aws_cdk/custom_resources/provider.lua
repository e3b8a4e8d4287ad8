local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local custom_resources = require "aws_cdk.custom_resources"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"

local Construct = engine.Construct

--- Lets plain functions handle custom resources: it answers CloudFormation and waits for slow operations.
local Provider = engine.class("aws_cdk.custom_resources.Provider", Construct)

local function check(self, props)
  if not props.is_complete_handler then
    for _, name in ipairs {
      "query_interval", "total_timeout", "waiter_state_machine_log_options", "disable_waiter_state_machine_logging",
      "framework_complete_and_timeout_role",
    } do
      if props[name] ~= nil then engine.fail(self, "'%s' can only be given with an is_complete_handler", name) end
    end
  end
  if props.role and (props.framework_on_event_role or props.framework_complete_and_timeout_role) then
    engine.fail(self, "give either role, or framework_on_event_role and framework_complete_and_timeout_role, not both")
  end
end

-- A function of the framework may call the user's function and check whether it is ready.
local function allow(framework, handler)
  handler:grant_invoke(framework)
  framework:add_to_role_policy(iam.PolicyStatement {
    effect = iam.Effect.ALLOW, actions = { "lambda:GetFunction" }, resources = { handler.function_arn },
  })
end

local function add_function(self, props, entry_point, name, role)
  local fn = lambda.Function(self, "framework-" .. entry_point, {
    code = BundledCode "provider-framework/runtime",
    description = ("AWS CDK resource provider framework - %s (%s)"):format(entry_point, self.node.path):sub(1, 256),
    runtime = lambda.Runtime.NODEJS_LATEST,
    handler = "framework." .. entry_point,
    timeout = cdk.Duration.minutes(15),
    logging_format = lambda.LoggingFormat.JSON,
    application_log_level_v2 = props.framework_lambda_logging_level or lambda.ApplicationLogLevel.FATAL,
    log_retention = props.log_retention,
    log_group = props.log_group,
    vpc = props.vpc,
    vpc_subnets = props.vpc_subnets,
    security_groups = props.security_groups,
    role = props.role or role,
    function_name = name,
    environment_encryption = props.provider_function_env_encryption,
  })
  fn:add_environment("USER_ON_EVENT_FUNCTION_ARN", props.on_event_handler.function_arn)
  allow(fn, props.on_event_handler)
  if props.is_complete_handler then
    fn:add_environment("USER_IS_COMPLETE_FUNCTION_ARN", props.is_complete_handler.function_arn)
    allow(fn, props.is_complete_handler)
  end
  return fn
end

local function attempts(self, timeout, interval)
  local count = timeout:to_seconds() / interval:to_seconds()
  local whole = math.tointeger(count)
  if not whole then
    engine.fail(self, "total_timeout (%d s) must be a multiple of query_interval (%d s)", timeout:to_seconds(),
      interval:to_seconds())
  end
  return whole
end

function Provider:init(scope, id, props)
  Construct.init(self, scope, id)
  check(self, props)
  self.on_event_handler = props.on_event_handler
  self.is_complete_handler = props.is_complete_handler
  local on_event = add_function(self, props, "onEvent", props.provider_function_name, props.framework_on_event_role)
  if props.is_complete_handler then
    local role = props.framework_complete_and_timeout_role
    local is_complete = add_function(self, props, "isComplete", nil, role)
    local on_timeout = add_function(self, props, "onTimeout", nil, role)
    local interval = props.query_interval or cdk.Duration.seconds(5)
    local no_logs = props.disable_waiter_state_machine_logging
    if no_logs == nil then no_logs = true end
    local machine = custom_resources.WaiterStateMachine(self, "waiter-state-machine", {
      is_complete_handler = is_complete,
      timeout_handler = on_timeout,
      backoff_rate = 1,
      interval = interval,
      max_attempts = attempts(self, props.total_timeout or cdk.Duration.minutes(30), interval),
      log_options = props.waiter_state_machine_log_options,
      disable_logging = no_logs,
    })
    on_event:add_environment("WAITER_STATE_MACHINE_ARN", machine.state_machine_arn)
    machine:grant_start_execution(on_event)
  end
  self._entry_point = on_event
end

Provider.get.service_token = function(self) return self._entry_point.function_arn end

return { Provider = Provider }
