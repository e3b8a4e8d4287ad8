/* Signal handling of a session: see signals.h. */
#include "repl/signals.h"

#include "host/limits.h"
#include "host/patterns.h"

#include <errno.h>
#include <lauxlib.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH};
enum { SIGNAL_COUNT = sizeof signals / sizeof *signals };

static struct sigaction before[SIGNAL_COUNT];
static int watchers;

static lua_State *volatile running;
static volatile sig_atomic_t interrupt, resize, ending;
static char INTERRUPTION; /* its address is the error value */

static int raise_now(lua_State *L) {
    lua_pushlightuserdata(L, &INTERRUPTION);
    return lua_error(L);
}

static void raise_interruption(lua_State *L, lua_Debug *ar) {
    (void)ar;
    raise_now(L);
}

/* Work in C that takes long asks this now and then. */
static bool is_asked(void) { return running && (interrupt || ending); }

/* Coroutines that run or wait for one that does, outermost first. */
enum { MOST_COROUTINES = 200 };
static lua_State *volatile coroutines[MOST_COROUTINES];
static volatile sig_atomic_t coroutine_count;

static void interrupt_at(lua_State *L) {
    lua_sethook(L, raise_interruption, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

/* Seconds that a line may go on after the request to end: some functions in C cannot be stopped otherwise. */
enum { GRACE = 2 };

static void end_now(int number) {
    (void)number;
    _exit(128 + ending); /* lines are read in between: while one runs the terminal is as it was */
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
        struct sigaction action = {.sa_handler = end_now};
        sigaction(SIGALRM, &action, NULL);
        alarm(GRACE);
    }
    if (running) {
        interrupt_at(running);
        for (int i = 0; i < coroutine_count; i++) {
            interrupt_at(coroutines[i]);
        }
    }
}

/* Calls the function at upvalue 1 with all arguments, while the coroutine `L1` counts as running. */
static int call_in(lua_State *L, lua_State *L1) {
    bool noted = coroutine_count < MOST_COROUTINES;
    if (noted) {
        coroutines[coroutine_count] = L1;
        coroutine_count++;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    if (noted) {
        coroutine_count--;
    }
    return status == LUA_OK ? lua_gettop(L) : lua_error(L);
}

/* coroutine.resume, around the library's own. */
static int l_resume(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTHREAD);
    return call_in(L, lua_tothread(L, 1));
}

/* What coroutine.wrap gave; the library's own function and its coroutine are upvalues. */
static int l_wrapped(lua_State *L) { return call_in(L, lua_tothread(L, lua_upvalueindex(2))); }

/* coroutine.wrap: the thread is upvalue 1 of the library's function. */
static int l_wrap(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    if (!lua_getupvalue(L, 1, 1)) {
        return 1;
    }
    lua_pushcclosure(L, l_wrapped, 2);
    return 1;
}

/* string.rep, around the library's own, which counts to the end even when each piece is empty. */
static int l_rep(lua_State *L) {
    size_t length, gap;
    luaL_checklstring(L, 1, &length);
    luaL_optlstring(L, 3, "", &gap);
    if (luaL_checkinteger(L, 2) > 1 && length + gap == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

/* Lua's own matcher cannot be stopped. What a script has put in the place of its functions stays. */
static void use_patterns(lua_State *L) {
    lua_getglobal(L, "string");
    if (lua_istable(L, -1)) {
        lua_getfield(L, -1, "find");
        bool own = lua_iscfunction(L, -1);
        lua_pop(L, 1);
        if (own) {
            patterns_open(L);
            lua_getfield(L, -1, "rep");
            lua_pushcclosure(L, l_rep, 1);
            lua_setfield(L, -2, "rep");
        }
    }
    lua_pop(L, 1);
}

void signals_track(lua_State *L) {
    use_patterns(L);
    lua_getglobal(L, "coroutine");
    lua_getfield(L, -1, "resume");
    lua_pushcclosure(L, l_resume, 1);
    lua_setfield(L, -2, "resume");
    lua_getfield(L, -1, "wrap");
    lua_pushcclosure(L, l_wrap, 1);
    lua_setfield(L, -2, "wrap");
    lua_pop(L, 1);
}

void signals_watch(void) {
    if (watchers++) {
        return;
    }
    interrupt = resize = ending = 0;
    limits_interrupt_by(is_asked, raise_now);
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
        limits_interrupt_by(NULL, NULL);
        for (int i = 0; i < SIGNAL_COUNT; i++) {
            sigaction(signals[i], &before[i], NULL);
        }
    }
}

lua_State *signals_run(lua_State *L) {
    lua_State *outer = running;
    if (!outer) {
        coroutine_count = 0;
    }
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

bool signals_wait_for_input(int fd) {
    sigset_t blocked, outside;
    sigemptyset(&blocked);
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        sigaddset(&blocked, signals[i]);
    }
    /* Blocked while the flags are looked at, so that none comes between that and the wait. */
    sigprocmask(SIG_BLOCK, &blocked, &outside);
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    bool woken = interrupt || resize || ending || (ppoll(&wait, 1, NULL, &outside) < 0 && errno == EINTR);
    sigprocmask(SIG_SETMASK, &outside, NULL);
    return !woken;
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
