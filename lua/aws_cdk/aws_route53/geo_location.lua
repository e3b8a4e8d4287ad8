--- Where those who ask are.
local engine = require "luacdk.engine"

-- The countries whose subdivisions Route 53 distinguishes.
local DIVIDED = { US = true, UA = true }

local GeoLocation = engine.class "aws_cdk.aws_route53.GeoLocation"

-- Codes must be literal, as the library has it. An empty one is left to CloudFormation.
local function check_country(code)
  local text = tostring(code)
  if text ~= "" and text ~= "*" and not text:find "^%u%u$" then
    engine.fail(nil, "country_code must be two capital letters (ISO 3166-1 alpha-2), got %s", engine.display(code))
  end
end

local function check_subdivision(code, country_code)
  if code == "" or country_code == "" then return end
  if not DIVIDED[country_code] then
    engine.fail(nil, "country_code must be US or UA, the only countries with subdivisions, got %s",
      engine.display(country_code))
  end
  if not tostring(code):find "^[%u%d][%u%d]?[%u%d]?$" then
    engine.fail(nil, "subdivision_code must be one to three capital letters or digits, got %s", engine.display(code))
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
  check_subdivision(subdivision_code, country_code)
  return GeoLocation(nil, country_code, subdivision_code)
end

--- Everybody without a matching record.
function GeoLocation.default() return GeoLocation(nil, "*") end

return { GeoLocation = GeoLocation }
