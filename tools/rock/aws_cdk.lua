--- Lets a script that begins with `require "aws_cdk"` run in a Lua with the module luacdk.
return require "luacdk"
