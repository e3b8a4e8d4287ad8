-- Rules: what happens to which events, or at which times.
local engine = require "luacdk.engine"
local growing = require "aws_cdk.private.growing"

local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local render_pattern = require "aws_cdk.aws_events.private.render_pattern"

local Resource = cdk.Resource
local is_unresolved, fail, display = engine.is_unresolved, engine.fail, engine.display

local ROW = {
  arn = { "rule_arn", service = "events", resource = "rule" }, name = { "rule_name" }, noun = "event_rule",
}

local Rule = l2.resource("aws_cdk.aws_events.Rule", Resource, ROW)
local MirrorRule = engine.class("aws_cdk.aws_events.MirrorRule", Rule)

--------------------------------------------------------------------------------------------------------------------
-- Event patterns

-- An empty table is a list only where nothing else can be.
local function is_list(value, listed) return type(value) == "table" and (listed or #value > 0) end
local function is_token(value) return engine.is_token(value) end

-- What values that count as the same have in common.
local function key_of(value)
  if type(value) == "string" then return "text " .. value end
  if is_token(value) then return value end
  return type(value) .. " " .. engine.json(value)
end

-- Adds the values that are new; `known` has the keys of those that are there.
local function add_values(list, known, values)
  for _, value in ipairs(values) do
    local key = key_of(value)
    if not known[key] then
      known[key] = true
      list[#list + 1] = value
    end
  end
end

-- Merges a pattern into another: lists are joined, maps merged. New fields follow those already there. The user's own
-- tables are left as they are: `own` has the rule's lists, each with the keys of its values, and maps.
local function merge_pattern(target, source, rule, own, within)
  for _, key in ipairs(engine.keys(source)) do
    local value = source[key]
    local known = target[key]
    local listed = not within and key ~= "detail"
    if type(value) ~= "table" and not is_token(value) then
      fail(rule, "the field %s of the event pattern must be a list of values, got %s", display(key), display(value))
    end
    if known == nil then
      target[key] = value
    elseif is_list(known, listed) ~= is_list(value, listed) or is_token(known) or is_token(value) then
      fail(rule, "the field %s of the event pattern is given twice with different shapes: %s and %s", display(key),
        display(known), display(value))
    elseif is_list(value, listed) then
      if not own[known] then
        local list, keys = engine.list {}, {}
        add_values(list, keys, known)
        own[list] = keys
        known = list
        target[key] = list
      end
      add_values(known, own[known], value)
    else
      if not own[known] then
        local copy = engine.ordered()
        for _, k in ipairs(engine.keys(known)) do copy[k] = known[k] end
        own[copy] = true
        known = copy
        target[key] = copy
      end
      merge_pattern(known, value, rule, own, true)
    end
  end
end

function Rule:_render_event_pattern() return render_pattern(self._pattern) end

--------------------------------------------------------------------------------------------------------------------
-- Construction

local function comparable(a, b)
  local left, right = is_unresolved(a), is_unresolved(b)
  if left or right then return left and right end
  return a == b
end

-- A rule may live in the stack of its target, to avoid a cycle between stacks of one environment.
local function rule_scope(scope, props)
  local other = props.cross_stack_scope
  if not other then return scope end
  local own_stack, other_stack = engine.stack_of(scope), engine.stack_of(other)
  if own_stack == other_stack then return scope end
  if comparable(own_stack.region, other_stack.region) and comparable(own_stack.account, other_stack.account) then
    return other
  end
  return scope
end

function Rule:_validate()
  local errors = {}
  local name = self.physical_name
  if type(name) == "string" and not is_unresolved(name) then
    l2.note_unless_within(errors, "aws_events.CfnRuleProps.name", name, "event rule name")
    if not name:find "^[._%w-]+$" then
      errors[#errors + 1] = ("event rule name %s can contain only letters, numbers, periods, hyphens and underscores")
        :format(display(name))
    end
  end
  if next(self._pattern) == nil and not self._schedule then
    errors[#errors + 1] = "either 'event_pattern' or 'schedule' must be defined"
  end
  l2.note_unless_within(errors, "aws_events.CfnRuleProps.targets", self._targets, "the targets of an event rule")
  return errors
end

--- The mistakes in the rule: a list of messages.
function Rule:validate_rule() return self:_validate() end

local function init(self, scope, id, props)
  Resource.init(self, rule_scope(scope, props), id, { physical_name = props.rule_name })
  if props.event_bus and props.schedule then
    fail(self, "a rule on an event_bus cannot have a schedule: schedules belong to the default bus")
  end
  self._description = props.description
  local schedule = props.schedule
  self._schedule = schedule and schedule.expression_string
  if schedule and engine.has(schedule, "_bind") then schedule:_bind(self) end
  self._pattern, self._own, self._targets, self._mirrored = engine.ordered(), {}, {}, {}
  self._resource = events.CfnRule(self, "Resource", {
    name = self.physical_name,
    description = props.description,
    state = props.enabled == false and "DISABLED" or "ENABLED",
    schedule_expression = self._schedule,
    event_pattern = engine.lazy(function() return self:_render_event_pattern() end, { kind = "any" }),
    event_bus_name = props.event_bus and props.event_bus.event_bus_ref.event_bus_name,
    role_arn = props.role and props.role.role_ref.role_arn,
    targets = growing(self._targets),
  })
  self:add_event_pattern(props.event_pattern)
  for _, target in ipairs(props.targets or {}) do self:add_target(target) end
  self.node:add_validation { validate = function() return self:_validate() end }
end

--- Arguments: scope, id, RuleProps: cross_stack_scope, description, enabled, event_bus, event_pattern, role, rule_name,
--  schedule, targets.
function Rule:init(scope, id, props) init(self, scope, id, props) end

--- Adds conditions on events: those on one field are alternatives, those on different fields must all match.
function Rule:add_event_pattern(event_pattern)
  if event_pattern == nil then return end
  merge_pattern(self._pattern, event_pattern, self, self._own)
end

--------------------------------------------------------------------------------------------------------------------
-- Targets

local function same_environment(self, a, b)
  local left, right = is_unresolved(a), is_unresolved(b)
  if left ~= right then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-events:ruleUnresolvedEnvironment",
      "Either the Event Rule or target has an unresolved environment. \n"
      .. "           If they are being used in a cross-environment setup you need to specify the environment for both.")
  end
  return left or right or a == b
end

-- From another region, EventBridge needs a role to put events on the target's bus.
local function put_events_role(self, bus_arn)
  local role = self.node:try_find_child "EventsRole"
  if not role then
    role = iam.Role(self, "EventsRole", {
      role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = iam.ServicePrincipal "events.amazonaws.com",
    })
  end
  role:add_to_principal_policy(iam.PolicyStatement { actions = { "events:PutEvents" }, resources = { bus_arn } })
  return role
end

-- The bus of the target's account must let this account put events; a stack in the target's environment grants that.
local function permit_source_account(self, target_stack, account, region)
  local app, source = self.node.root, engine.stack_of(self).account
  local id = ("EventBusPolicy-%s-%s-%s"):format(source, region, account)
  local stack = app.node:try_find_child(id)
  if not stack then
    stack = cdk.Stack(app, id, {
      env = { account = account, region = region },
      stack_name = ("%s-EventBusPolicy-support-%s-%s"):format(target_stack.stack_name, region, source),
    })
    local prefix = ("Allow-account-%s-"):format(source)
    events.CfnEventBusPolicy(stack, "GivePermToOtherAccount", {
      action = "events:PutEvents",
      statement_id = prefix .. cdk.Names.unique_resource_name(self, { max_length = 64 - #prefix }),
      principal = source,
    })
  end
  engine.stack_of(self):add_stack_dependency(stack)
end

local function send_to_bus_of(self, target_stack, account, region, id)
  local key = account .. ":" .. region
  if self._mirrored[key] then return end
  self._mirrored[key] = true
  local bus_arn = target_stack:format_arn {
    service = "events", resource = "event-bus", resource_name = "default", region = region, account = account,
  }
  local role_arn
  if not same_environment(self, region, engine.stack_of(self).region) then
    role_arn = put_events_role(self, bus_arn).role_arn
  end
  self._targets[#self._targets + 1] = engine.ordered("id", id, "arn", bus_arn, "role_arn", role_arn)
  if not same_environment(self, engine.stack_of(self).account, account) then
    permit_source_account(self, target_stack, account, region)
  end
end

-- A target in another environment is reached by way of its default bus and a copy of this rule there.
local function add_mirror(self, target, id, target_stack, account, region)
  local source = engine.stack_of(self)
  for what, value in pairs { ["account of the target's stack"] = account, ["region of the target's stack"] = region,
    ["account of the rule's stack"] = source.account } do
    if value == nil or is_unresolved(value) then
      fail(self, "the %s must be given literally (env) when events cross accounts or regions", what)
    end
  end
  if self.node.root ~= target_stack.node.root then
    fail(self, "the rule and its target must belong to the same app when events cross accounts or regions")
  end
  send_to_bus_of(self, target_stack, account, region, id)
  if not (same_environment(self, target_stack.account, account)
    and same_environment(self, target_stack.region, region)) then
    fail(self,
      "no rule can be made for an imported resource of another account or region; -> create a stack in the resource's "
      .. "environment and import it there")
  end
  MirrorRule(target_stack, cdk.Names.unique_id(self) .. "-" .. id, {
    targets = { target },
    schedule = self._schedule and events.Schedule.expression(self._schedule) or nil,
    description = self._description,
  }, self)
end

--- Adds a target: any table with a method bind(rule, id) (aws_events_targets has the usual ones).
function Rule:add_target(target)
  if target == nil then return end
  local generated = "Target" .. #self._targets
  local props = engine.ask(self, "aws_cdk.aws_events.IRuleTarget", "bind", target, self, generated)
  local input = props.input and props.input:bind(self)
  local id = props.id ~= "" and props.id or generated

  local resource = props.target_resource
  if resource then
    local target_stack = engine.stack_of(resource)
    local env = engine.has(resource, "env") and resource.env or {}
    local account, region = env.account or target_stack.account, env.region or target_stack.region
    local source = engine.stack_of(self)
    local same_account = same_environment(self, source.account, account)
    if not same_account or not same_environment(self, source.region, region) then
      return add_mirror(self, target, id, target_stack, account, region)
    end
  end

  local transformer
  if input and input.input_template ~= nil then
    transformer = engine.ordered("input_template", input.input_template, "input_paths_map", input.input_paths_map)
  end
  self._targets[#self._targets + 1] = engine.ordered(
    "id", id,
    "arn", props.arn,
    "role_arn", props.role and props.role.role_arn,
    "ecs_parameters", props.ecs_parameters,
    "http_parameters", props.http_parameters,
    "kinesis_parameters", props.kinesis_parameters,
    "run_command_parameters", props.run_command_parameters,
    "batch_parameters", props.batch_parameters,
    "dead_letter_config", props.dead_letter_config,
    "retry_policy", props.retry_policy,
    "sqs_parameters", props.sqs_parameters,
    "redshift_data_parameters", props.redshift_data_parameters,
    "app_sync_parameters", props.app_sync_parameters,
    "input", input and input.input,
    "input_path", input and input.input_path,
    "input_transformer", transformer)
end

--------------------------------------------------------------------------------------------------------------------

-- The copy of a rule in the environment of its target. Its events are those of the source.
function MirrorRule:init(scope, id, props, source)
  self._source = source
  init(self, scope, id, props)
end

function MirrorRule:_render_event_pattern() return self._source:_render_event_pattern() end
function MirrorRule:_validate() return {} end -- luacheck: no unused args

l2.imports(Rule, Resource, ROW, function(self) self.rule_name = self.rule_name or "" end)

return { Rule = Rule }
