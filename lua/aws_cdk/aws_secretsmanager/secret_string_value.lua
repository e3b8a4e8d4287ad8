--- The former way to give a secret's value, replaced by cdk.SecretValue.
local engine = require "luacdk.engine"

local NAME = "aws_cdk.aws_secretsmanager.SecretStringValueBeta1"
local SecretStringValueBeta1 = engine.class(NAME)

local function deprecated(member) engine.deprecated(NAME .. "#" .. member, "use cdk.SecretValue") end

function SecretStringValueBeta1:init(secret_value) self._value = secret_value end

function SecretStringValueBeta1.from_unsafe_plaintext(secret_value)
  deprecated "from_unsafe_plaintext"
  return SecretStringValueBeta1(secret_value)
end

function SecretStringValueBeta1.from_token(secret_value_from_token)
  deprecated "from_token"
  if not engine.is_unresolved(secret_value_from_token) then
    engine.fail(nil, "SecretStringValueBeta1.from_token takes a token, not literal text, which anyone could read in "
      .. "the template; -> if that is meant, use from_unsafe_plaintext")
  end
  return SecretStringValueBeta1(secret_value_from_token)
end

function SecretStringValueBeta1:secret_value()
  deprecated "secret_value"
  return self._value
end

return { SecretStringValueBeta1 = SecretStringValueBeta1 }
