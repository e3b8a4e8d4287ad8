-- Whether a call fails, with a message that contains a text.
local assert = require "luassert"

--- Fails unless make(...) raises an error whose message contains `text`.
return function(text, make, ...)
  local ok, message = pcall(make, ...)
  assert.is_false(ok, text)
  assert.truthy(tostring(message):find(text, 1, true), tostring(message))
end
