/* Helpers for Lua tables that several files of the host need. */
#ifndef LUACDK_HOST_TABLES_H
#define LUACDK_HOST_TABLES_H

#include <lua.h>

/* Pushes the registry's table for that key (an address), created on first use, which has weak keys. */
void tables_push_weak(lua_State *L, const void *key);

/* Replaces the table on top of the stack with a copy: the same keys and values, no metatable. */
void tables_copy(lua_State *L);

#endif
