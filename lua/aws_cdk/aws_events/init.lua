-- Amazon EventBridge: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_events", {
  ApiDestination = "api_destination",
  Archive = "archive",
  Authorization = "connection",
  Connection = "connection",
  EventBus = "event_bus",
  EventBusGrants = "event_bus_grants",
  EventBusPolicy = "event_bus_policy",
  EventField = "event_field",
  HttpParameter = "connection",
  Match = "match",
  Rule = "rule",
  RuleTargetInput = "rule_target_input",
  Schedule = "schedule",
})
