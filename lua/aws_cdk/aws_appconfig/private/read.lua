local engine = require "luacdk.engine"
local assets = require "luacdk.assets"

--- The text of a file of this machine; fails if it cannot be read.
return function(path)
  local text, message = assets.read_file(assets.path.resolve(path))
  if not text then engine.fail(nil, "%s", message) end
  return text
end
