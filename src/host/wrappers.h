/* Replacements for functions of Lua's libraries that cannot be stopped.
 *
 * They do what the manual says (sections 6.2, 6.4, 6.6), but their loops ask whether to continue and count as
 * instructions (limits_charge), and coroutines are tracked, so that signals and limits reach them. For scripts in the
 * sandbox and for sessions. */
#ifndef LUACDK_HOST_WRAPPERS_H
#define LUACDK_HOST_WRAPPERS_H

#include <lua.h>

/* Each sets its functions in the table on top of the stack, which contains Lua's own. */
void wrappers_set_wrap(lua_State *L);      /* only wrap, whose errors name their place once */
void wrappers_set_coroutine(lua_State *L); /* create, wrap, resume, close */
void wrappers_set_table(lua_State *L);     /* concat, insert, move, remove, sort, unpack */
void wrappers_set_string(lua_State *L);    /* rep; find, match, gmatch, gsub of host/patterns.h */

void wrappers_set_os(lua_State *L); /* execute: the C library's own ignores signals while it waits */

/* Calls the first upvalue with all arguments: the last step of a wrapper. */
int wrappers_call_original(lua_State *L);

/* Replaces the function `name` in the table on top with `wrapper`. */
void wrappers_wrap(lua_State *L, const char *name, lua_CFunction wrapper);

#endif
