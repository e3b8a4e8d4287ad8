--- What the tasks of this folder have in common: a class from a row that says what is special about the service.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local TaskStateBase = require("aws_cdk.aws_stepfunctions").TaskStateBase

local M = {}

local REQUEST_RESPONSE <const>, RUN_JOB <const> = integration.REQUEST_RESPONSE, integration.RUN_JOB
local WAIT_FOR_TASK_TOKEN <const> = integration.WAIT_FOR_TASK_TOKEN

--- The integration patterns that services support.
M.REQUEST = { REQUEST_RESPONSE }
M.REQUEST_OR_JOB = { REQUEST_RESPONSE, RUN_JOB }
M.REQUEST_OR_TOKEN = { REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN }
M.ALL = { REQUEST_RESPONSE, RUN_JOB, WAIT_FOR_TASK_TOKEN }

--- An iam.PolicyStatement that allows the actions on the resources.
function M.allow(actions, resources, conditions)
  return require("aws_cdk.aws_iam").PolicyStatement { actions = actions, resources = resources,
    conditions = conditions }
end

--- The stack of the task.
function M.stack(task) return require("aws_cdk").Stack.of(task) end

--- The ARN service:…:resource/name in the account and region of the task.
function M.arn(task, service, resource, name)
  return M.stack(task):format_arn { service = service, resource = resource, resource_name = name }
end

--- What a state machine needs to be told by the managed rule `name` that a job has ended.
function M.allow_managed_rule(task, name)
  return M.allow({ "events:PutTargets", "events:PutRule", "events:DescribeRule" },
    { M.arn(task, "events", "rule", name) })
end

--- Fails unless the number, where it is known, lies from `min` to `max`; `unit` follows the bounds in the message.
function M.check_range(task, property, value, min, max, unit)
  if value == nil or engine.is_unresolved(value) or value >= min and value <= max then return end
  engine.fail(task, "%s must be %d to %d%s, got %s", property, min, max, unit or "", engine.display(value))
end

--- The class of the task `name`. The row holds
---
---   service, api     what the Resource names; or
---   resource         a function of the task and its language that gives the Resource
---   patterns         the supported integration patterns; none: the task has no such choice
---   default_pattern  the one without a word; REQUEST_RESPONSE if left out
---   own_timeout      true: what the timeouts mean is the task's business
---   base_properties  a function that gives the properties of the state, where some mean something else for the task
---   token_in         the property that must pass on the token of a callback; or a function of the properties that
---                    gives the value and the property's name
---   check            a function of the task and its properties that fails where they are wrong
---   metrics          a function that gives `_task_metrics`
---   policies         a function that gives `_task_policies`
---   parameters       a function of the task, its properties and its language that gives an ordered map
---   resource_pattern false: the Resource does not name the pattern; "given": only one that was given
---   single_language  true: the task has no json_path() and jsonata()
function M.class(name, row)
  local class = engine.class("aws_cdk.aws_stepfunctions_tasks." .. name, TaskStateBase)

  function class:init(scope, id, props)
    TaskStateBase.init(self, scope, id, row.base_properties and row.base_properties(props) or props)
    self._props = props
    self._own_timeout = row.own_timeout
    if row.patterns then
      self._pattern = integration.pattern(self, props.integration_pattern or row.default_pattern, row.patterns)
      local token_in = row.token_in
      if type(token_in) == "function" then
        integration.needs_task_token(self, self._pattern, token_in(props))
      elseif token_in then
        integration.needs_task_token(self, self._pattern, props[token_in], token_in)
      end
    end
    if row.check then row.check(self, props) end
    if row.metrics then self._task_metrics = row.metrics(self, props) end
    if row.policies then self._task_policies = row.policies(self, props) end
  end

  function class:_render_task(top_level_query_language)
    local language = row.single_language and integration.JSON_PATH
      or self:_actual_query_language(top_level_query_language)
    local resource
    if row.resource then
      resource = row.resource(self, language)
    else
      local pattern = self._pattern
      if row.resource_pattern == false then pattern = nil end
      if row.resource_pattern == "given" then pattern = self._props.integration_pattern end
      resource = integration.arn(row.service, row.api, pattern)
    end
    return integration.render(resource, row.parameters(self, self._props, language), language)
  end

  return row.single_language and class or integration.query_languages(class)
end

--- A list of what `render` makes of the items of `list`; nil if there is none.
function M.list(list, render)
  if not list or engine.is_unresolved(list) then return list end
  local all = engine.list {}
  for i, item in ipairs(list) do all[i] = render(item) end
  return all
end

--- The value of a TaskInput, or nil.
function M.value(input) return input and input.value end

return M
