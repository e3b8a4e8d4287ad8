/* Signal handling of a session: see signals.h. */
#include "repl/signals.h"

#include <signal.h>
#include <stddef.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH};
enum { SIGNAL_COUNT = sizeof signals / sizeof *signals };

static struct sigaction before[SIGNAL_COUNT];
static int watchers;

static lua_State *volatile running;
static volatile sig_atomic_t interrupt, resize, ending;
static char INTERRUPTION; /* its address is the error value */

static void raise_interruption(lua_State *L, lua_Debug *ar) {
    (void)ar;
    lua_pushlightuserdata(L, &INTERRUPTION);
    lua_error(L);
}

static void on_signal(int number) {
    if (number == SIGWINCH) {
        resize = 1;
        return;
    }
    if (number == SIGINT) {
        interrupt = 1;
    } else {
        ending = number;
    }
    if (running) {
        lua_sethook(running, raise_interruption, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
    }
}

void signals_watch(void) {
    if (watchers++) {
        return;
    }
    interrupt = resize = ending = 0;
    struct sigaction action = {.sa_handler = on_signal}; /* no SA_RESTART: whoever waits for input is to wake up */
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        sigaction(signals[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN) {
            sigaction(signals[i], &action, NULL);
        }
    }
}

void signals_unwatch(void) {
    if (--watchers == 0) {
        for (int i = 0; i < SIGNAL_COUNT; i++) {
            sigaction(signals[i], &before[i], NULL);
        }
    }
}

lua_State *signals_run(lua_State *L) {
    lua_State *outer = running;
    running = L;
    return outer;
}

bool signals_is_interruption(lua_State *L, int idx) { return lua_touserdata(L, idx) == (void *)&INTERRUPTION; }

void signals_settle(lua_State *L) {
    if (lua_gethook(L) == raise_interruption) {
        lua_sethook(L, NULL, 0, 0);
    }
    interrupt = 0;
}

bool signals_take_interrupt(void) {
    bool was = interrupt;
    interrupt = 0;
    return was;
}

bool signals_take_resize(void) {
    bool was = resize;
    resize = 0;
    return was;
}

int signals_ending(void) { return ending; }
