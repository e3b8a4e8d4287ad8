--- The countries that may, or may not, use a distribution.
local engine = require "luacdk.engine"

local GeoRestriction = engine.class "aws_cdk.aws_cloudfront.GeoRestriction"

function GeoRestriction:init(restriction_type, locations)
  self.restriction_type, self.locations = restriction_type, locations
end

local function restriction(method, type)
  GeoRestriction[method] = function(...)
    if select("#", ...) == 0 then engine.fail(nil, "GeoRestriction.%s needs at least one location", method) end
    for _, location in ipairs { ... } do
      if not tostring(location):find "^%u%u$" then
        engine.fail(nil, "a location is a country code of two capital letters (ISO 3166-1 alpha-2), got %s",
          engine.display(location))
      end
    end
    return GeoRestriction(type, { ... })
  end
end

restriction("allowlist", "whitelist")
restriction("denylist", "blacklist")

return { GeoRestriction = GeoRestriction }
