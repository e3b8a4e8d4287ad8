local native = require "luacdk.repl.native"

--- Stops the script here and opens a session that sees its locals; Ctrl-D goes on with the script.
local function repl() native.stop() end

return { repl = repl }
