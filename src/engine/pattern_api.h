/* Regular expressions for Lua. */
#ifndef LUACDK_ENGINE_PATTERN_API_H
#define LUACDK_ENGINE_PATTERN_API_H

#include <lua.h>

/* Adds the function of pattern_api.c to the module table on top of the stack. */
void pattern_open(lua_State *L);

#endif
