/* What `require` finds: native modules, the Lua library embedded as bytecode, and modules that consist only of schema
 * rows. Scripts can also use the AWS modules under their short names: see globals.h. */
#ifndef LUACDK_HOST_MODULES_H
#define LUACDK_HOST_MODULES_H

#include <lua.h>
#include <stdbool.h>

/* Registers all modules with the `package` library. Leaves the stack unchanged; may raise. */
void modules_open(lua_State *L);

/* The same in a Lua that is somebody else's: its own searchers stay, and its globals are as they were. */
void modules_open_as_guest(lua_State *L);

/* Sets what user code has instead of Lua's own functions (pairs, next, table.concat) in the table of globals on top of the
 * stack; and in Lua's own globals, which is a part of modules_open. */
void modules_set_user_functions(lua_State *L);
void modules_open_user_globals(lua_State *L);

/* Pushes the full name of the module with this short name ("s3", "cdk"); false (nothing pushed) if there is none. */
bool modules_push_full_name(lua_State *L, const char *name);

/* Whether `require` of that name gives a part of the CDK: constructs, aws_cdk, aws_cdk.… */
bool modules_is_library(const char *name);

/* Pushes a list of the short names that scripts can use as globals: "cdk", "constructs", "lambda", … */
void modules_push_short_names(lua_State *L);

#endif
