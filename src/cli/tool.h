/* Commands whose work is done by a module of the Lua library: they hand over options and get a status back. */
#ifndef LUACDK_CLI_TOOL_H
#define LUACDK_CLI_TOOL_H

#include <lua.h>
#include <stdbool.h>

/* Calls the function that `require "module"` gives with a table, which `fill` has filled (it is on top of the stack) from
 * `data`, in a state of its own. The function returns an exit status, or whether all went well. Errors are reported.
 * Returns the exit status. */
int tool_run(const char *module, void (*fill)(lua_State *L, const void *data), const void *data);

/* For `fill`: set a field of the table on top of the stack. A NULL text is left out. */
void tool_text(lua_State *L, const char *key, const char *value);
void tool_flag(lua_State *L, const char *key, bool value);

#endif
