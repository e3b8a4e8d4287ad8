--- SVCB and HTTPS records: where a service is, and what it speaks.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local number = require("aws_cdk.l2").number_text
local route53 = require "aws_cdk.aws_route53"

local RecordSet, RecordTarget = route53.RecordSet, route53.RecordTarget

-- key="a,b", nothing for a list that is not there or empty.
local function add_list(parts, key, list)
  if not list or #list == 0 then return end
  local texts = {}
  for i, one in ipairs(list) do texts[i] = tostring(one) end
  parts[#parts + 1] = ('%s="%s"'):format(key, table.concat(texts, ","))
end

-- The value as it stands in the record.
local function to_string(self)
  local props = self._props
  local parts = { tostring(number(props.priority)), tostring(props.target_name) }
  add_list(parts, "mandatory", props.mandatory)
  local protocols = {}
  for i, alpn in ipairs(props.alpn or {}) do protocols[i] = alpn.protocol end
  add_list(parts, "alpn", protocols)
  if props.no_default_alpn then parts[#parts + 1] = "no-default-alpn" end
  if props.port ~= nil then parts[#parts + 1] = "port=" .. tostring(number(props.port)) end
  add_list(parts, "ipv4hint", props.ipv4hint)
  add_list(parts, "ipv6hint", props.ipv6hint)
  return table.concat(parts, " ")
end

local function value_class(name)
  local class = engine.class("aws_cdk.aws_route53." .. name)

  function class:init(props) self._props = props end

  --- The name itself offers the service, unless props say otherwise.
  function class.service(props)
    local all = l2.with({ priority = 1, target_name = "." }, props)
    return class(all)
  end

  class.to_string = to_string
  return class
end

local SvcbRecordValue, HttpsRecordValue = value_class "SvcbRecordValue", value_class "HttpsRecordValue"

local function target(values)
  local texts = {}
  for i, value in ipairs(values or {}) do texts[i] = value:to_string() end
  return RecordTarget(texts)
end

--- Where a service is. Arguments: scope, id, SvcbRecordProps: zone, values (required).
local SvcbRecord = engine.class("aws_cdk.aws_route53.SvcbRecord", RecordSet)
function SvcbRecord:init(scope, id, props) self:_init(scope, id, props, "SVCB", target(props.values), props.ttl) end

--- Where a web site is. Arguments: scope, id, HttpsRecordProps: zone, and one of values and target (required).
local HttpsRecord = engine.class("aws_cdk.aws_route53.HttpsRecord", RecordSet)
function HttpsRecord:init(scope, id, props)
  self:_init(scope, id, props, "HTTPS", props.target or target(props.values), props.ttl)
  if (props.values == nil) == (props.target == nil) then engine.fail(self, "give one of values and target") end
end

return {
  HttpsRecord = HttpsRecord, HttpsRecordValue = HttpsRecordValue, SvcbRecord = SvcbRecord,
  SvcbRecordValue = SvcbRecordValue,
}
