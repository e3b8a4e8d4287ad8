--- Where those who ask are.
local engine = require "luacdk.engine"

-- The countries whose parts Route 53 tells apart.
local DIVIDED = { US = true, UA = true }

local GeoLocation = engine.class "aws_cdk.aws_route53.GeoLocation"

-- Only subdivisions are checked as far as they can be: codes may be tokens.
local function check_country(code)
  if engine.is_unresolved(code) then return end
  if code ~= "*" and not code:find "^%u%u$" then
    engine.fail(nil, "country_code must be two capital letters (ISO 3166-1 alpha-2), got %s", engine.display(code))
  end
end

function GeoLocation:init(continent_code, country_code, subdivision_code)
  self.continent_code, self.country_code, self.subdivision_code = continent_code, country_code, subdivision_code
end

--- Those of a continent.
function GeoLocation.continent(continent_code) return GeoLocation(continent_code) end

--- Those of a country, by its code of ISO 3166-1 alpha-2.
function GeoLocation.country(country_code)
  check_country(country_code)
  return GeoLocation(nil, country_code)
end

--- Those of a state of the USA, or a part of the Ukraine.
function GeoLocation.subdivision(subdivision_code, country_code)
  country_code = country_code or "US"
  if not engine.is_unresolved(country_code) and not DIVIDED[country_code] then
    engine.fail(nil, "country_code must be US or UA, the only countries with subdivisions, got %s",
      engine.display(country_code))
  end
  if not engine.is_unresolved(subdivision_code) and not subdivision_code:find "^[%u%d][%u%d]?[%u%d]?$" then
    engine.fail(nil, "subdivision_code must be one to three capital letters or digits, got %s",
      engine.display(subdivision_code))
  end
  return GeoLocation(nil, country_code, subdivision_code)
end

--- Everybody for whom there is no other record.
function GeoLocation.default() return GeoLocation(nil, "*") end

return { GeoLocation = GeoLocation }
