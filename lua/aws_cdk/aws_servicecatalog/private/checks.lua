-- What Service Catalog demands of texts; those that are known only at deployment pass.
local engine = require "luacdk.engine"

local URL <const> = "^https?:\\/\\/.*"
local EMAIL <const> = "^[\\w\\d.%+\\-]+@[a-z\\d.\\-]+\\.[a-z]{2,4}$"

local M = {}

--- Fails unless the text, which may be nil, is a URL.
function M.url(construct, name, value)
  if value ~= nil and not engine.is_unresolved(value) and not engine.matches(URL, value) then
    engine.fail(construct, "%s must begin with http:// or https://, got %s", name, engine.display(value))
  end
end

--- Fails unless the text, which may be nil, is an e-mail address.
function M.email(construct, name, value)
  if value ~= nil and not engine.is_unresolved(value) and not engine.matches(EMAIL, value, "i") then
    engine.fail(construct, "%s must be an e-mail address, got %s", name, engine.display(value))
  end
end

return M
