-- Metrics of tables that take an operation, or sum over several.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cloudwatch = require "aws_cdk.aws_cloudwatch"

local metrics = {}

-- `props` overridden by `more`; `operations` is not a property of metrics.
local function with(props, more)
  local all = l2.with({}, props)
  for key, value in pairs(more or {}) do all[key] = value end
  all.operations = nil
  return all
end

local function need_operation(self, name, props)
  local operation = props.dimensions_map and props.dimensions_map.Operation
  if not operation then
    engine.fail(self, "the metric %s is of one operation; -> give it as dimensions_map = { Operation = … }", name)
  end
  return operation
end

local function operations()
  return l2.pluck(engine.schema.type("aws_cdk.aws_dynamodb.Operation").values, "value")
end

-- One metric an operation, added up.
local function sum(self, name, label, props)
  props = props or {}
  local names, using, seen = {}, engine.ordered(), {}
  for _, operation in ipairs(props.operations or operations()) do
    local dimensions = { TableName = self.table_name, Operation = operation }
    local own = operation:lower()
    if own:find "^[^%l]" or own == "" then
      engine.fail(self, "the name of an operation must begin with a letter, got %s", engine.display(operation))
    end
    if not seen[own] then names[#names + 1], seen[own] = own, true end
    using[own] = self:metric(name, with(props, { statistic = props.statistic or "sum", dimensions_map = dimensions }))
  end
  return cloudwatch.MathExpression {
    expression = table.concat(names, " + "), using_metrics = using,
    color = props.color, label = label, period = props.period,
  }
end

--- Adds the metrics to a class; `make(self, name, statistic, props)` gives one, its dimensions among the props.
function metrics.add(class, make)
  --- What users did wrong, in all of the account's tables of the region.
  function class:metric_user_errors(props)
    return make(self, "UserErrors", "Sum", with(props, { dimensions_map = {} }))
  end

  --- What went wrong on DynamoDB's side in one operation, named in dimensions_map.
  function class:metric_system_errors(props)
    props = props or {}
    need_operation(self, "SystemErrors", props)
    local dimensions = { TableName = self.table_name }
    for key, value in pairs(props.dimensions_map) do dimensions[key] = value end
    return make(self, "SystemErrors", "Sum", with(props, { dimensions_map = dimensions }))
  end

  --- How long one operation, named in dimensions_map, takes when it succeeds.
  function class:metric_successful_request_latency(props)
    props = props or {}
    return make(self, "SuccessfulRequestLatency", "Average", with(props, {
      dimensions_map = {
        TableName = self.table_name, Operation = need_operation(self, "SuccessfulRequestLatency", props),
      },
    }))
  end

  --- How often an operation was throttled.
  function class:metric_throttled_requests_for_operation(operation, props)
    return make(self, "ThrottledRequests", "Sum", with({
      dimensions_map = { Operation = operation, TableName = self.table_name },
    }, props))
  end

  --- How often operations (all, unless props.operations names some) were throttled.
  function class:metric_throttled_requests_for_operations(props)
    return sum(self, "ThrottledRequests", "Sum of throttled requests across all operations", props)
  end

  --- What went wrong on DynamoDB's side in operations: all, unless props.operations names some.
  function class:metric_system_errors_for_operations(props)
    return sum(self, "SystemErrors", "Sum of errors across all operations", props)
  end
end

return metrics
