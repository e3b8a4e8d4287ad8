/* Stopping Lua code by a signal: see base/interrupt.h for when.
 *
 * While a thread runs under stop_run, a signal makes it, and the coroutine that was entered last, raise an error at
 * each further instruction, so that no pcall keeps it. */
#ifndef LUACDK_HOST_STOP_H
#define LUACDK_HOST_STOP_H

#include <lua.h>
#include <stdbool.h>

/* `L` runs from now on; NULL: nothing does. Gives the thread of before, to be set again. */
lua_State *stop_run(lua_State *L);

/* `thread` is the coroutine that runs now; gives the one of before, to be entered again. */
lua_State *stop_enter(lua_State *thread);

/* Whether what runs is to stop. */
bool stop_asked(void);

/* Raises the error; it is also raised for stop_now. */
int stop_raise(lua_State *L);

/* Makes L, and what runs under stop_run, stop although no signal came. */
void stop_now(lua_State *L);

/* Whether an error value is that of a stop. */
bool stop_is_error(lua_State *L, int idx);

/* Lets `L` go on. */
void stop_clear(lua_State *L);

#endif
