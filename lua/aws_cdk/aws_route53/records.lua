--- Records of the types whose values are strings.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local number = require("aws_cdk.l2").number_text
local route53 = require "aws_cdk.aws_route53"

local RecordSet, RecordTarget = route53.RecordSet, route53.RecordTarget

-- The longest string of a TXT record.
local MAX_STRING = 255

local function class(name, base) return engine.class("aws_cdk.aws_route53." .. name, base or RecordSet) end

-- A value for each of the given ones.
local function target(values, text_of)
  if not text_of and engine.is_unresolved(values) then return RecordTarget(values) end
  local all = {}
  for i, value in ipairs(values) do all[i] = text_of and text_of(value) or value end
  return RecordTarget(all)
end

-- ---- addresses and names --------------------------------------------------------------------------------------------

--- The IPv4 addresses of a name. Arguments: scope, id, ARecordProps: zone, target (required).
local ARecord = class "ARecord"
function ARecord:init(scope, id, props) self:_init(scope, id, props, "A", props.target, props.ttl) end

--- A record that leads to another one, by its name. Attributes: zone, target_dns (required).
function ARecord.from_a_record_attributes(scope, id, attrs)
  local options = {}
  for key, value in pairs(attrs) do
    if key ~= "target_dns" then options[key] = value end
  end
  options.target = RecordTarget.from_alias {
    bind = function() return { dns_name = attrs.target_dns, hosted_zone_id = attrs.zone.hosted_zone_id } end,
  }
  return ARecord(scope, id, options)
end

--- The IPv6 addresses of a name. Arguments: scope, id, AaaaRecordProps: zone, target (required).
local AaaaRecord = class "AaaaRecord"
function AaaaRecord:init(scope, id, props) self:_init(scope, id, props, "AAAA", props.target, props.ttl) end

--- Another name for the name. Arguments: scope, id, CnameRecordProps: zone, domain_name (required).
local CnameRecord = class "CnameRecord"
function CnameRecord:init(scope, id, props)
  self:_init(scope, id, props, "CNAME", RecordTarget { props.domain_name }, props.ttl)
end

--- The name servers of a zone. Arguments: scope, id, NsRecordProps: zone, values (required).
local NsRecord = class "NsRecord"
function NsRecord:init(scope, id, props) self:_init(scope, id, props, "NS", target(props.values), props.ttl) end

--- The keys that sign a zone below. Arguments: scope, id, DsRecordProps: zone, values (required).
local DsRecord = class "DsRecord"
function DsRecord:init(scope, id, props) self:_init(scope, id, props, "DS", target(props.values), props.ttl) end

-- ---- texts ----------------------------------------------------------------------------------------------------------

-- The first byte that a string of the text does not have any more. Characters count as JavaScript counts them: twice
-- if they are beyond the Basic Multilingual Plane.
local function past_string(text)
  if #text <= MAX_STRING or engine.is_unresolved(text) or not utf8.len(text) then return #text + 1 end
  local units = 0
  for position, code in utf8.codes(text) do
    units = units + (code > 0xFFFF and 2 or 1)
    if units > MAX_STRING then return position end
  end
  return #text + 1
end

-- The text in quotes, in strings of no more than MAX_STRING characters.
local function quoted(text)
  text = tostring(text)
  local strings = {}
  while text ~= "" do
    local past = past_string(text)
    strings[#strings + 1] = assembly.print_json(text:sub(1, past - 1))
    text = text:sub(past)
  end
  return table.concat(strings)
end

--- Texts of any kind. Arguments: scope, id, TxtRecordProps: zone, values (required).
local TxtRecord = class "TxtRecord"
function TxtRecord:init(scope, id, props)
  self:_init(scope, id, props, "TXT", target(props.values, quoted), props.ttl)
end

-- ---- services -------------------------------------------------------------------------------------------------------

local function server(value)
  return number(value.priority) .. " " .. number(value.weight) .. " " .. number(value.port) .. " " .. value.host_name
end

--- The servers of a service. Arguments: scope, id, SrvRecordProps: zone, values (required).
local SrvRecord = class "SrvRecord"
function SrvRecord:init(scope, id, props)
  self:_init(scope, id, props, "SRV", target(props.values, server), props.ttl)
end

local function mail_server(value) return number(value.priority) .. " " .. value.host_name end

--- The servers that take mail. Arguments: scope, id, MxRecordProps: zone, values (required).
local MxRecord = class "MxRecord"
function MxRecord:init(scope, id, props)
  self:_init(scope, id, props, "MX", target(props.values, mail_server), props.ttl)
end

local function authority(value) return number(value.flag) .. " " .. value.tag .. ' "' .. value.value .. '"' end

--- Who may issue certificates. Arguments: scope, id, CaaRecordProps: zone, values (required).
local CaaRecord = class "CaaRecord"
function CaaRecord:init(scope, id, props)
  self:_init(scope, id, props, "CAA", target(props.values, authority), props.ttl)
end

--- Only Amazon may issue certificates. Arguments: scope, id, CaaAmazonRecordProps: zone (required).
local CaaAmazonRecord = class("CaaAmazonRecord", CaaRecord)
function CaaAmazonRecord:init(scope, id, props)
  self:_init(scope, id, props, "CAA", RecordTarget { '0 issue "amazon.com"' }, props.ttl)
end

return {
  ARecord = ARecord, AaaaRecord = AaaaRecord, CaaAmazonRecord = CaaAmazonRecord, CaaRecord = CaaRecord,
  CnameRecord = CnameRecord, DsRecord = DsRecord, MxRecord = MxRecord, NsRecord = NsRecord, SrvRecord = SrvRecord,
  TxtRecord = TxtRecord,
}
