/* Stopping Lua code by a signal: see stop.h. */
#include "host/stop.h"

#include "base/interrupt.h"
#include "host/limits.h"

#include <stddef.h>

static _Thread_local lua_State *volatile outermost, *volatile running;
static char STOP; /* its address is the error value */

int stop_raise(lua_State *L) {
    lua_pushlightuserdata(L, &STOP);
    return lua_error(L);
}

static void raise_stop(lua_State *L, lua_Debug *ar) {
    (void)ar;
    stop_raise(L);
}

static void stop_thread(lua_State *L) {
    if (L) {
        lua_sethook(L, raise_stop, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
    }
}

/* Called by the signal handler. */
static void on_signal(void) {
    stop_thread(outermost);
    stop_thread(running);
}

bool stop_asked(void) { return running && interrupt_signal() != 0; }

lua_State *stop_run(lua_State *L) {
    lua_State *before = outermost;
    running = L;
    outermost = L;
    interrupt_on_signal(L ? on_signal : NULL);
    limits_interrupt_by(L ? stop_asked : NULL, L ? stop_raise : NULL);
    if (stop_asked()) {
        stop_thread(L); /* it came earlier */
    }
    return before;
}

lua_State *stop_enter(lua_State *thread) {
    lua_State *before = running;
    running = thread;
    if (before && stop_asked()) {
        stop_thread(thread);
    }
    return before;
}

void stop_now(lua_State *L) {
    stop_thread(L);
    on_signal();
}

bool stop_is_error(lua_State *L, int idx) { return lua_touserdata(L, idx) == (void *)&STOP; }

void stop_clear(lua_State *L) {
    if (lua_gethook(L) == raise_stop) {
        limits_hook(L);
    }
}
