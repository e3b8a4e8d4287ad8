/* Tokens in Lua code: joining them to strings, errors for what they cannot do, and functions that make them. */
#ifndef LUACDK_OBJECT_TOKEN_API_H
#define LUACDK_OBJECT_TOKEN_API_H

#include <lua.h>

/* Gives tokens their operators, and adds the functions of token_api.c to the module table on top of the stack. */
void token_api_open(lua_State *L);

#endif
