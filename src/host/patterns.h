/* Lua's patterns, with bounded work.
 *
 * The functions find, match, gmatch and gsub of section 6.4 of the manual. A pattern that tries too many ways reaches
 * the limit of instructions or time (limits.h), which is impossible with Lua's own matcher; in a session Ctrl-C stops
 * it. */
#ifndef LUACDK_HOST_PATTERNS_H
#define LUACDK_HOST_PATTERNS_H

#include <lua.h>

/* Sets the four functions in the table on top of the stack. */
void patterns_open(lua_State *L);

#endif
