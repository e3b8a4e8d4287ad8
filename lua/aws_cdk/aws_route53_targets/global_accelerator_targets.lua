--- Accelerators of Global Accelerator.
local engine = require "luacdk.engine"

--- Arguments: accelerator_domain_name, props.
local GlobalAcceleratorDomainTarget = engine.class "aws_cdk.aws_route53_targets.GlobalAcceleratorDomainTarget"

function GlobalAcceleratorDomainTarget:init(accelerator_domain_name, props)
  self._dns_name, self._props = accelerator_domain_name, props or {}
end

function GlobalAcceleratorDomainTarget:bind()
  return {
    hosted_zone_id = GlobalAcceleratorDomainTarget.GLOBAL_ACCELERATOR_ZONE_ID, dns_name = self._dns_name,
    evaluate_target_health = self._props.evaluate_target_health,
  }
end

--- Arguments: accelerator, props.
local GlobalAcceleratorTarget =
  engine.class("aws_cdk.aws_route53_targets.GlobalAcceleratorTarget", GlobalAcceleratorDomainTarget)

function GlobalAcceleratorTarget:init(accelerator, props)
  local dns_name = engine.has(accelerator, "dns_name") and accelerator.dns_name
  if not dns_name then
    engine.fail(nil, "the accelerator has no dns_name; -> give an IAccelerator, got %s", engine.display(accelerator))
  end
  GlobalAcceleratorDomainTarget.init(self, dns_name, props)
end

return {
  GlobalAcceleratorDomainTarget = GlobalAcceleratorDomainTarget, GlobalAcceleratorTarget = GlobalAcceleratorTarget,
}
