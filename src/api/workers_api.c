/* The module `luacdk.workers`: work in separate processes, from Lua. The room without Lua is base/workers.c.
 *
 *   workers.run(count, jobs, f) → list of { result, out, err, status, signal }
 *
 * `f(i)` runs in a copy of this process for each i in 1…count and returns a string, the result; an error that it raises
 * becomes the field `error` of its entry. */
#include "base/fd.h"
#include "base/workers.h"

#include <lauxlib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/parallel.h"
#include "base/process.h"
#include "base/progress.h"
#include "base/timings.h"
#include "object/warnings.h"

#define RESULTS_TYPE "luacdk.worker_results"

int luaopen_luacdk_workers(lua_State *L);

struct results {
    struct worker_result *items;
    size_t count;
};

static int results_gc(lua_State *L) {
    struct results *results = lua_touserdata(L, 1);
    if (results->items) {
        workers_free(results->items, results->count);
        free(results->items);
        results->items = NULL;
    }
    return 0;
}

enum { WORKER_DONE = 0, WORKER_FAILED = 1 };

/* In the worker: calls the function at 3. An error becomes its result. */
static int work(void *context, size_t i, int fd) {
    lua_State *L = context;
    lua_pushvalue(L, 3);
    lua_pushinteger(L, (lua_Integer)i + 1);
    int status = lua_pcall(L, 1, 1, 0) == LUA_OK ? WORKER_DONE : WORKER_FAILED;
    warnings_flush(L);
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    if (text && fd_write_all(fd, text, length) != 0) {
        return WORKER_FAILED;
    }
    return status;
}

static void set_text(lua_State *L, const char *key, const struct strbuf *text) {
    lua_pushlstring(L, text->data, text->length);
    lua_setfield(L, -2, key);
}

static void push_result(lua_State *L, const struct worker_result *result) {
    lua_createtable(L, 0, 5);
    set_text(L, "out", &result->out);
    set_text(L, "err", &result->err);
    if (result->signal) {
        const char *name = process_signal_name(result->signal);
        lua_pushfstring(L, "the process was killed by %s", name ? name : "a signal");
        lua_setfield(L, -2, "error");
    } else {
        set_text(L, result->status == WORKER_DONE ? "result" : "error", &result->result);
    }
}

static int l_run(lua_State *L) {
    lua_Integer count = luaL_checkinteger(L, 1), jobs = luaL_checkinteger(L, 2);
    luaL_argcheck(L, count >= 0, 1, "expected a number of items");
    luaL_checktype(L, 3, LUA_TFUNCTION);
    lua_settop(L, 3);
    struct results *results = lua_newuserdatauv(L, sizeof *results, 0);
    *results = (struct results){0};
    luaL_setmetatable(L, RESULTS_TYPE);
    results->items = mem_calloc((size_t)count + 1, sizeof *results->items);
    results->count = (size_t)count;
    struct error error = ERROR_INIT;
    int interrupted;
    progress_begin_items("running cells", (unsigned long long)count);
    enum timing before = timings_enter(TIMING_CELLS);
    int status = workers_run((size_t)count, jobs > 0 ? (size_t)jobs : 1, work, L, results->items, &interrupted, &error);
    timings_enter(before);
    progress_end();
    if (status != 0) {
        lua_pushstring(L, error.message);
        error_clear(&error);
        return lua_error(L);
    }
    if (interrupted) {
        return luaL_error(L, "interrupted");
    }
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < (size_t)count; i++) {
        push_result(L, &results->items[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* workers.cores() → how many can run at the same time without waiting for each other */
static int l_cores(lua_State *L) {
    lua_pushinteger(L, parallel_cores());
    return 1;
}

static const luaL_Reg functions[] = {{"run", l_run}, {"cores", l_cores}, {NULL, NULL}};

int luaopen_luacdk_workers(lua_State *L) {
    luaL_newmetatable(L, RESULTS_TYPE);
    lua_pushcfunction(L, results_gc);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
    luaL_newlib(L, functions);
    return 1;
}
