/* Signals during a session: Ctrl-C ends what runs, never the session; SIGTERM and SIGHUP end the session. */
#ifndef LUACDK_REPL_SIGNALS_H
#define LUACDK_REPL_SIGNALS_H

#include <lua.h>
#include <stdbool.h>

/* Install the handlers of a session, and restore the previous ones. Calls may nest. */
void signals_watch(void);
void signals_unwatch(void);

/* While `L` is set, SIGINT and the ending signals make it raise an error that pcall cannot catch. Returns the previous
 * one. */
lua_State *signals_run(lua_State *L);

/* Makes coroutines of the state (those that run from now on are tracked) and its patterns interruptible too. */
void signals_track(lua_State *L);

/* Whether an error value is that of such an interruption. */
bool signals_is_interruption(lua_State *L, int idx);

/* Lets `L` continue after an interruption: no more errors are raised. */
void signals_clear(lua_State *L);

/* Waits until something can be read. False: a signal came first, or came before and has not been asked for yet. */
bool signals_wait_for_input(int fd);

/* Whether Ctrl-C was pressed, or the window has changed its size, since the last call. */
bool signals_take_interrupt(void);
bool signals_take_resize(void);

/* The signal that ends the session, or 0. */
int signals_ending(void);

#endif
