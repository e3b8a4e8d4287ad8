/* Stops Lua code when a signal comes: see base/interrupt.h for when.
 *
 * While a thread runs under stop_run, a signal makes it, and the coroutine that was entered last, raise an error at
 * every further instruction, so that pcall cannot catch it. */
#ifndef LUACDK_HOST_STOP_H
#define LUACDK_HOST_STOP_H

#include <lua.h>
#include <stdbool.h>

/* `L` runs from now on; NULL: nothing runs. Returns the previous thread, to be restored later. */
lua_State *stop_run(lua_State *L);

/* `thread` is the coroutine that now runs; returns the previous one, to be restored later. */
lua_State *stop_enter(lua_State *thread);

/* Whether the running code must stop. */
bool stop_asked(void);

/* Raises the error, also after stop_now. */
int stop_raise(lua_State *L);

/* Stops L, and what runs under stop_run, without a signal. */
void stop_now(lua_State *L);

/* Whether an error value is that of a stop. */
bool stop_is_error(lua_State *L, int idx);

/* Lets `L` continue. */
void stop_clear(lua_State *L);

#endif
