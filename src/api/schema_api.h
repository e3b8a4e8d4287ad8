/* Binds the look-ups in the schema to Lua. */
#ifndef LUACDK_API_SCHEMA_API_H
#define LUACDK_API_SCHEMA_API_H

#include <lua.h>

/* Adds the table `schema` to the module table on top of the stack. */
void schema_open(lua_State *L);

#endif
