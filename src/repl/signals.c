/* Signal handling of a session: see signals.h. */
#include "repl/signals.h"

#include "base/interrupt.h"
#include "host/stop.h"
#include "host/wrappers.h"

#include <signal.h>
#include <stddef.h>

static int watchers;
static lua_State *script; /* had control before the session */

/* Replaces Lua's functions with ones that can be stopped. A library that a script has replaced stays. */
static void replace(lua_State *L, const char *library, const char *typical, void (*set)(lua_State *L)) {
    if (lua_getglobal(L, library) == LUA_TTABLE) {
        lua_getfield(L, -1, typical);
        bool own = lua_iscfunction(L, -1);
        lua_pop(L, 1);
        if (own) {
            set(L);
        }
    }
    lua_pop(L, 1);
}

void signals_track(lua_State *L) {
    replace(L, "string", "find", wrappers_set_string);
    replace(L, "table", "move", wrappers_set_table);
    replace(L, "coroutine", "resume", wrappers_set_coroutine);
}

void signals_watch(void) {
    if (watchers++ == 0) {
        script = stop_run(NULL);
        interrupt_in_session(true);
    }
}

void signals_unwatch(void) {
    if (--watchers == 0) {
        (void)interrupt_clear();
        interrupt_in_session(false);
        stop_run(script);
    }
}

lua_State *signals_run(lua_State *L) { return stop_run(L); }

bool signals_is_interruption(lua_State *L, int idx) { return stop_is_error(L, idx); }

void signals_clear(lua_State *L) {
    (void)interrupt_clear();
    stop_clear(L);
}

bool signals_wait_for_input(int fd) {
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    return interrupt_poll(&wait, 1, -1) >= 0;
}

bool signals_take_interrupt(void) { return interrupt_clear(); }

bool signals_take_resize(void) { return interrupt_take_resize(); }

int signals_ending(void) { return interrupt_signal() == SIGINT ? 0 : interrupt_signal(); }
