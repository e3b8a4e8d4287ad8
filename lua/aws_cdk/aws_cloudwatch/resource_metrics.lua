-- The metrics of a class of resources, as its methods.
local cloudwatch = require "aws_cdk.aws_cloudwatch"

--- Gives `class` the method metric(metric_name, props) for any metric of a resource by its name, and a method for each
-- entry of `methods`: method name to { metric name, statistic }. The metrics are in `namespace`; `dimension`
-- identifies the resource, with the value of its field `field`.
return function(class, namespace, dimension, field, methods)
  local function metric(self, name, statistic, props)
    local all = { namespace = namespace, metric_name = name, dimensions_map = { [dimension] = self[field] },
      statistic = statistic }
    for k, v in pairs(props or {}) do all[k] = v end
    return cloudwatch.Metric(all):attach_to(self)
  end

  function class:metric(metric_name, props) return metric(self, metric_name, nil, props) end

  for method, row in pairs(methods) do
    class[method] = function(self, props) return metric(self, row[1], row[2], props) end
  end
end
