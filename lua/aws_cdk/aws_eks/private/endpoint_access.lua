--- From where the API server of a cluster can be reached.
local engine = require "luacdk.engine"

--- The class EndpointAccess of an edition (edition.lua).
return function(edition)
  local EndpointAccess = engine.class(edition.module .. ".EndpointAccess")

  --- Arguments: { private_access =, public_access =, public_cidrs = }.
  function EndpointAccess:init(config) self._config = config end

  --- The same, the public part only from these CIDR blocks.
  function EndpointAccess:only_from(...)
    local config = self._config
    if not config.private_access then
      engine.fail(nil, "public access can be restricted to CIDR blocks only with private access; -> use "
        .. "EndpointAccess.PUBLIC_AND_PRIVATE:only_from(…)")
    end
    if not config.public_access and select("#", ...) > 0 then
      engine.fail(nil, "CIDR blocks restrict public access, which EndpointAccess.PRIVATE has not; -> use "
        .. "EndpointAccess.PUBLIC_AND_PRIVATE:only_from(…)")
    end
    return EndpointAccess {
      private_access = config.private_access, public_access = config.public_access, public_cidrs = engine.list { ... },
    }
  end

  return { EndpointAccess = EndpointAccess }
end
