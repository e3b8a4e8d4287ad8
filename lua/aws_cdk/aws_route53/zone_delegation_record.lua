--- Records that give a part of a zone to the name servers of another.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local route53 = require "aws_cdk.aws_route53"
local zone_names = require "aws_cdk.aws_route53.private.zone_names"

local RecordSet = route53.RecordSet
local ZoneDelegationRecord = engine.class("aws_cdk.aws_route53.ZoneDelegationRecord", RecordSet)

-- The servers, each with a dot at its end.
local function with_dots(servers)
  if engine.is_unresolved(servers) then return servers end
  local all = {}
  for i, server in ipairs(servers) do
    local whole = engine.is_unresolved(server) or zone_names.ends_with(server, ".")
    all[i] = whole and server or server .. "."
  end
  return all
end

--- Arguments: scope, id, ZoneDelegationRecordProps: zone, name_servers (required).
function ZoneDelegationRecord:init(scope, id, props)
  self:_init(scope, id, props, "NS", route53.RecordTarget(with_dots(props.name_servers)),
    props.ttl or cdk.Duration.days(2))
end

return { ZoneDelegationRecord = ZoneDelegationRecord }
