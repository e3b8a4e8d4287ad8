--- What `require "luacdk"` gives where luacdk is a module for another Lua (src/embed/module.c). Scripts for that run
--- in the program, too.
return require "aws_cdk"
