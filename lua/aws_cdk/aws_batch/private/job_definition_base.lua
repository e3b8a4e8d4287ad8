--- What job definitions have in common.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local lazily = require "aws_cdk.aws_batch.private.lazily"

local Base = l2.resource("aws_cdk.aws_batch.JobDefinitionBase", cdk.Resource, {
  arn = { "job_definition_arn", "ref", service = "batch", resource = "job-definition" },
  name = { "job_definition_name" },
})

--- Arguments: scope, id, JobDefinitionProps.
function Base:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.job_definition_name })
  self.parameters = props.parameters
  self.retry_attempts = props.retry_attempts
  self.retry_strategies = props.retry_strategies or {}
  self.scheduling_priority = props.scheduling_priority
  self.timeout = props.timeout
  self.skip_deregister_on_update = props.skip_deregister_on_update
end

--- What happens after an attempt that ends for the strategy's reason.
function Base:add_retry_strategy(strategy) table.insert(self.retry_strategies, strategy) end

local function evaluation(strategy)
  return l2.with({ action = strategy.action }, engine.fields(strategy.on))
end

--- The properties of the L1 resource, with `more`.
function Base:_properties(props, more)
  local skip = self.skip_deregister_on_update
  return l2.with({
    job_definition_name = props.job_definition_name,
    parameters = self.parameters,
    retry_strategy = {
      attempts = self.retry_attempts, evaluate_on_exit = lazily(self.retry_strategies, evaluation),
    },
    scheduling_priority = self.scheduling_priority,
    timeout = { attempt_duration_seconds = self.timeout and self.timeout:to_seconds() },
    resource_retention_policy = skip ~= nil and { skip_deregister_on_update = skip } or nil,
  }, more)
end

--- Gives `class` its import by ARN; `init(self)` sets the rest.
function Base._imports(class, noun, init)
  l2.imports(class, Base, {
    arn = { "job_definition_arn", service = "batch", resource = "job-definition" }, name = { "job_definition_name" },
    noun = noun, environment = false,
  }, init)
end

return Base
