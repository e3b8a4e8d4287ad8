local engine = require "luacdk.engine"

-- The service appends a hyphen and as many characters to the name of a gateway, which makes its id.
local SUFFIX = "-" .. ("?"):rep(10)

--- The pattern of the ARNs that a gateway of this name can have: those of all gateways while the name is known only at
--- deployment.
-- @param unknown called then, or nil; then a dynamic reference counts as known only at deployment too
return function(scope, gateway_name, unknown)
  local stack = engine.stack_of(scope)
  return stack:format_arn {
    service = "bedrock-agentcore", resource = "gateway",
    resource_name = engine.lazy(function()
      local name = stack:resolve(gateway_name)
      if type(name) == "string" and not (unknown and name:find("{{resolve:", 1, true)) then
        return name:lower() .. SUFFIX
      end
      if unknown then unknown() end
      return "*"
    end, { kind = "string" }),
  }
end
