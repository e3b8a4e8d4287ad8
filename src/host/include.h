/* Files that a script reads: other Lua files, run where they are included, and texts, JSON and YAML.
 *
 * Names are relative to the file that asks. A file is run once for each set of globals; including it again, under
 * whatever name, gives the same values. What cannot be read or is wrong in itself is an error at the line that asks. */
#ifndef LUACDK_HOST_INCLUDE_H
#define LUACDK_HOST_INCLUDE_H

#include <lua.h>

/* Replaces the globals on top of the stack by a function include(file) → values…, which runs files with them. */
void include_push(lua_State *L);

/* `push` gives an include without globals of its own those of its caller, or nil for Lua's. */
void include_find_globals(void (*push)(lua_State *L));

#endif
