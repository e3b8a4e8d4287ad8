--- Secrets that containers read from where they are stored.
local engine = require "luacdk.engine"

local function given(text) return text ~= nil and text ~= "" end

--- The class of secrets `name` with its static methods.
return function(name)
  local Secret = engine.class(name)

  function Secret:init() end

  -- A secret that is stored as `source`.
  local Stored = engine.class(name:gsub("(%w+)$", "Stored%1"), Secret)

  function Stored:init(source, arn, has_field) self._source, self.arn, self.has_field = source, arn, has_field end

  --- Lets the grantee read the value.
  function Stored:grant_read(grantee) return self._source:grant_read(grantee) end

  --- A parameter of Systems Manager.
  function Secret.from_ssm_parameter(parameter) return Stored(parameter, parameter.parameter_arn) end

  --- A secret of Secrets Manager, or a field of it.
  function Secret.from_secrets_manager(secret, field)
    local arn = secret.secret_arn
    return Stored(secret, given(field) and arn .. ":" .. field .. "::" or arn, given(field))
  end

  --- A version of a secret of Secrets Manager, or a field of it.
  function Secret.from_secrets_manager_version(secret, version_info, field)
    return Stored(secret, secret.secret_arn .. ":" .. (field or "") .. ":" .. (version_info.version_stage or "") .. ":"
      .. (version_info.version_id or ""), given(field))
  end

  return Secret
end
