--- Parts of a GraphQL API, as permissions name them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local IamResource = engine.class "aws_cdk.aws_appsync.IamResource"

function IamResource:init(paths) self._paths = paths end

--- Parts by what follows the API's ARN.
function IamResource.custom(...)
  if select("#", ...) == 0 then engine.fail(nil, "IamResource.custom needs at least one ARN") end
  return IamResource { ... }
end

--- Fields of a type, all if none is named.
function IamResource.of_type(type, ...)
  local paths = {}
  for i, field in ipairs { ... } do paths[i] = "types/" .. type .. "/fields/" .. field end
  if #paths == 0 then paths[1] = "types/" .. type .. "/*" end
  return IamResource(paths)
end

--- All of it.
function IamResource.all() return IamResource { "*" } end

--- The ARNs of these parts of that API.
function IamResource:resource_arns(api)
  local arns = {}
  for i, path in ipairs(self._paths) do
    arns[i] = engine.stack_of(api):format_arn {
      service = "appsync", resource = "apis/" .. api.api_id, resource_name = path,
      arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
    }
  end
  return arns
end

return { IamResource = IamResource }
