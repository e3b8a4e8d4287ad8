local native = require "luacdk.repl.native"

return {
  --- cdk.repl(): stops the script here and opens a session that sees its local variables; Ctrl-D lets the script
  --- continue.
  repl = native.stop,
}
