--- What services behind one load balancer have in common.
local engine = require "luacdk.engine"
local pattern = require "aws_cdk.aws_ecs_patterns.private.pattern"

local M = {}

--- A base class of services behind a load balancer of this class, a name in aws_elasticloadbalancingv2.
function M.class(name, balancer_class)
  local class = pattern.class(name)

  --- Has the load balancer send to the service.
  function class:_add_service_as_target(service) self.target_group:add_target(service) end

  class.get.load_balancer = function(self)
    local balancer = self._load_balancer
    if not engine.is_a(balancer, require("aws_cdk.aws_elasticloadbalancingv2")[balancer_class]) then
      engine.fail(self, "load_balancer is an imported one, which the pattern does not hand out; -> use the one "
        .. "that was given to it")
    end
    return balancer
  end

  return class
end

--- Sets the cluster and the number of tasks, which may be one that is known only at deployment if `later` says so.
function M.begin(self, props, later)
  self.cluster = pattern.only_cluster(self, props)
  if not (later and engine.is_unresolved(props.desired_count)) then
    pattern.check_count(self, props.desired_count, "desired_count")
  end
  self.internal_desired_count = props.desired_count
end

return M
