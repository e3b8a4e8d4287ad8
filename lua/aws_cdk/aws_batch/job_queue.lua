--- Queues in which jobs wait for compute environments.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local lazily = require "aws_cdk.aws_batch.private.lazily"

local fail = engine.fail

local ROW = {
  arn = { "job_queue_arn", "attr_job_queue_arn", service = "batch", resource = "job-queue" },
  name = { "job_queue_name" }, environment = false,
}

local JobQueue = l2.resource("aws_cdk.aws_batch.JobQueue", cdk.Resource, { arn = ROW.arn })

local MAX_TIME = "aws_batch.CfnJobQueue.JobStateTimeLimitActionProperty.max_time_seconds"

local function time_limits(self, actions)
  if not actions or #actions == 0 then return nil end
  local all = {}
  for i, action in ipairs(actions) do
    all[i] = {
      action = action.action or batch.JobStateTimeLimitActionsAction.CANCEL,
      max_time_seconds = l2.within(self, MAX_TIME, action.max_time,
        ("job_state_time_limit_actions[%d].max_time"):format(i), "seconds"),
      reason = action.reason,
      state = action.state or batch.JobStateTimeLimitActionsState.RUNNABLE,
    }
  end
  return all
end

local function problems(environments)
  if #environments == 0 then
    return { "a queue needs a compute environment; give it compute_environments, or call add_compute_environment" }
  end
  local seen = {}
  for _, one in ipairs(environments) do
    if seen[one.order] then
      return { ("two compute environments have the order %s; give each its own"):format(engine.display(one.order)) }
    end
    seen[one.order] = true
  end
  return {}
end

--- Arguments: scope, id, JobQueueProps: compute_environments, a list of { compute_environment =, order = }, priority
--  (default 1), enabled, scheduling_policy, job_state_time_limit_actions, job_queue_name.
function JobQueue:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.job_queue_name })
  self.compute_environments = props.compute_environments or {}
  self.priority = props.priority or 1
  self.enabled = props.enabled
  self._scheduling_policy = props.scheduling_policy
  self._resource = batch.CfnJobQueue(self, "Resource", {
    compute_environment_order = lazily(self.compute_environments, function(one)
      return {
        compute_environment = one.compute_environment.compute_environment_ref.compute_environment_arn,
        order = one.order,
      }
    end),
    priority = self.priority,
    job_queue_name = props.job_queue_name,
    state = props.enabled ~= false and "ENABLED" or "DISABLED",
    scheduling_policy_arn = props.scheduling_policy
      and props.scheduling_policy.scheduling_policy_ref.scheduling_policy_arn,
    job_state_time_limit_actions = time_limits(self, props.job_state_time_limit_actions),
  })
  self.node:add_validation { validate = function() return problems(self.compute_environments) end }
end

JobQueue.get.job_queue_name = function(self)
  return engine.stack_of(self):split_arn(self.job_queue_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
end

JobQueue.get.scheduling_policy = function(self)
  local policy = self._scheduling_policy
  if policy and not (engine.has(policy, "scheduling_policy_arn") and engine.has(policy, "scheduling_policy_name")) then
    fail(self, "scheduling_policy must be an ISchedulingPolicy to be read again, got %s; -> read "
      .. "scheduling_policy_ref of your own instead", engine.display(policy))
  end
  return policy
end

--- A compute environment for the jobs of the queue. Those with a lower order are tried first.
function JobQueue:add_compute_environment(compute_environment, order)
  table.insert(self.compute_environments, { compute_environment = compute_environment, order = order })
end

local Imported = l2.imports(JobQueue, cdk.Resource, ROW, function(self)
  self.compute_environments, self.priority = {}, 1
end)

function Imported:add_compute_environment()
  fail(self, "an imported queue gets no compute environments; -> add them where it is made")
end

return { JobQueue = JobQueue }
