--- Events submit a job.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local MAX_NAME = 128

local BatchJob = engine.class "aws_cdk.aws_events_targets.BatchJob"

--- Arguments: job_queue_arn, job_queue_scope, job_definition_arn, job_definition_scope, BatchJobProps: job_name, size,
--- attempts, event (RuleTargetInput) and TargetBaseProps.
function BatchJob:init(job_queue_arn, job_queue_scope, job_definition_arn, job_definition_scope, props)
  self._queue = { arn = job_queue_arn, scope = job_queue_scope }
  self._definition = { arn = job_definition_arn, scope = job_definition_scope }
  self._props = props or {}
end

local function set(number)
  if number == 0 then return nil end
  return number
end

function BatchJob:bind(rule)
  local props, queue, definition = self._props, self._queue, self._definition
  local name, size, attempts = props.job_name, set(props.size), set(props.attempts)
  if name and not engine.is_unresolved(name) and (#name < 1 or #name > MAX_NAME) then
    engine.fail(rule, "job_name must have 1 to %d characters, got %d", MAX_NAME, #name)
  end
  name = name or cdk.Names.unique_resource_name(rule, { max_length = MAX_NAME })
  target.allow_dead_letters(rule, props.dead_letter_queue)
  local role = target.singleton_role(definition.scope)
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "batch:SubmitJob" }, resources = { definition.arn, queue.arn },
  })
  local config = target.base_config(props)
  config.arn, config.role, config.input, config.target_resource = queue.arn, role, props.event, queue.scope
  config.batch_parameters = {
    job_definition = definition.arn, job_name = name, array_properties = size and { size = size } or nil,
    retry_strategy = attempts and { attempts = attempts } or nil,
  }
  return config
end

return { BatchJob = BatchJob }
