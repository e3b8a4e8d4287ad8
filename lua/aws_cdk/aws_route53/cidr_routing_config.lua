--- Which ranges of addresses of a collection get the record.
local engine = require "luacdk.engine"

local MAX_NAME = 16
local DIGIT = "[0-9a-f]"
local UUID = "^" .. DIGIT:rep(8) .. ("%-" .. DIGIT:rep(4)):rep(3) .. "%-" .. DIGIT:rep(12) .. "$"

local CidrRoutingConfig = engine.class "aws_cdk.aws_route53.CidrRoutingConfig"

function CidrRoutingConfig:init(props)
  local collection, location = props.collection_id, props.location_name
  if not engine.is_unresolved(collection) and not collection:find(UUID) then
    engine.fail(nil, "collection_id must be a UUID of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx with small "
      .. "letters, got %s", engine.display(collection))
  end
  if not engine.is_unresolved(location)
    and (location == nil or #location > MAX_NAME or not location:find "^[%w_*-]+$") then
    engine.fail(nil, "location_name must be 1 to %d letters, digits, underscores, hyphens or asterisks, got %s",
      MAX_NAME, engine.display(location))
  end
  self.collection_id, self.location_name = collection, location
end

--- A location of a collection of ranges. Properties: collection_id, location_name.
function CidrRoutingConfig.create(props) return CidrRoutingConfig(props) end

--- Clients in no location of the collection.
function CidrRoutingConfig.with_default_location_name(collection_id)
  return CidrRoutingConfig { collection_id = collection_id, location_name = "*" }
end

return { CidrRoutingConfig = CidrRoutingConfig }
