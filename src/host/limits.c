/* Limits: see limits.h. */
#include "host/limits.h"

#include "base/arena.h"
#include "base/interrupt.h"
#include "base/sanitizer.h"
#include "object/diagnostics.h"

#include <lauxlib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    STEP = 1000,         /* instructions between two checks */
    RESERVE = 1 << 20,   /* bytes beyond the memory limit, for cleaning up */
    C_MEMORY = 128 << 20 /* bytes of memory outside Lua, beyond twice the limit */
};

enum reached { NOTHING, MEMORY, INSTRUCTIONS, TIME };

static _Thread_local struct {
    bool active;
    enum reached reached;
    struct limits limits;
    lua_State *main;
    lua_State *volatile running;
    long long left;     /* instructions */
    long long room;     /* bytes */
    long long after_gc; /* room after the last collection that we started */
    bool ever_refused;  /* whether any allocation was refused */
    int refused;        /* refused allocations in a row; after the first one Lua collects garbage and tries again */
    lua_Alloc allocate; /* the state's own */
    void *memory;
    struct rlimit data_before;
    bool data_limited;
    char message[512];
} now;

static _Thread_local char last_words[256]; /* printed if the program has to be ended */
static char LIMIT;                         /* its address is the error value */

bool limits_active(void) { return now.active; }

bool limits_reached(void) { return now.reached != NOTHING; }

const char *limits_message(void) { return now.message; }

/* ---- reaching one ---------------------------------------------------------------------------------------------- */

static void describe(enum reached which, char *text, size_t size) {
    switch (which) {
    case MEMORY:
        snprintf(text, size, "the limit of %zu MiB of memory was reached; --memory-limit changes it",
                 now.limits.memory >> 20);
        break;
    case INSTRUCTIONS:
        snprintf(text, size, "the limit of %lld instructions was reached; --instruction-limit changes it",
                 now.limits.instructions);
        break;
    default:
        snprintf(text, size, "the limit of %g seconds was reached; --time-limit changes it", now.limits.seconds);
    }
}

/* Stores the message, with the user's innermost line. Allocates nothing, because the allocator calls it too. */
static void reach(lua_State *L, enum reached which) {
    if (now.reached != NOTHING) {
        return;
    }
    now.reached = which;
    now.room += RESERVE;
    char text[200];
    describe(which, text, sizeof text);
    const char *source;
    int line;
    if (user_location(L, &source, &line) || user_location(now.main, &source, &line)) {
        size_t length = strcspn(source, "\n");
        bool named = *source == '@' || *source == '=';
        snprintf(now.message, sizeof now.message, "%.*s:%d: %s", named ? (int)(length < 250 ? length - 1 : 250) : 6,
                 named ? source + 1 : "string", line, text);
    } else {
        snprintf(now.message, sizeof now.message, "%s", text);
    }
}

bool limits_reached_by(lua_State *L, int error) {
    static const char text[] = "not enough memory";
    if (now.active && now.ever_refused && now.reached == NOTHING && lua_type(L, error) == LUA_TSTRING) {
        size_t length;
        const char *message = lua_tolstring(L, error, &length);
        if (length >= sizeof text - 1 && strcmp(message + length - (sizeof text - 1), text) == 0) {
            reach(L, MEMORY);
        }
    }
    return now.active && now.reached != NOTHING;
}

static _Thread_local struct {
    bool (*asked)(void);
    int (*raise)(lua_State *L);
} interruption;

void limits_interrupt_by(bool (*asked)(void), int (*raise)(lua_State *L)) {
    interruption.asked = asked;
    interruption.raise = raise;
}

static bool is_interrupted(void) { return interruption.asked && interruption.asked(); }

int limits_raise(lua_State *L) {
    if (now.reached == NOTHING && is_interrupted()) {
        return interruption.raise(L);
    }
    lua_pushlightuserdata(L, &LIMIT);
    return lua_error(L);
}

/* ---- instructions and time ------------------------------------------------------------------------------------- */

/* The collector is lazy (host/state.c), but near the limit garbage must not count as memory in use: the standard
 * library's buffers fail without collecting it first. */
static void collect(lua_State *L) {
    long long limit = (long long)now.limits.memory;
    if (limit && now.room < limit / 4 && now.room < now.after_gc - limit / 8) {
        lua_gc(L, LUA_GCCOLLECT);
        now.after_gc = now.room;
    }
}

static bool take(lua_State *L, long long amount) {
    if (now.limits.instructions) {
        if (amount >= now.left) {
            now.left = 0;
            reach(L, INSTRUCTIONS);
        } else {
            now.left -= amount;
        }
    }
    if (interrupt_time_is_up()) {
        reach(L, TIME);
    }
    return now.reached == NOTHING;
}

static void on_count(lua_State *L, lua_Debug *ar) {
    (void)ar;
    if (!now.active) {
        lua_sethook(L, NULL, 0, 0); /* a thread that outlived its limits */
        return;
    }
    collect(L);
    if (!take(L, STEP)) {
        lua_sethook(L, on_count, LUA_MASKCOUNT | LUA_MASKCALL | LUA_MASKRET, 1);
        limits_raise(L);
    }
}

bool limits_take(lua_State *L, long long amount) { return (!now.active || take(L, amount)) && !is_interrupted(); }

void limits_charge(lua_State *L, long long amount) {
    if (!limits_take(L, amount)) {
        limits_raise(L);
    }
}

lua_State *limits_enter_thread(lua_State *thread) {
    lua_State *before = now.running;
    now.running = thread;
    return before;
}

static void on_time(void) {
    lua_sethook(now.main, on_count, LUA_MASKCOUNT | LUA_MASKCALL, 1);
    lua_sethook(now.running, on_count, LUA_MASKCOUNT | LUA_MASKCALL, 1);
}

void limits_hook(lua_State *L) {
    if (now.active) {
        lua_sethook(L, on_count, LUA_MASKCOUNT, interrupt_time_is_up() ? 1 : STEP);
    } else {
        lua_sethook(L, NULL, 0, 0);
    }
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

/* Not inlined: what is called rarely should not cost the rest anything. */
__attribute__((noinline)) static void *refuse(void) {
    now.ever_refused = true;
    if (++now.refused > 1) {
        reach(now.running, MEMORY);
    }
    return NULL;
}

static void *allocate(void *memory, void *block, size_t old_size, size_t new_size) {
    long long more = (long long)new_size - (long long)(block ? old_size : 0);
    if (more > now.room) {
        return refuse();
    }
    if (more > 0) {
        now.refused = 0;
    }
    now.room -= more; /* taken even if the system has no memory: then the program is at its end anyway */
    return now.allocate(memory, block, old_size, new_size);
}

#ifdef UNDER_ASAN /* ASan needs address space */
static void limit_process(void) {}
#else
static void limit_process(void) {
    static _Thread_local char words[256];
    unsigned long data = 0;
    FILE *file = interrupt_is_guest() ? NULL : fopen("/proc/self/statm", "re");
    if (!file) {
        return;
    }
    int found = fscanf(file, "%*s %*s %*s %*s %*s %lu", &data);
    fclose(file);
    if (found != 1 || getrlimit(RLIMIT_DATA, &now.data_before) != 0) {
        return;
    }
    struct rlimit limit = now.data_before;
    rlim_t wanted = data * (rlim_t)sysconf(_SC_PAGESIZE) + 2 * (rlim_t)now.limits.memory + C_MEMORY;
    if (limit.rlim_cur == RLIM_INFINITY || wanted < limit.rlim_cur) {
        limit.rlim_cur = wanted;
        now.data_limited = setrlimit(RLIMIT_DATA, &limit) == 0;
        snprintf(words, sizeof words,
                 "luacdk: the limit of %zu MiB of memory was far exceeded outside Lua; --memory-limit changes "
                 "it\n",
                 now.limits.memory >> 20);
        mem_say_when_exhausted(words);
    }
}
#endif

/* ---- beginning and end ----------------------------------------------------------------------------------------- */

static lua_State *main_thread(lua_State *L) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    lua_State *main = lua_tothread(L, -1);
    lua_pop(L, 1);
    return main;
}

void limits_begin(lua_State *L, const struct limits *limits) {
    limits_end();
    now.main = main_thread(L);
    now.running = L;
    now.limits = *limits;
    now.left = limits->instructions;
    now.room = (long long)limits->memory;
    now.after_gc = now.room;
    now.ever_refused = false;
    now.refused = 0;
    now.reached = NOTHING;
    now.active = true;
    if (limits->memory) {
        now.allocate = lua_getallocf(L, &now.memory);
        lua_setallocf(L, allocate, now.memory);
        limit_process();
    }
    lua_sethook(now.main, on_count, LUA_MASKCOUNT, STEP);
    lua_sethook(L, on_count, LUA_MASKCOUNT, STEP);
    if (limits->seconds > 0) {
        snprintf(last_words, sizeof last_words,
                 "luacdk: the limit of %g seconds was exceeded by a function that could not be stopped; "
                 "--time-limit changes it\n",
                 limits->seconds);
        interrupt_on_time(on_time);
        interrupt_limit_time(limits->seconds, last_words);
    }
}

void limits_end(void) {
    if (!now.active) {
        return;
    }
    now.active = false;
    if (now.limits.seconds > 0) {
        interrupt_limit_time(0, NULL);
        interrupt_on_time(NULL);
    }
    if (lua_gethook(now.main) == on_count) {
        lua_sethook(now.main, NULL, 0, 0);
    }
    if (lua_gethook(now.running) == on_count) {
        lua_sethook(now.running, NULL, 0, 0);
    }
    if (now.limits.memory) {
        lua_setallocf(now.main, now.allocate, now.memory);
    }
    if (now.data_limited) {
        setrlimit(RLIMIT_DATA, &now.data_before);
        mem_say_when_exhausted(NULL);
        now.data_limited = false;
    }
}
