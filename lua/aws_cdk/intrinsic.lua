local engine = require "luacdk.engine"

--- A value that is put into the template unchanged. Base class of secrets and dynamic references; usually a plain token
--- is enough (`cdk.Token.as_any`).
local Intrinsic = engine.class("aws_cdk.Intrinsic")

function Intrinsic:init(value, options)
  if type(value) == "function" then
    engine.fail(nil, "the value of an Intrinsic must be plain data, got %s", engine.display(value))
  end
  self._value = value
  self.type_hint = options and options.type_hint or "string"
end

Intrinsic.get.creation_stack = function() return {} end

--- The value of the intrinsic.
function Intrinsic:resolve() return self._value end

-- The token of this object: one for all uses, so that strings made from it are equal.
local function token(self)
  local made = self._token
  if not made then
    made = engine.view(self, "string")
    self._token = made
  end
  return made
end

function Intrinsic:to_string() return token(self) end
function Intrinsic:to_string_list() return engine.view(self, "list") end
function Intrinsic:to_json() return "<unresolved-token>" end
function Intrinsic.__tostring(self) return tostring(token(self)) end
function Intrinsic.__concat(left, right)
  if engine.is_a(left, Intrinsic) then left = token(left) end
  if engine.is_a(right, Intrinsic) then right = token(right) end
  return left .. right
end

return { Intrinsic = Intrinsic }
