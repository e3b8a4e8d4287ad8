--- Where the events of a configuration set's e-mails go.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local ses = require "aws_cdk.aws_ses"

local fail, stack_of = engine.fail, engine.stack_of

local EventDestination = engine.class "aws_cdk.aws_ses.EventDestination"

function EventDestination:init() end

local Known = engine.class("aws_cdk.aws_ses.KnownEventDestination", EventDestination)

function Known:init(field, value) self[field] = value end

--- A topic of SNS.
function EventDestination.sns_topic(topic) return Known("topic", topic) end

--- Metrics of CloudWatch with these dimensions: { source =, name =, default_value = } each.
function EventDestination.cloud_watch_dimensions(dimensions) return Known("dimensions", dimensions) end

--- An event bus of EventBridge: the default one, as SES knows no other.
function EventDestination.event_bus(event_bus) return Known("bus", event_bus) end

--- A delivery stream of Firehose: { delivery_stream =, role = }. Without a role it gets one of its own.
function EventDestination.firehose_delivery_stream(stream) return Known("stream", stream) end

local ConfigurationSetEventDestination =
  engine.class("aws_cdk.aws_ses.ConfigurationSetEventDestination", cdk.Resource)

ConfigurationSetEventDestination.get.configuration_set_event_destination_ref = function(self)
  return {
    configuration_set_event_destination_id = self.configuration_set_event_destination_id,
    configuration_set_name = self._configuration_set_name,
  }
end

local function every_event()
  return l2.pluck(engine.schema.type("aws_cdk.aws_ses.EmailSendingEvent").values, "value")
end

-- SES, while it does something for a configuration set of this account.
local function ses_principal(account, source_arn)
  return iam.ServicePrincipal("ses.amazonaws.com", {
    conditions = { StringEquals = engine.ordered("AWS:SourceAccount", account, "AWS:SourceArn", source_arn) },
  })
end

local function check_bus(self, scope, bus)
  local arn = bus.event_bus_ref.event_bus_arn
  local default = stack_of(scope):format_arn { service = "events", resource = "event-bus", resource_name = "default" }
  if tostring(arn) ~= tostring(default) then
    fail(self, "SES sends events to the default event bus only, got %s: -> give "
      .. 'EventBus.from_event_bus_name(scope, id, "default")', engine.display(arn))
  end
end

local function firehose(self, scope, stream)
  local arn, role = stream.delivery_stream.delivery_stream_arn, stream.role
  if not role then
    local source_arn = stack_of(scope):format_arn {
      service = "ses", resource = "configuration-set", resource_name = self._configuration_set_name,
    }
    role = iam.Role(self, "FirehoseDeliveryStreamIamRole", {
      assumed_by = ses_principal(self.env.account, source_arn),
      inline_policies = {
        AllowFirehoseDeliveryStreamPublish = iam.PolicyDocument { statements = { iam.PolicyStatement {
          effect = "Allow", actions = { "firehose:PutRecordBatch" }, resources = { arn },
        } } },
      },
    })
  end
  return { delivery_stream_arn = arn, iam_role_arn = role.role_arn }
end

local function cloud_watch(dimensions)
  local all = engine.list {}
  for i, one in ipairs(dimensions) do
    all[i] = {
      dimension_value_source = one.source, dimension_name = one.name, default_dimension_value = one.default_value,
    }
  end
  return { dimension_configurations = all }
end

local function allow_publishing(self, topic)
  local env = self.env
  local principal = ses_principal(env.account, ("arn:%s:ses:%s:%s:configuration-set/%s"):format(cdk.Aws.PARTITION,
    env.region, env.account, self._configuration_set_name))
  local added = topic:add_to_resource_policy(iam.PolicyStatement {
    actions = { "sns:Publish" }, resources = { topic.topic_arn }, principals = { principal },
  })
  if added.policy_dependable then self.node:add_dependency(added.policy_dependable) end
end

--- Arguments: scope, id, ConfigurationSetEventDestinationProps: configuration_set, destination (required). Fails for an
--- event bus other than the default one.
function ConfigurationSetEventDestination:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.configuration_set_event_destination_name })
  self._configuration_set_name = props.configuration_set.configuration_set_ref.configuration_set_name
  local to = props.destination
  local topic, bus, stream, dimensions = to.topic, to.bus, to.stream, to.dimensions
  if bus then check_bus(self, scope, bus) end
  local resource = ses.CfnConfigurationSetEventDestination(self, "Resource", {
    configuration_set_name = self._configuration_set_name,
    event_destination = {
      name = self.physical_name,
      enabled = props.enabled ~= false,
      matching_event_types = props.events or every_event(),
      sns_destination = topic and { topic_arn = topic.topic_arn },
      cloud_watch_destination = dimensions and cloud_watch(dimensions),
      event_bridge_destination = bus and { event_bus_arn = bus.event_bus_ref.event_bus_arn },
      kinesis_firehose_destination = stream and firehose(self, scope, stream),
    },
  })
  self.configuration_set_event_destination_id = resource.attr_id
  if topic then allow_publishing(self, topic) end
end

local Imported = l2.imported_by(ConfigurationSetEventDestination, "configuration_set_event_destination_id")

Imported.get.configuration_set_event_destination_ref = function(self)
  local id, set = self.configuration_set_event_destination_id, self._configuration_set
  local reference = { configuration_set_event_destination_id = id }
  if not set then
    return l2.partial_reference(self, reference, {
      configuration_set_name = "the configuration set of an event destination imported by its id is unknown: -> import "
        .. "it with ConfigurationSetEventDestination.from_configuration_set_event_destination_attributes",
    })
  end
  reference.configuration_set_name = set.configuration_set_ref.configuration_set_name
  return reference
end

--- An event destination made elsewhere. Attributes: configuration_set, configuration_set_event_destination_id
--- (required).
function ConfigurationSetEventDestination.from_configuration_set_event_destination_attributes(scope, id, attrs)
  local imported = Imported(scope, id, attrs.configuration_set_event_destination_id)
  imported._configuration_set = attrs.configuration_set
  return imported
end

return { ConfigurationSetEventDestination = ConfigurationSetEventDestination, EventDestination = EventDestination }
