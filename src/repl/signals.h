/* Signals while a session is open: Ctrl-C ends what runs, never the session; SIGTERM and SIGHUP end the session. */
#ifndef LUACDK_REPL_SIGNALS_H
#define LUACDK_REPL_SIGNALS_H

#include <lua.h>
#include <stdbool.h>

/* Handlers for the time of a session, and those of before back again. Calls may nest. */
void signals_watch(void);
void signals_unwatch(void);

/* While `L` is set, SIGINT and the ending signals make it raise an error that no pcall of it can swallow. Returns the
 * one set before. */
lua_State *signals_run(lua_State *L);

/* Makes coroutines of the state interruptible too, of which the running ones are noted from now on, and its patterns. */
void signals_track(lua_State *L);

/* Whether an error value is that of such an interruption. */
bool signals_is_interruption(lua_State *L, int idx);

/* Lets `L` go on after an interruption: no more errors are raised. */
void signals_clear(lua_State *L);

/* Waits until something can be read. False: a signal came first, or before this was called and nobody asked for it yet.
 */
bool signals_wait_for_input(int fd);

/* Whether Ctrl-C was pressed, or the window's size has changed, since this was last asked. */
bool signals_take_interrupt(void);
bool signals_take_resize(void);

/* The signal that ends the session, or 0. */
int signals_ending(void);

#endif
