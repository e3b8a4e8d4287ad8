--- Runs a job of Glue.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local cdk = require "aws_cdk"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local function check(self, workers)
  if workers.worker_type and workers.worker_type_v2 then
    engine.fail(self, "worker_configuration: give worker_type or worker_type_v2, not both")
  elseif not workers.worker_type and not workers.worker_type_v2 then
    engine.fail(self, "worker_configuration: give worker_type_v2")
  end
end

local function minutes(props)
  local timeout = props.task_timeout
  if props.timeout then return props.timeout:to_minutes() end
  if not timeout then return nil end
  if timeout.seconds then return cdk.Duration.seconds(timeout.seconds):to_minutes() end
  return timeout.path and stepfunctions.JsonPath.number_at(timeout.path)
end

local function parameters(self, props)
  if props.worker_configuration then check(self, props.worker_configuration) end
  local workers = props.worker_configuration or {}
  local worker_type = workers.worker_type
  if not worker_type and workers.worker_type_v2 then worker_type = workers.worker_type_v2.name end
  return engine.ordered("JobName", props.glue_job_name, "Arguments", task.value(props.arguments),
    "Timeout", minutes(props), "SecurityConfiguration", props.security_configuration,
    "NotificationProperty", props.notify_delay_after
      and engine.ordered("NotifyDelayAfter", props.notify_delay_after:to_minutes()) or engine.NULL,
    "WorkerType", worker_type, "NumberOfWorkers", workers.number_of_workers, "ExecutionClass", props.execution_class)
end

return {
  GlueStartJobRun = task.class("GlueStartJobRun", {
    service = "glue", api = "startJobRun",
    patterns = task.REQUEST_OR_JOB,
    own_timeout = true,
    -- `arguments` are those of the job.
    base_properties = function(props)
      local all = l2.with({}, props)
      all.arguments = nil
      return all
    end,
    policies = function(self, props)
      local actions = { "glue:StartJobRun" }
      if self._pattern == integration.RUN_JOB then
        actions = { "glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun" }
      end
      return {
        task.allow(actions, {
          task.arn(self, "glue", "job", props.glue_job_name),
        }),
      }
    end,
    metrics = function(_, props)
      return {
        metric_prefix_singular = "GlueJob", metric_prefix_plural = "GlueJobs",
        metric_dimensions = { GlueJobName = props.glue_job_name },
      }
    end,
    parameters = parameters,
  }),
}
