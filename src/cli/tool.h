/* Commands whose work is done by a Lua module: they pass on options and receive a status. */
#ifndef LUACDK_CLI_TOOL_H
#define LUACDK_CLI_TOOL_H

#include "base/arena.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Calls the function that `require "module"` returns, in a new Lua state, with a table that `fill` has filled from
 * `data` (it is on top of the stack; without `fill` it is empty). The function returns an exit status, or whether it
 * succeeded. Reports errors. Returns the exit status. */
int tool_run(const char *module, void (*fill)(lua_State *L, const void *data), const void *data);

/* For `fill`: set a field of the table on top of the stack. A NULL text is left out. */
void tool_text(lua_State *L, const char *key, const char *value);
void tool_flag(lua_State *L, const char *key, bool value);
void tool_texts(lua_State *L, const char *key, const char *const *values, size_t count);

/* Where `make install` puts the definition files for editors: beside the folder of the program. */
const char *tool_definitions_folder(struct arena *arena);

#endif
