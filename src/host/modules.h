/* What `require` finds: native modules, the Lua library embedded as bytecode, and modules that consist only of schema
 * rows. Scripts can also use the AWS modules under their short names (`lambda`, `s3`), which load on first use. */
#ifndef LUACDK_HOST_MODULES_H
#define LUACDK_HOST_MODULES_H

#include <lua.h>
#include <stdbool.h>

/* Registers all modules with the `package` library. Leaves the stack unchanged; may raise. */
void modules_open(lua_State *L);

/* The __index of globals: loads the module of a short name and stores it as a global. Raises for words that are values
 * in other languages (None, this); any other name is nil. */
int modules_load_global(lua_State *L);

/* Whether `require` of that name gives a part of the CDK: constructs, aws_cdk, aws_cdk.… */
bool modules_is_library(const char *name);

/* Pushes a list of the short names that scripts can use as globals: "cdk", "constructs", "lambda", … */
void modules_push_short_names(lua_State *L);

#endif
