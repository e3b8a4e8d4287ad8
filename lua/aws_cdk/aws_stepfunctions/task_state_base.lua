--- States that let something outside of the state machine do the work.
---
--- A task is a class that extends this one:
---
---     local integration = require "aws_cdk.aws_stepfunctions.integration"
---     local TaskStateBase = require("aws_cdk.aws_stepfunctions").TaskStateBase
---
---     local SqsSendMessage = engine.class("aws_cdk.aws_stepfunctions_tasks.SqsSendMessage", TaskStateBase)
---     local PATTERNS = { integration.REQUEST_RESPONSE, integration.WAIT_FOR_TASK_TOKEN }
---
---     function SqsSendMessage:init(scope, id, props)
---       TaskStateBase.init(self, scope, id, props)
---       self._props = props
---       self._pattern = integration.pattern(self, props.integration_pattern, PATTERNS)
---       integration.needs_task_token(self, self._pattern, props.message_body, "message_body")
---       self._task_policies = { iam.PolicyStatement { actions = { "sqs:SendMessage" }, resources = { … } } }
---       self._task_metrics = nil
---     end
---
---     function SqsSendMessage:_render_task(top_level_query_language)
---       local language = self:_actual_query_language(top_level_query_language)
---       return integration.render(integration.arn("sqs", "sendMessage", self._pattern), engine.ordered(
---         "QueueUrl", self._props.queue.queue_url, "MessageBody", self._props.message_body.value), language)
---     end
---
---     return { SqsSendMessage = integration.query_languages(SqsSendMessage) }
---
--- What a task sets and defines:
---
---     _task_policies      list of the statements that the state machine's role needs, or nil; read when the state
---                         becomes part of a graph, so it may be set any time before
---     _task_metrics       { metric_prefix_singular, metric_prefix_plural, metric_dimensions }, each of them or nil
---     _own_timeout        true: TimeoutSeconds and TimeoutSecondsPath are the task's business alone
---     :_render_task(language of the state machine)   an ordered map: Resource, then Parameters or Arguments, and more
---
--- What it uses: self:_actual_query_language(top), self:add_retry(…), self._timeout, self._task_timeout,
--- self._heartbeat, self._heartbeat_timeout, and the functions of integration.lua.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local State = stepfunctions.State

local TaskStateBase = engine.class("aws_cdk.aws_stepfunctions.TaskStateBase", State)

local DEPRECATED = { { "timeout", "task_timeout" }, { "heartbeat", "heartbeat_timeout" } }

function TaskStateBase:init(scope, id, props)
  State.init(self, scope, id, props)
  self.end_states = { self }
  for _, name in ipairs(DEPRECATED) do
    if props[name[1]] ~= nil then
      engine.deprecated("aws_cdk.aws_stepfunctions.TaskStateBaseOptions#" .. name[1], "use `" .. name[2] .. "` instead")
    end
  end
  self._timeout = props.timeout
  self._task_timeout = props.task_timeout
  self._heartbeat = props.heartbeat
  self._heartbeat_timeout = props.heartbeat_timeout
  self._credentials = props.credentials
end

--- Tries again when one of the errors comes; several rules may be added.
function TaskStateBase:add_retry(props) return self:_add_retry(props) end

--- Goes on with `handler` when one of the errors comes and trying again did not help.
function TaskStateBase:add_catch(handler, props) return self:_add_catch(handler, props) end

--- Goes on with the state when the task has succeeded.
function TaskStateBase:next(next) return self:_go_on(next) end

function TaskStateBase:_when_bound_to_graph(graph)
  State._when_bound_to_graph(self, graph)
  for _, statement in ipairs(self._task_policies or {}) do graph:register_policy_statement(statement) end
  if self._credentials then
    graph:register_policy_statement(require("aws_cdk.aws_iam").PolicyStatement {
      actions = { "sts:AssumeRole" }, resources = { self._credentials.role.resource },
    })
  end
end

-- ---- definition -----------------------------------------------------------------------------------------------------

local function seconds(duration, timeout)
  if duration then return duration:to_seconds() end
  if not timeout then return nil end
  if timeout.seconds ~= nil then return timeout.seconds end
  return timeout.jsonata_expression
end

-- What a subclass makes of its task: Resource and the rest.
function TaskStateBase:_render_task()
  engine.fail(self, "%s needs a method _render_task(language) that gives Resource and Parameters or Arguments",
    engine.class_name(self))
end

-- What is common to all tasks, in the order of the definition. The language of the state machine does not count here:
-- the library asks only the state's own.
local function render_base(self, own)
  local credentials = self._credentials
  local timed = not self._own_timeout
  local task_timeout, heartbeat_timeout = self._task_timeout, self._heartbeat_timeout
  local rendered = engine.ordered(
    "Type", "Task",
    "Comment", self._comment,
    "TimeoutSeconds", timed and seconds(self._timeout, task_timeout) or nil,
    "TimeoutSecondsPath", timed and task_timeout and task_timeout.path or nil,
    "HeartbeatSeconds", seconds(self._heartbeat, heartbeat_timeout),
    "HeartbeatSecondsPath", heartbeat_timeout and heartbeat_timeout.path,
    "InputPath", asl.path(self, self._input_path),
    "OutputPath", asl.path(self, self._output_path),
    "ResultPath", asl.path(self, self._result_path),
    "Arguments", own.Arguments,
    "Output", self._outputs)
  engine.extend(rendered, self:_render_result_selector())
  if credentials then
    local role = engine.ordered()
    asl.set_field(role, "RoleArn", credentials.role.role_arn, self)
    rendered.Credentials = role
  end
  return engine.extend(rendered, self:_render_assign())
end

function TaskStateBase:to_state_json(top_level_query_language)
  local own = self:_render_task(top_level_query_language)
  local rendered = engine.extend(engine.ordered(), self:_render_query_language(top_level_query_language))
  engine.extend(rendered, self:_render_next_end())
  engine.extend(rendered, self:_render_retry_catch())
  engine.extend(rendered, render_base(self, own))
  return engine.extend(rendered, own)
end

-- ---- metrics --------------------------------------------------------------------------------------------------------

--- A metric of the task.
function TaskStateBase:metric(metric_name, props)
  local metrics = self._task_metrics
  local all = l2.with({
    namespace = "AWS/States", metric_name = metric_name, statistic = "sum",
    dimensions_map = metrics and metrics.metric_dimensions,
  }, props)
  return require("aws_cdk.aws_cloudwatch").Metric(all):attach_to(self)
end

-- Metrics: method → what follows the prefix, and whether it is measured in time.
local METRICS = {
  metric_run_time = { "RunTime", true }, metric_schedule_time = { "ScheduleTime", true },
  metric_time = { "Time", true }, metric_scheduled = { "Scheduled" }, metric_timed_out = { "TimedOut" },
  metric_started = { "Started" }, metric_succeeded = { "Succeeded" }, metric_failed = { "Failed" },
  metric_heartbeat_timed_out = { "HeartbeatTimedOut" },
}

for method, row in pairs(METRICS) do
  local suffix, is_time = row[1], row[2]
  TaskStateBase[method] = function(self, props)
    local metrics = self._task_metrics or {}
    local prefix = is_time and metrics.metric_prefix_singular or not is_time and metrics.metric_prefix_plural
    if not prefix then
      engine.fail(self, "the task has no metrics of its own; -> name one of AWS/States with metric(name)")
    end
    if is_time then
      local all = l2.with({ statistic = "avg" }, props)
      props = all
    end
    return self:metric(prefix .. suffix, props)
  end
end

return { TaskStateBase = TaskStateBase }
