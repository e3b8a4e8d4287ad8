--- Called by the host with a script that may be a definition, and its arguments: if it is one, runs it in the sandbox.
--- Returns whether it was, and the script's result.
local assets = require "luacdk.assets"
local sandboxed = require "luacdk.template.sandboxed"
local source = require "luacdk.template.source"

return function(file, ...)
  if not source.is_definition(file) then return false end
  return true, sandboxed.load(file, assets.path.dirname(assets.path.resolve(file)), ...)
end
