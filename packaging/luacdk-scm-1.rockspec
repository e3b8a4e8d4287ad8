-- luacdk as a module for a Lua 5.4 that is there already. In a clone: luarocks --lua-version=5.4 make packaging/luacdk-scm-1.rockspec
rockspec_format = "3.0"
package = "luacdk"
version = "scm-1"
source = { url = "." }
description = {
  summary = "The AWS CDK in Lua",
  detailed = [[
Constructs of the AWS CDK, synthesised to the same templates, in a Lua 5.4 of yours:

  local cdk = require "luacdk"
  local s3 = require "aws_cdk.aws_s3"
  local app = cdk.App()
  s3.Bucket(cdk.Stack(app, "Storage"), "Files")
  app:synth()

The module has no sandbox: what it loads may do what your program may do. The program luacdk has one.]],
  license = "Apache-2.0",
}
supported_platforms = { "linux" }
dependencies = { "lua >= 5.4, < 5.5" }
external_dependencies = {
  CRYPTO = { header = "openssl/evp.h", library = "crypto" },
  YAML = { header = "yaml.h", library = "yaml" },
  CJSON = { header = "cjson/cJSON.h" },
}
build = {
  type = "make",
  build_target = "rock",
  install_target = "install-rock",
  build_variables = { CFLAGS = "$(CFLAGS)", LUA_HEADERS = "$(LUA_INCDIR)" },
  install_variables = {
    CFLAGS = "$(CFLAGS)", LUA_HEADERS = "$(LUA_INCDIR)", ROCK_LIBDIR = "$(LIBDIR)", ROCK_LUADIR = "$(LUADIR)",
  },
}
