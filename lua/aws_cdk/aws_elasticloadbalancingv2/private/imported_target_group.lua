--- Target groups made elsewhere.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local full_names = require "aws_cdk.aws_elasticloadbalancingv2.private.full_names"

local Imported = engine.class("aws_cdk.aws_elasticloadbalancingv2.ImportedTargetGroupBase", constructs.Construct)

--- Arguments: scope, id, TargetGroupAttributes. `_metrics_class` of the class makes its metrics.
function Imported:init(scope, id, attrs)
  constructs.Construct.init(self, scope, id)
  local arn = attrs.target_group_arn
  self.target_group_arn = arn
  local name = engine.stack_of(scope):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  if not name then engine.fail(self, "%s is not the ARN of a target group", engine.display(arn)) end
  if not engine.is_unresolved(name) then name = name:match "^[^/]*" end
  self.target_group_name = name
  self.load_balancer_attached = constructs.DependencyGroup()
  self.load_balancer_arns = cdk.Aws.NO_VALUE
  local balancers = attrs.load_balancer_arns
  if balancers and balancers ~= "" then
    self.load_balancer_arns = balancers
    self._metrics = self._metrics_class(self, {
      TargetGroup = full_names.of_target_group(self, arn),
      LoadBalancer = full_names.of_load_balancer(self, balancers),
    })
  end
end

Imported.get.env = function(self) return engine.stack_of(self).env end

Imported.get.metrics = function(self)
  return self._metrics or engine.fail(self, "the metrics of an imported target group are those of its load balancer: "
    .. "-> import it with load_balancer_arns")
end

--- Adds targets by their method `attach`; those that must be listed in the group cannot be added.
function Imported:_add(attach, targets)
  for _, target in ipairs(targets) do
    if target[attach](target, self).target_json ~= nil then
      engine.fail(self, "an imported target group takes only targets that register themselves: -> make another group")
    end
  end
end

return Imported
