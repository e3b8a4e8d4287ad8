local engine = require "luacdk.engine"
local handler_marks = require "aws_cdk.private.handler_marks"
local cdk = require "aws_cdk"
local logs = require "aws_cdk.aws_logs"
local mutating_priority = require "aws_cdk.private.mutating_priority"

local LOG_GROUP, LOG_RETENTION = handler_marks.LOG_GROUP, handler_marks.LOG_RETENTION
local RUNTIME_FAMILY, SINGLETON = handler_marks.RUNTIME_FAMILY, handler_marks.SINGLETON

--- Aspect that sets the retention of the logs of the library's functions.
local CustomResourceLogRetention = engine.class("aws_cdk.custom_resources.CustomResourceLogRetention")

function CustomResourceLogRetention:init(retention) self._retention = retention end

function CustomResourceLogRetention:visit(construct)
  for _, entry in ipairs(construct.node.metadata) do
    local resource = construct.node.default_child
    if entry.type == LOG_GROUP or entry.type == LOG_RETENTION then
      resource:add_property_override("RetentionInDays", self._retention)
    elseif entry.type == SINGLETON and resource and not resource.logging_config then
      local group = logs.LogGroup(resource, "logGroup", { retention = self._retention })
      group.node:add_metadata(LOG_GROUP, true)
      resource:add_property_override("LoggingConfig", { LogGroup = group.log_group_name })
    end
  end
end

--- Aspect that sets the removal policy of the log groups of the library's functions.
local CustomResourceRemovalPolicy = engine.class("aws_cdk.custom_resources.CustomResourceRemovalPolicy")

function CustomResourceRemovalPolicy:init(policy) self._policy = policy end

function CustomResourceRemovalPolicy:visit(construct)
  for _, entry in ipairs(construct.node.metadata) do
    if entry.type == LOG_GROUP then construct.node.default_child:apply_removal_policy(self._policy) end
  end
end

--- Aspect that sets the runtime of the library's functions of the same runtime family.
local CustomResourceLambdaRuntime = engine.class("aws_cdk.custom_resources.CustomResourceLambdaRuntime")

function CustomResourceLambdaRuntime:init(runtime) self._runtime = runtime end

function CustomResourceLambdaRuntime:visit(construct)
  local runtime = self._runtime
  for _, entry in ipairs(construct.node.metadata) do
    if entry.type == RUNTIME_FAMILY and entry.data == runtime.family then
      construct.node.default_child:add_property_override("Runtime", runtime.name)
    end
  end
end

--- Settings of the functions that the library itself puts into stacks.
local CustomResourceConfig = engine.class("aws_cdk.custom_resources.CustomResourceConfig")

function CustomResourceConfig:init(scope) self._scope = scope end

function CustomResourceConfig.of(scope) return CustomResourceConfig(scope) end

local function add(self, aspect)
  cdk.Aspects.of(self._scope):add(aspect, { priority = mutating_priority(self._scope) })
end

function CustomResourceConfig:add_log_retention_lifetime(retention) add(self, CustomResourceLogRetention(retention)) end
function CustomResourceConfig:add_removal_policy(policy) add(self, CustomResourceRemovalPolicy(policy)) end
function CustomResourceConfig:add_lambda_runtime(runtime) add(self, CustomResourceLambdaRuntime(runtime)) end

return {
  CustomResourceConfig = CustomResourceConfig,
  CustomResourceLogRetention = CustomResourceLogRetention,
  CustomResourceRemovalPolicy = CustomResourceRemovalPolicy,
  CustomResourceLambdaRuntime = CustomResourceLambdaRuntime,
}
