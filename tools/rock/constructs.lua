--- Lets a script that begins with `require "constructs"` run in a Lua with the module luacdk.
require "luacdk"
return require "constructs" -- the library's, which is found before this file from now on
