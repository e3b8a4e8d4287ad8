/* What `require` finds in our host: native modules, the Lua library embedded as bytecode, and modules that consist of
 * schema rows alone. Scripts also reach the AWS modules by their short names (`lambda`, `s3`), loaded on first use. */
#ifndef LUACDK_HOST_MODULES_H
#define LUACDK_HOST_MODULES_H

#include <lua.h>
#include <stdbool.h>

/* Registers all modules with the `package` library. Takes and leaves nothing; may raise. */
void modules_open(lua_State *L);

/* __index of globals: loads the module of a short name and keeps it there. Raises for words that stand for a value in
 * other languages (None, this); any other name is nil. */
int modules_load_global(lua_State *L);

/* Whether `require` of that name gives a part of the CDK's library: constructs, aws_cdk, aws_cdk.… */
bool modules_is_library(const char *name);

/* Pushes a list of the short names that scripts may use as globals: "cdk", "constructs", "lambda", … */
void modules_push_short_names(lua_State *L);

#endif
