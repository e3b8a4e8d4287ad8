--- Instances that wait, already set up, for a group to need them.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"

local WarmPool = engine.class("aws_cdk.aws_autoscaling.WarmPool", cdk.Resource)

local function at_least(self, props, name, least)
  local value = props[name]
  if type(value) == "number" and value < least then
    engine.fail(self, "%s must be at least %d, got %s", name, least, engine.display(value))
  end
  return value
end

--- Arguments: scope, id, WarmPoolProps.
function WarmPool:init(scope, id, props)
  cdk.Resource.init(self, scope, id, {
    physical_name = engine.lazy(function() return cdk.Names.unique_id(self) end, { kind = "string" }),
  })
  autoscaling.CfnWarmPool(self, "Resource", {
    auto_scaling_group_name = props.auto_scaling_group.auto_scaling_group_ref.auto_scaling_group_name,
    instance_reuse_policy = props.reuse_on_scale_in ~= nil and { reuse_on_scale_in = props.reuse_on_scale_in } or nil,
    max_group_prepared_capacity = at_least(self, props, "max_group_prepared_capacity", -1),
    min_size = at_least(self, props, "min_size", 0),
    pool_state = props.pool_state,
  })
end

return { WarmPool = WarmPool }
