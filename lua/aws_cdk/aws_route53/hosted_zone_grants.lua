--- Permissions on hosted zones.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local zone_names = require "aws_cdk.aws_route53.private.zone_names"

local HostedZoneGrants = engine.class "aws_cdk.aws_route53.HostedZoneGrants"

function HostedZoneGrants:init(hosted_zone) self._hosted_zone = hosted_zone end

--- The permissions on a zone, L2 or L1.
function HostedZoneGrants.from_hosted_zone(hosted_zone) return HostedZoneGrants(hosted_zone) end

-- Fails where the name is not that of a part of the zone, as Route 53 writes it.
local function check(zone, name)
  local scope = engine.is_construct(zone) and zone or nil
  local function refuse(why, ...)
    engine.fail(scope, "delegated_zone_names has %s, " .. why, engine.display(name), ...)
  end
  if zone_names.ends_with(name, ".") then refuse "which must not end with a dot" end
  if engine.is_unresolved(name) then return end
  zone_names.check(scope, "a delegated zone name", name)
  if name:find "%u" then refuse "which must not have capital letters" end
  local parent = zone.name
  if engine.is_unresolved(parent) then return end
  parent = zone_names.without_dot(parent)
  if not zone_names.ends_with(name, parent) then
    refuse("which must end with the name of the zone, %s", engine.display(parent))
  end
  if name == parent then refuse "which is the zone itself; it must be a part of it" end
end

-- In the names that IAM compares, characters other than letters, digits, hyphens, underscores, backslashes and dots are
-- written in octal.
local function normalized(name)
  if engine.is_unresolved(name) then return name end
  return (name:gsub("[^a-z0-9%-_\\.]", function(c) return ("\\%03o"):format(c:byte()) end))
end

--- Lets the grantee delegate parts of the zone: all, or those that the options name.
function HostedZoneGrants:delegation(grantee, options)
  local zone, names = self._hosted_zone, options and options.delegated_zone_names
  local equals = engine.ordered(
    "route53:ChangeResourceRecordSetsRecordTypes", { "NS" },
    "route53:ChangeResourceRecordSetsActions", { "UPSERT", "DELETE" })
  if names then
    local all = {}
    for i, name in ipairs(names) do
      check(zone, name)
      all[i] = normalized(name)
    end
    equals["route53:ChangeResourceRecordSetsNormalizedRecordNames"] = engine.list(all)
  end
  local changes = iam.Grant.add_to_principal {
    grantee = grantee, actions = { "route53:ChangeResourceRecordSets" },
    resource_arns = { zone_names.arn(zone, zone.hosted_zone_ref.hosted_zone_id) },
    conditions = { ["ForAllValues:StringEquals"] = equals },
  }
  return changes:combine(iam.Grant.add_to_principal {
    grantee = grantee, actions = { "route53:ListHostedZonesByName" }, resource_arns = { "*" },
  })
end

return { HostedZoneGrants = HostedZoneGrants }
