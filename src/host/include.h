/* Files that a script reads: other Lua files, run where they are included, and text, JSON and YAML files.
 *
 * Names are relative to the file that asks. A file runs once for each set of globals; including it again, under
 * whatever name, gives the same values. A file that cannot be read or is invalid is an error on the line that asks for
 * it. */
#ifndef LUACDK_HOST_INCLUDE_H
#define LUACDK_HOST_INCLUDE_H

#include <lua.h>

/* Replaces the globals on top of the stack with a function include(file) → values… that runs files with them. */
void include_push(lua_State *L);

/* Sets how an include without its own globals finds those of its caller: `push` pushes them, or nil for Lua's. */
void include_find_globals(void (*push)(lua_State *L));

#endif
