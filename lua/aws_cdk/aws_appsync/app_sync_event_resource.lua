--- Parts of an event API, as permissions name them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local AppSyncEventResource = engine.class "aws_cdk.aws_appsync.AppSyncEventResource"

function AppSyncEventResource:init(paths) self._paths = paths end

--- The API itself.
function AppSyncEventResource.for_api() return AppSyncEventResource { "" } end

--- All of the API.
function AppSyncEventResource.all() return AppSyncEventResource { "*" } end

--- All namespaces of channels.
function AppSyncEventResource.all_channel_namespaces() return AppSyncEventResource { "channelNamespace/*" } end

--- The ARNs of these parts of that API.
function AppSyncEventResource:resource_arns(api)
  local arns, Format = {}, cdk.ArnFormat
  for i, path in ipairs(self._paths) do
    local is_api = path == ""
    arns[i] = engine.stack_of(api):format_arn {
      service = "appsync", resource = "apis/" .. api.api_id, resource_name = not is_api and path or nil,
      arn_format = is_api and Format.NO_RESOURCE_NAME or Format.SLASH_RESOURCE_NAME,
    }
  end
  return arns
end

return { AppSyncEventResource = AppSyncEventResource }
