--- Questions: `?name`, `??words`, `:doc`, `:apropos`.
local help = require "luacdk.repl.help"

return {
  { name = "?", arguments = "NAME", summary = "what a name is, with an example", complete = "expression",
    details = "A variable, a module, a type or member of the library, a resource type, a command or a function " ..
      "of Lua: ?fn, ?s3, ?lambda.Code.from_asset, ?AWS::S3::Bucket, ?:undo, ?string.format.",
    run = help.about },
  { name = "??", arguments = "WORDS", summary = "search all names", complete = "expression",
    run = help.search },
  { name = "doc", arguments = "TYPE[.PROPERTY]", summary = "what CloudFormation says about a type or property",
    complete = "name", details = ":doc AWS::Lambda::Function.Timeout", run = help.property },
  { name = "apropos", arguments = "WORDS", summary = "names that contain all of these words", run = help.search },
}
