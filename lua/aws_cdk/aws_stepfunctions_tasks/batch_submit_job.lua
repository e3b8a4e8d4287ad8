--- Submits a job to AWS Batch.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local l2 = require "aws_cdk.l2"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local MAX_DEPENDENCIES <const> = 20
local MAX_TAGS <const> = 50

local function check(self, props)
  local overrides, tags = props.container_overrides or {}, props.tags
  task.check_range(self, "array_size", props.array_size, 2, 10000)
  if #(props.depends_on or {}) > MAX_DEPENDENCIES then
    engine.fail(self, "depends_on must hold at most %d jobs, got %d", MAX_DEPENDENCIES, #props.depends_on)
  end
  task.check_range(self, "attempts", props.attempts, 1, 10)
  local seconds = props.timeout and props.timeout:to_seconds() or props.task_timeout and props.task_timeout.seconds
  if seconds and not engine.is_unresolved(seconds) and seconds < 60 then
    engine.fail(self, "the timeout must be at least 60 seconds, got %s", engine.display(seconds))
  end
  for _, name in ipairs(engine.keys(overrides.environment or {})) do
    if name:sub(1, 9) == "AWS_BATCH" then
      engine.fail(self, "container_overrides.environment: names that start with AWS_BATCH are reserved, got %s", name)
    end
  end
  local names = engine.keys(tags or {})
  for _, name in ipairs(names) do
    l2.check_length(self, "the name of a tag", name, 1, 128)
    l2.check_length(self, ("tags.%s"):format(name), tags[name], 0, 256)
  end
  if #names > MAX_TAGS then engine.fail(self, "tags must hold at most %d tags, got %d", MAX_TAGS, #names) end
end

local function seconds_of(props)
  local timeout = props.task_timeout
  if props.timeout then return props.timeout:to_seconds() end
  if not timeout then return nil end
  return timeout.seconds or timeout.path and stepfunctions.JsonPath.number_at(timeout.path)
end

local function text(number)
  if engine.is_unresolved(number) then return cdk.Tokenization.stringify_number(number) end
  return engine.to_json_string(nil, number)
end

local function container(overrides)
  if not overrides then return nil end
  local environment, resources = overrides.environment and engine.list {}, {}
  for i, name in ipairs(engine.keys(overrides.environment or {})) do
    environment[i] = engine.ordered("Name", name, "Value", overrides.environment[name])
  end
  local function need(kind, value)
    if value then resources[#resources + 1] = engine.ordered("Type", kind, "Value", text(value)) end
  end
  need("GPU", overrides.gpu_count)
  need("MEMORY", overrides.memory and overrides.memory:to_mebibytes())
  need("VCPU", overrides.vcpus)
  return engine.ordered("Command", overrides.command, "Environment", environment,
    "InstanceType", overrides.instance_type and overrides.instance_type:to_string(),
    "ResourceRequirements", #resources > 0 and resources or nil)
end

local function parameters(_, props)
  local dependencies
  for i, job in ipairs(props.depends_on or {}) do
    dependencies = dependencies or {}
    dependencies[i] = engine.ordered("JobId", job.job_id, "Type", job.type)
  end
  local seconds = seconds_of(props)
  return engine.ordered(
    "JobDefinition", props.job_definition_arn, "JobName", props.job_name, "JobQueue", props.job_queue_arn,
    "Parameters", task.value(props.payload),
    "ArrayProperties", props.array_size and { Size = props.array_size } or nil,
    "ContainerOverrides", container(props.container_overrides),
    "DependsOn", dependencies or props.depends_on,
    "RetryStrategy", props.attempts and { Attempts = props.attempts } or nil,
    "Tags", props.tags,
    "Timeout", seconds and { AttemptDurationSeconds = seconds } or nil)
end

return {
  BatchSubmitJob = task.class("BatchSubmitJob", {
    service = "batch", api = "submitJob",
    patterns = task.REQUEST_OR_JOB, default_pattern = integration.RUN_JOB,
    own_timeout = true,
    check = check,
    policies = function(self, props)
      local resources = { "*" }
      if not integration.is_expression(props.job_queue_arn) then
        resources = {
          task.arn(self, "batch", "job-definition", "*"),
          props.job_queue_arn,
        }
      end
      return {
        task.allow({ "batch:SubmitJob" }, resources),
        task.allow_managed_rule(self, "StepFunctionsGetEventsForBatchJobsRule"),
      }
    end,
    parameters = parameters,
  }),
}
