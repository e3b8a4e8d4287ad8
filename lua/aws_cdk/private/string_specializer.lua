local engine = require "luacdk.engine"

local M = {}

local function known(value)
  return not engine.is_unresolved(value) and value or nil
end

local function replace(text, placeholder, value)
  if not value then return text end
  return (text:gsub("%$%{" .. placeholder .. "%}", (value:gsub("%%", "%%%%"))))
end

--- Replaces `${Qualifier}`, and the stack's account and region if they are known. The string must not contain tokens.
function M.specialize(stack, qualifier, text)
  text = replace(text, "Qualifier", qualifier)
  text = replace(text, "AWS::Region", known(stack.region))
  return replace(text, "AWS::AccountId", known(stack.account))
end

--- Replaces only `${Qualifier}`.
function M.qualifier_only(qualifier, text) return replace(text, "Qualifier", qualifier) end

--- Raises if a property of a synthesizer contains a token.
function M.check_no_tokens(what, props)
  for name, value in pairs(props) do
    if type(value) ~= "table" and engine.is_unresolved(value) then
      engine.fail(nil, "%s property '%s' cannot contain tokens; -> only the placeholders ${Qualifier}, ${AWS::Region},"
        .. " ${AWS::AccountId} and ${AWS::Partition} can be used", what, name)
    end
  end
end

return M
