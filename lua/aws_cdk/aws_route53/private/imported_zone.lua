-- Hosted zones that exist already, by their id alone or with their name.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local route53 = require "aws_cdk.aws_route53"
local zone_names = require "aws_cdk.aws_route53.private.zone_names"

--- Two functions for the class of this name: by_id(scope, id, hosted_zone_id) and by_attributes(scope, id, attrs).
--- `row`: named = the function that imports zones with their name, reference_by_name = true if references contain the
--- name.
return function(name, row)
  local module = "aws_cdk.aws_route53."
  local Imported = engine.class(module .. "Imported" .. name, cdk.Resource, module .. "I" .. name)

  function Imported:init(scope, id, hosted_zone_id, zone_name)
    cdk.Resource.init(self, scope, id)
    self.hosted_zone_id = hosted_zone_id
    if zone_name ~= nil then self.zone_name = zone_name end
  end

  -- Asked only of zones that were imported without it.
  Imported.get.zone_name = function(self)
    engine.fail(self, "a hosted zone imported by its id alone has no zone_name; -> import it by %s", row.named)
  end
  Imported.get.hosted_zone_name_servers = function() return nil end
  Imported.get.name = function(self) return self.zone_name end
  Imported.get.hosted_zone_arn = function(self) return zone_names.arn(self, self.hosted_zone_id) end
  Imported.get.hosted_zone_ref = function(self)
    local by_name = row.reference_by_name and rawget(self, "zone_name")
    return { hosted_zone_id = by_name or self.hosted_zone_id }
  end

  --- Lets the grantee delegate parts of the zone.
  function Imported:grant_delegation(grantee, options)
    return route53.HostedZoneGrants.from_hosted_zone(self):delegation(grantee, options)
  end

  return function(scope, id, hosted_zone_id) return Imported(scope, id, hosted_zone_id) end,
    function(scope, id, attrs) return Imported(scope, id, attrs.hosted_zone_id, attrs.zone_name) end
end
