--- Metrics of the module's resources, in their own account and region.
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local l2 = require "aws_cdk.l2"

local M = {}

local NAMESPACE = "AWS/Bedrock-AgentCore"

--- A metric of the construct; dimensions of the options come last.
function M.of(self, name, dimensions, props)
  local all = l2.with({ namespace = NAMESPACE, metric_name = name }, props)
  all.dimensions_map = l2.with(dimensions, all.dimensions_map)
  all.region, all.account = all.region or self.stack.region, all.account or self.stack.account
  return cloudwatch.Metric(all)
end

--- Gives a class metric(name, props), whose dimensions are dimensions(self), and a method for each row: { name,
-- statistic, further dimensions }. Rows in `operations` are of methods whose first argument is an operation of the API.
function M.add(class, dimensions, rows, operations)
  function class:metric(name, props) return M.of(self, name, dimensions(self), props) end

  for method, row in pairs(rows) do
    class[method] = function(self, props)
      return self:metric(row[1], l2.with({ statistic = row[2], dimensions_map = row[3] }, props))
    end
  end
  if not operations then return end

  function class:metric_for_api_operation(name, operation, props)
    return self:metric(name, l2.with({ dimensions_map = { Operation = operation } }, props))
  end

  for method, row in pairs(operations) do
    class[method] = function(self, operation, props)
      return self:metric_for_api_operation(row[1], operation, l2.with({ statistic = row[2] }, props))
    end
  end
end

return M
