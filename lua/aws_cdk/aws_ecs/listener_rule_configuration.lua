--- What sends traffic to a service's target groups while it is deployed.
local engine = require "luacdk.engine"

local ListenerRuleConfiguration = engine.class "aws_cdk.aws_ecs.ListenerRuleConfiguration"

function ListenerRuleConfiguration:init() end

local ByArn = engine.class("aws_cdk.aws_ecs.ListenerRuleByArn", ListenerRuleConfiguration)

function ByArn:init(arn) self._listener_arn = arn end

--- A rule of an Application Load Balancer's listener.
function ListenerRuleConfiguration.application_listener_rule(rule) return ByArn(rule.listener_rule_arn) end

--- A listener of a Network Load Balancer.
function ListenerRuleConfiguration.network_listener(listener) return ByArn(listener.listener_arn) end

return { ListenerRuleConfiguration = ListenerRuleConfiguration }
