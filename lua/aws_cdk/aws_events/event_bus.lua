-- Event buses.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local iam = require "aws_cdk.aws_iam"
local cx_api = require "aws_cdk.cx_api"
local l2 = require "aws_cdk.l2"

local Resource = cdk.Resource
local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

-- What buses made here and imported ones have in common.
local EventBusBase = engine.class("aws_cdk.aws_events.EventBusBase", Resource, "aws_cdk.aws_events.IEventBus")

--- Keeps the events of this bus. Options: event_pattern (required), archive_name, description, retention.
function EventBusBase:archive(id, props)
  return events.Archive(self, id, {
    source_event_bus = self,
    description = props.description or "Event Archive for " .. self.event_bus_name .. " Event Bus",
    event_pattern = props.event_pattern,
    retention = props.retention,
    archive_name = props.archive_name,
  })
end

--- Lets the grantee put events on this bus. A service is let in by the bus's policy, whose statement needs `sid`.
function EventBusBase:grant_put_events_to(grantee, sid)
  local arns = { self.event_bus_arn }
  local result = iam.Grant.add_to_principal { grantee = grantee, actions = { "events:PutEvents" },
    resource_arns = arns }
  if result.success then return result end
  if not cdk.FeatureFlags._is_enabled(self, cx_api.EVENTBUS_POLICY_SID_REQUIRED) then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-events:eventBusServicePrincipalGrant",
      "Unable to grant PutEvents to service principal: Statement ID is required for EventBus resource policies. Either "
      .. "provide a 'sid' parameter or enable the '@aws-cdk/aws-events:requireEventBusPolicySid' feature flag.")
    return iam.Grant.drop(grantee, "")
  end
  return iam.Grant.add_statement_to_resource_policy {
    grantee = grantee, actions = { "events:PutEvents" }, resource_arns = arns, resource = self,
    statement = iam.PolicyStatement {
      actions = { "events:PutEvents" }, resources = arns, principals = { grantee.grant_principal }, sid = sid,
    },
  }
end

--------------------------------------------------------------------------------------------------------------------

local ROW = {
  arn = { "event_bus_arn", service = "events", resource = "event-bus",
    named = function(self) return self._resource.name end },
  name = { "event_bus_name" },
  attributes = { event_bus_policy = "attr_policy", event_source_name = "event_source_name" },
  name_given = true,
}

local EventBus = l2.resource("aws_cdk.aws_events.EventBus", EventBusBase, ROW)

local function is_bus_name(name) return #name >= 1 and #name <= 256 and not name:find "[^/._%w-]" end

local function is_partner_source(name)
  local rest = name:match "^aws%.partner(/.+)$"
  if not rest then return false end
  local parts = 0
  for part in rest:gmatch "/([^/]*)" do
    if not part:find "^[._%w-]+$" then return false end
    parts = parts + 1
  end
  return parts >= 2
end

-- The bus's name (default: the construct's unique id) and its partner event source.
local function names(self, scope, props)
  local name, source = props.event_bus_name, props.event_source_name
  if name ~= nil and source ~= nil then fail(scope, "event_bus_name and event_source_name cannot both be given") end
  if name ~= nil then
    if not is_unresolved(name) then
      if name == "default" then fail(scope, "event_bus_name must not be 'default': that bus already exists") end
      if name:find("/", 1, true) then fail(scope, "event_bus_name must not contain '/', got %s", display(name)) end
      if not is_bus_name(name) then
        fail(scope, "event_bus_name must have 1 to 256 characters out of letters, digits and ._-, got %s",
          display(name))
      end
    end
    return name, nil
  end
  if source ~= nil then
    if not is_unresolved(source) and not (is_partner_source(source) and is_bus_name(source)) then
      fail(scope, "event_source_name must look like aws.partner/name/more (up to 256 characters), got %s",
        display(source))
    end
    return source, source
  end
  return engine.lazy(function() return cdk.Names.unique_id(self) end, { kind = "string" }), nil
end

--- Arguments: scope, id, EventBusProps: dead_letter_queue, description, event_bus_name, event_source_name, kms_key,
--  log_config.
function EventBus:init(scope, id, props)
  props = props or {}
  local name, source = names(self, scope, props)
  Resource.init(self, scope, id, { physical_name = name })
  local description = props.description
  if type(description) == "string" and not is_unresolved(description) and #description > 512 then
    fail(self, "description must be no longer than 512 characters, got %d", #description)
  end
  local key = props.kms_key
  self._resource = events.CfnEventBus(self, "Resource", {
    name = self.physical_name,
    event_source_name = source,
    dead_letter_config = props.dead_letter_queue and { arn = props.dead_letter_queue.queue_arn } or nil,
    description = description,
    kms_key_identifier = key and key.key_arn,
    log_config = props.log_config,
  })
  if key then
    local arn = engine.stack_of(self):format_arn { service = "events", resource = "event-bus", resource_name = name }
    key:add_to_resource_policy(iam.PolicyStatement {
      resources = { "*" },
      actions = { "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey" },
      principals = { iam.ServicePrincipal "events.amazonaws.com" },
      conditions = {
        StringEquals = {
          ["aws:SourceAccount"] = self.stack.account,
          ["aws:SourceArn"] = arn,
          ["kms:EncryptionContext:aws:events:event-bus:arn"] = arn,
        },
      },
    })
  end
end

--- Adds a statement, which must have a sid, to the bus's policy.
function EventBus:add_to_resource_policy(statement)
  if statement.sid == nil then fail(self, "a statement for the policy of an event bus must have a sid") end
  local id = ("cdk-" .. statement.sid):sub(1, 64)
  statement.sid = id
  return {
    statement_added = true,
    policy_dependable = events.EventBusPolicy(self, id, {
      event_bus = self, statement = statement, statement_id = id,
    }),
  }
end

--- Lets the grantee put events on any bus.
function EventBus.grant_put_events(grantee)
  return iam.Grant.add_to_principal { grantee = grantee, actions = { "events:PutEvents" }, resource_arns = { "*" } }
end
EventBus.grant_all_put_events = EventBus.grant_put_events

--------------------------------------------------------------------------------------------------------------------

local Imported = l2.imports(EventBus, EventBusBase, ROW, function(self, attrs)
  self.event_bus_name = self.event_bus_name or ""
  self.event_bus_policy = attrs.event_bus_policy or ""
  self.event_source_name = attrs.event_source_name or false
end)

function Imported:add_to_resource_policy(_)
  cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-events:eventBusAddToResourcePolicy",
    "Unable to add necessary permissions to imported target event bus: " .. tostring(self.event_bus_arn))
  return { statement_added = false }
end

return { EventBus = EventBus }
