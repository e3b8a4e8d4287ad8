/* Functions of Lua's libraries that can be stopped, in place of those that cannot.
 *
 * They do what the manual says (sections 6.2, 6.4, 6.6), but loops ask whether they may go on and count as instructions
 * (limits_charge), and coroutines are known as what runs, so that a signal and a limit reach them. For scripts in the
 * sandbox and for sessions. */
#ifndef LUACDK_HOST_WRAPPERS_H
#define LUACDK_HOST_WRAPPERS_H

#include <lua.h>

/* Each sets its functions in the table on top of the stack, which holds Lua's own. */
void wrappers_set_wrap(lua_State *L);      /* wrap alone, whose errors state their place once */
void wrappers_set_coroutine(lua_State *L); /* create, wrap, resume, close */
void wrappers_set_table(lua_State *L);     /* concat, insert, move, remove, sort, unpack */
void wrappers_set_string(lua_State *L);    /* rep; find, match, gmatch, gsub of host/patterns.h */

void wrappers_set_os(lua_State *L); /* execute: the C library's ignores signals while it waits */

/* Calls the first upvalue with all arguments: the end of a wrapper. */
int wrappers_call_original(lua_State *L);

/* In the table on top: puts the function `name` into `wrapper`. */
void wrappers_wrap(lua_State *L, const char *name, lua_CFunction wrapper);

#endif
