/* Creation of the Lua state: see state.h. */
#include "host/state.h"

#include "base/interrupt.h"
#include "base/sanitizer.h"
#include "host/globals.h"
#include "host/include.h"
#include "host/limits.h"
#include "host/memory.h"
#include "host/modules.h"
#include "host/sandbox.h"
#include "host/wrappers.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

/* Most of what a script makes lives to its end, so early collections find little: the collector runs when memory in use
 * has grown tenfold since the last time, and not before FIRST_COLLECTION bytes are in use. */
enum { GC_PAUSE = 1000, FIRST_COLLECTION = 3 << 20 };

/* Makes the collector find, on its first run, a tenth of the memory that should be in use when it runs next. The system
 * provides no memory for pages that nobody touches, and the next collection frees them. */
static void collect_late(lua_State *L) {
    lua_gc(L, LUA_GCINC, GC_PAUSE, 0, 0);
    lua_newuserdatauv(L, FIRST_COLLECTION * 100 / GC_PAUSE, 0);
    lua_gc(L, LUA_GCCOLLECT);
    lua_pop(L, 1);
}

static int l_open(lua_State *L) {
    collect_late(L);
    luaL_openlibs(L);
    lua_getglobal(L, "os");
    wrappers_set_os(L);
    lua_getglobal(L, "coroutine");
    wrappers_set_wrap(L);
    lua_pop(L, 2);
    modules_open(L);
    globals_open(L);
    lua_pushglobaltable(L);
    include_push(L);
    lua_setglobal(L, "include");
    return 0;
}

#ifdef UNDER_ASAN /* the pool would hide misuse of memory */
static lua_State *new_state(void) { return luaL_newstate(); }
static void free_state(lua_State *L) { lua_close(L); }
#else
static lua_State *new_state(void) {
    struct pool *pool = calloc(1, sizeof *pool);
    lua_State *L = pool ? lua_newstate(pool_allocate, pool) : NULL;
    if (!L && pool) {
        pool_free(pool);
        free(pool);
    }
    return L;
}

static void free_state(lua_State *L) {
    void *pool;
    lua_getallocf(L, &pool);
    lua_close(L);
    pool_free(pool);
    free(pool);
}
#endif

lua_State *host_open(void) {
    lua_State *L = new_state();
    if (!L) {
        return NULL;
    }
    memset(lua_getextraspace(L), 0, LUA_EXTRASPACE); /* Lua does not initialise it; the engine expects zeros */
    lua_pushcfunction(L, l_open);
    if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
        free_state(L);
        return NULL;
    }
    return L;
}

void host_close(lua_State *L) {
    limits_end();
    if (sandbox_entered() && !interrupt_is_guest()) {
        host_leave(L); /* nothing of untrusted code may run any more, not that it could have finalizers */
        return;
    }
    free_state(L);
}

void host_leave(lua_State *L) {
    limits_end();
#ifdef UNDER_ASAN
    free_state(L);
#else
    (void)L;
#endif
}
