-- The names of hosted zones and of records in them. In a name with tokens, each token counts as one word.
local engine = require "luacdk.engine"

local MAX_NAME, MAX_LABEL = 255, 63

local zone_names = {}

--- Whether the name ends with this string.
function zone_names.ends_with(name, ending) return tostring(name):sub(-#ending) == ending end

--- The name without the dot at its end.
function zone_names.without_dot(name)
  if not zone_names.ends_with(name, ".") then return name end
  return tostring(name):sub(1, -2)
end

--- Fails on names that no zone can have. `what` is the property.
function zone_names.check(scope, what, name)
  if engine.is_unresolved(name) then return end
  if #name > MAX_NAME then
    engine.fail(scope, "%s can have at most %d bytes, got %d", what, MAX_NAME, #name)
  end
  for label in name:gmatch "[^.]+" do
    if #label > MAX_LABEL then
      engine.fail(scope, "a label of %s can have at most %d bytes, but %s has %d", what, MAX_LABEL,
        engine.display(label),
        #label)
    end
  end
  if name == "" or name:find "[^!-~]" then
    engine.fail(scope, "%s must consist of ASCII letters, digits and punctuation, without blanks, got %s", what,
      engine.display(name))
  end
end

--- The full name, with the final dot, of a record in the zone.
function zone_names.fully_qualified(name, zone)
  if zone_names.ends_with(name, ".") then return name end
  local zone_name = zone_names.without_dot(zone.zone_name)
  local ending = "." .. tostring(zone_name)
  if zone_names.ends_with(name, ending) or tostring(name) == tostring(zone_name) then return name .. "." end
  return name .. ending .. "."
end

--- The ARN of a zone.
function zone_names.arn(scope, hosted_zone_id)
  return engine.stack_of(scope):format_arn {
    account = "", region = "", service = "route53", resource = "hostedzone", resource_name = hosted_zone_id,
  }
end

return zone_names
