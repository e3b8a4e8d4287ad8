--- Puts events on event buses.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local cdk = require "aws_cdk"

local function bus_arn(entry) return entry.event_bus and entry.event_bus.event_bus_ref.event_bus_arn end

local function check(self, props)
  if #props.entries == 0 then engine.fail(self, "entries must hold at least one event") end
  for _, entry in ipairs(props.entries) do
    if tostring(entry.source):sub(1, 4) == "aws." then
      engine.fail(self, "source must not start with 'aws.', got %s; such events are AWS's own",
        engine.display(entry.source))
    end
  end
end

return {
  EventBridgePutEvents = task.class("EventBridgePutEvents", {
    service = "events", api = "putEvents",
    patterns = task.REQUEST_OR_TOKEN,
    token_in = function(props)
      local details = {}
      for i, entry in ipairs(props.entries) do details[i] = entry.detail or {} end
      return details, "the detail of an entry"
    end,
    check = check,
    policies = function(self, props)
      local arns = {}
      for i, entry in ipairs(props.entries) do
        arns[i] = bus_arn(entry) or task.stack(self):format_arn {
          service = "events", resource = "event-bus", resource_name = "default",
          arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
        }
      end
      return { task.allow({ "events:PutEvents" }, arns) }
    end,
    parameters = function(_, props)
      local entries = {}
      for i, entry in ipairs(props.entries) do
        entries[i] = engine.ordered("Detail", task.value(entry.detail), "DetailType", entry.detail_type,
          "EventBusName", bus_arn(entry), "Source", entry.source)
      end
      return engine.ordered("Entries", entries)
    end,
  }),
}
