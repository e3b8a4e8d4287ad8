--- Backends: the services that a virtual node calls.
local engine = require "luacdk.engine"
local bound = require "aws_cdk.aws_appmesh.private.bound"
local settings = require "aws_cdk.aws_appmesh.private.settings"

local Backend, make = bound "Backend"

--- A service of the mesh. Options: tls_client_policy.
function Backend.virtual_service(virtual_service, props)
  local policy = props and props.tls_client_policy
  return make(function(scope)
    -- Two nodes may call each other's services, so neither must refer to the other.
    local name = virtual_service.virtual_service_name
    if engine.is_unresolved(name) then name = virtual_service.physical_name end
    return {
      virtual_service_backend = {
        virtual_service = {
          virtual_service_name = name,
          client_policy = policy and { tls = settings.client_tls(scope, policy) },
        },
      },
    }
  end)
end

return { Backend = Backend }
