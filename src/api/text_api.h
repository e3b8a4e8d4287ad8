/* JavaScript's view of strings, for Lua: regular expressions, for values whose pattern the user wrote, and the order of
 * names. */
#ifndef LUACDK_API_TEXT_API_H
#define LUACDK_API_TEXT_API_H

#include <lua.h>

/* Adds engine.matches and engine.sort and the like to the module table on top of the stack. */
void text_open(lua_State *L);

#endif
