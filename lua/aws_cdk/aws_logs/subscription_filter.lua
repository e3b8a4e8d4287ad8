--- Sends the events of a log group that match a pattern to a destination.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local logs = require "aws_cdk.aws_logs"

local KINESIS = "aws_cdk.aws_logs_destinations.KinesisDestination"

local SubscriptionFilter = engine.class("aws_cdk.aws_logs.SubscriptionFilter", cdk.Resource)

local function is_kinesis(destination)
  local class = engine.class_of(destination)
  while class do
    if class.__name == KINESIS then return true end
    class = rawget(class, "__base")
  end
  return false
end

function SubscriptionFilter:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.filter_name })
  local distribution = props.distribution
  if distribution ~= nil and not engine.is_unresolved(distribution) and not is_kinesis(props.destination) then
    engine.fail(self, "distribution can be used only with a KinesisDestination")
  end
  local bound = engine.ask(self, "aws_cdk.aws_logs.ILogSubscriptionDestination", "bind", props.destination, self,
    props.log_group)
  logs.CfnSubscriptionFilter(self, "Resource", {
    log_group_name = props.log_group.log_group_ref.log_group_name,
    destination_arn = bound.arn,
    role_arn = bound.role and bound.role.role_arn,
    filter_pattern = props.filter_pattern.log_pattern_string,
    filter_name = self.physical_name,
    distribution = distribution,
  })
end

return { SubscriptionFilter = SubscriptionFilter }
