-- Starts busted; run by tools/spec_host.c, with busted's arguments in `arg`, and a function that gives what was printed
-- on standard error since its last call.
local printed = ...

-- busted stands on modules in C (lfs, term, system), for which the host of scripts has stand-ins, asked last.
table.insert(package.searchers, #package.searchers, function(name)
  local file, message = package.searchpath(name, package.cpath)
  if not file then return message end
  return assert(package.loadlib(file, "luaopen_" .. name:gsub("%.", "_"))), file
end)

package.loaded["spec.support.printed"] = printed
require "luacdk.engine"
require "busted.runner" { standalone = false }
