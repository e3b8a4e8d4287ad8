-- What all kinds of alarms have in common.
local engine = require "luacdk.engine"
local grow = require "aws_cdk.private.grow"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local AlarmBase = engine.class("aws_cdk.aws_cloudwatch.AlarmBase", cdk.Resource)

-- All kinds of alarms have the same ARN.
local ROW = {
  arn = { "alarm_arn", service = "cloudwatch", resource = "alarm", format = cdk.ArnFormat.COLON_RESOURCE_NAME },
  name = { "alarm_name" },
  environment = false,
}

-- The actions of each state: field of this class, L1 property.
local LISTS = {
  alarm_action_arns = "alarm_actions",
  insufficient_data_action_arns = "insufficient_data_actions",
  ok_action_arns = "ok_actions",
}

for field, property in pairs(LISTS) do
  local private = "_" .. field
  AlarmBase.get[field] = function(self) return self[private] end
  AlarmBase.set[field] = function(self, arns)
    rawset(self, private, nil)
    if self._resource then self._resource[property] = nil end
    for _, arn in ipairs(arns or {}) do grow(self, private, property, arn) end
  end
end

local function add_actions(self, field, ...)
  local given = { ... }
  for i = 1, select("#", ...) do
    local bound = engine.ask(self, "aws_cdk.aws_cloudwatch.IAlarmAction", "bind", given[i], self, self)
    grow(self, "_" .. field, LISTS[field], self:_check_action(bound.alarm_action_arn))
  end
end

function AlarmBase:_check_action(arn) return arn end -- luacheck: no unused args

--- What happens when the alarm goes off. Arguments: actions (aws_cloudwatch_actions, or tables with bind(scope,
--  alarm)).
function AlarmBase:add_alarm_action(...) add_actions(self, "alarm_action_arns", ...) end

--- What happens when there is too little data.
function AlarmBase:add_insufficient_data_action(...) add_actions(self, "insufficient_data_action_arns", ...) end

--- What happens when the alarm returns to normal.
function AlarmBase:add_ok_action(...) add_actions(self, "ok_action_arns", ...) end

--- The alarm as part of the rule of a composite alarm.
function AlarmBase:render_alarm_rule() return 'ALARM("' .. self.alarm_arn .. '")' end

--- Keeps this alarm quiet at times. Options: AlarmMuteRuleOptions.
function AlarmBase:add_alarm_mute_rule(id, options)
  local props = l2.with({ alarms = { self } }, options)
  return require("aws_cdk.aws_cloudwatch").AlarmMuteRule(self, id, props)
end

--------------------------------------------------------------------------------------------------------------------

--- A class of alarms made here; the resource is `_resource`.
local function own(full_name, base) return l2.resource(full_name, base or AlarmBase, ROW) end

return { AlarmBase = AlarmBase, own = own, ROW = ROW }
