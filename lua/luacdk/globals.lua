--- Where luacdk is a module for another Lua, `require "luacdk.globals"` makes the globals that scripts of the program
--- have anyway.
return require "aws_cdk"
