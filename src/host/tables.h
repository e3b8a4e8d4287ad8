/* Lua tables that several files of the host need in the same way. */
#ifndef LUACDK_HOST_TABLES_H
#define LUACDK_HOST_TABLES_H

#include <lua.h>

/* Pushes the registry's table of that key (an address), made at first use, whose own keys are weak. */
void tables_push_weak(lua_State *L, const void *key);

/* Puts a copy of the table on top of the stack in its place: the same keys and values, no metatable. */
void tables_copy(lua_State *L);

#endif
