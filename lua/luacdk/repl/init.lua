local native = require "luacdk.repl.native"

return {
  --- cdk.repl(): stops the script here and opens a session that sees its locals; Ctrl-D goes on with the script.
  repl = native.stop,
}
