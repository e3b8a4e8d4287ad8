/* What Lua code can do with tokens: join them to texts, get told what it cannot do, make them. */
#ifndef LUACDK_OBJECT_TOKEN_API_H
#define LUACDK_OBJECT_TOKEN_API_H

#include <lua.h>

/* Gives tokens their operators, and adds the functions of token_api.c to the module table on top of the stack. */
void token_api_open(lua_State *L);

#endif
