/* The sandbox: see sandbox.h. sandbox_globals.c has the functions that untrusted code gets instead of Lua's own. */
#include "host/sandbox.h"

#include "base/file.h"
#include "base/guard.h"
#include "base/path.h"
#include "host/chunk.h"
#include "host/guest.h"
#include "host/report.h"
#include "host/sandbox_globals.h"
#include "object/diagnostics.h"
#include "object/scratch.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct limits sandbox_default_limits = {(size_t)512 << 20, 2000000000LL, 60};

struct roots {
    char **items; /* links resolved */
    size_t count;
};

static _Thread_local struct {
    bool entered;                       /* once untrusted code has run */
    bool inside;                        /* while it runs */
    bool trust;                         /* --trust: everything is trusted */
    struct roots loaded, entered_roots; /* folders of loaded files, and of code that ran */
    struct limits limits;               /* of the run; the defaults for calls */
    struct limits in_force;
    const char *run_output;
    char *script_folder;
    char last_limit[512]; /* the limit that the last call reached */
} state;

struct limits sandbox_limits(const struct limits *given) {
    struct limits usual = sandbox_default_limits;
    return (struct limits){.memory = given->memory ? given->memory : usual.memory,
                           .instructions = given->instructions ? given->instructions : usual.instructions,
                           .seconds = given->seconds > 0 ? given->seconds : usual.seconds};
}

bool sandbox_entered(void) { return state.entered; }

void sandbox_set_run(const struct limits *limits, const char *output, const char *script, bool trust) {
    state.limits = sandbox_limits(limits);
    state.run_output = output;
    const char *slash = script ? strrchr(script, '/') : NULL;
    free(state.script_folder);
    state.script_folder = !script ? NULL : slash ? mem_strdup(script) : mem_strdup(".");
    if (slash) {
        state.script_folder[slash - script + 1] = '\0';
    }
    state.trust = trust;
}

static bool has_root(const struct roots *roots, const char *root) {
    struct arena arena = ARENA_INIT;
    const char *real = file_realpath(&arena, root, NULL);
    bool found = false;
    for (size_t i = 0; real && i < roots->count && !found; i++) {
        found = strcmp(roots->items[i], real) == 0;
    }
    arena_free(&arena);
    return found;
}

static void remember_root(struct roots *roots, const char *root) {
    char *real = has_root(roots, root) ? NULL : realpath(root, NULL);
    if (real) {
        roots->items = mem_resize(roots->items, roots->count + 1, sizeof *roots->items);
        roots->items[roots->count++] = real;
    }
}

static void forget_roots(struct roots *roots) {
    for (size_t i = 0; i < roots->count; i++) {
        free(roots->items[i]);
    }
    free(roots->items);
    *roots = (struct roots){0};
}

int sandbox_enter(lua_State *L, const struct sandbox *sandbox, struct error *e) {
    guard_forget_reading();
    if (guard_allow_reading(sandbox->root, e) != 0 || guard_distrust(sandbox->root, e) != 0) {
        return -1;
    }
    remember_root(&state.entered_roots, sandbox->root);
    const char *output = sandbox->output ? sandbox->output : state.run_output;
    if (output && guard_allow_writing(output, e) != 0) {
        return -1;
    }
    state.entered = state.inside = true;
    state.in_force = sandbox->limits;
    guard_set_largest_file(sandbox->limits.memory);
    guard_set(true);
    sandbox_protect_library(L);
    limits_begin(L, &state.in_force);
    return 0;
}

void sandbox_leave(lua_State *L) {
    state.inside = false;
    guard_forget_reading();
    for (size_t i = 0; i < state.entered_roots.count; i++) {
        (void)guard_allow_reading(state.entered_roots.items[i], NULL);
    }
    if (state.script_folder) {
        (void)guard_allow_reading(state.script_folder, NULL);
    }
    limits_begin(L, &state.in_force);
}

void sandbox_forget(lua_State *L) {
    limits_end();
    guard_set(false);
    guard_forget_reading();
    guard_forget_writing();
    guard_trust_again();
    sandbox_unprotect_library(L);
    forget_roots(&state.entered_roots);
    state.entered = state.inside = false;
}

void sandbox_end_thread(void) {
    forget_roots(&state.loaded);
    forget_roots(&state.entered_roots);
    free(state.script_folder);
    state.script_folder = NULL;
}

void sandbox_begin_line(lua_State *L) {
    if (state.entered && !state.inside) {
        limits_begin(L, &state.in_force);
    }
}

void sandbox_end_line(void) {
    if (!state.inside) {
        limits_end();
    }
}

bool sandbox_set_aside(void) {
    bool entered = state.entered;
    limits_end();
    guard_set(false);
    state.entered = false;
    return entered;
}

void sandbox_take_up(bool entered) {
    if (entered) {
        state.entered = true;
        guard_set(true);
    }
}

/* ---- the module luacdk.sandbox --------------------------------------------------------------------------------- */

static lua_Number number_option(lua_State *L, const char *name, lua_Number fallback) {
    lua_getfield(L, 1, name);
    lua_Number value = lua_isnil(L, -1) ? fallback : lua_tonumber(L, -1);
    if (!lua_isnil(L, -1) && (!lua_isnumber(L, -1) || value < 0)) {
        luaL_error(L, "option '%s' must be a number, and not negative", name);
    }
    lua_pop(L, 1);
    return value;
}

/* A string in the options, which stays alive in their table; NULL if absent. */
static const char *text_option(lua_State *L, int options, const char *name) {
    int type = lua_getfield(L, options, name);
    if (type != LUA_TNIL && type != LUA_TSTRING) {
        luaL_error(L, "option '%s' must be a string", name);
    }
    const char *text = lua_tostring(L, -1);
    lua_pop(L, 1);
    return text;
}

static bool trust_option(lua_State *L, int options) {
    bool trust = state.trust;
    if (lua_getfield(L, options, "trust") != LUA_TNIL) {
        trust = lua_toboolean(L, -1) && !state.entered; /* untrusted code cannot give rights to what it calls */
    }
    lua_pop(L, 1);
    return trust;
}

static struct sandbox check_sandbox(lua_State *L) {
    const struct limits *run = state.limits.memory ? &state.limits : &sandbox_default_limits;
    struct sandbox sandbox = {
        .root = text_option(L, 1, "root"),
        .output = text_option(L, 1, "output"),
        .limits = {.memory = (size_t)number_option(L, "memory", (lua_Number)run->memory),
                   .instructions = (long long)number_option(L, "instructions", (lua_Number)run->instructions),
                   .seconds = number_option(L, "seconds", run->seconds)},
    };
    luaL_argcheck(L, sandbox.root, 1, "option 'root' is missing");
    return sandbox;
}

/* Once untrusted code has run, it may have chosen the folder that a host passes. */
static bool may_be_root(const char *root) {
    if (!state.entered || has_root(&state.loaded, root)) {
        return true;
    }
    struct arena arena = ARENA_INIT;
    const char *real = file_realpath(&arena, root, NULL);
    const char *script = state.script_folder ? file_realpath(&arena, state.script_folder, NULL) : NULL;
    bool below = real && script && path_is_within(script, real);
    arena_free(&arena);
    return below;
}

/* sandbox.call({ root=, output=, memory= (bytes), instructions=, seconds=, trust=, handler= }, f, …) → true, results… |
 * false, message. Runs `f` as untrusted code; with `trust`, or inside another call, without further ado. `handler` makes
 * the message of an error instead of our own report. An interruption by a signal is passed on to the caller. */
static int l_call(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    bool untrusted = !trust_option(L, 1) && !state.inside;
    if (untrusted) {
        struct sandbox sandbox = check_sandbox(L);
        if (!may_be_root(sandbox.root)) {
            return luaL_error(L, "no untrusted code was loaded from the folder %s", sandbox.root);
        }
        struct error error = ERROR_INIT;
        if (sandbox_enter(L, &sandbox, &error) != 0) {
            lua_pushboolean(L, 0);
            lua_pushstring(L, error.message);
            error_clear(&error);
            return 2;
        }
    }
    lua_pushliteral(L, "handler");
    if (lua_rawget(L, 1) != LUA_TFUNCTION) {
        lua_pop(L, 1);
        lua_pushcfunction(L, report_handler);
    }
    lua_insert(L, 2);
    int status = lua_pcall(L, lua_gettop(L) - 3, LUA_MULTRET, 2);
    bool reached = status == LUA_OK ? limits_active() && limits_reached() : limits_reached_by(L, -1);
    if (reached && !untrusted) {
        return limits_raise(L);
    }
    if (untrusted) {
        snprintf(state.last_limit, sizeof state.last_limit, "%s", limits_message());
        sandbox_leave(L);
    }
    if (status == LUA_OK && !reached) {
        lua_pushboolean(L, 1);
        lua_replace(L, 2);
        return lua_gettop(L) - 1;
    }
    if (!reached && lua_islightuserdata(L, -1)) {
        return lua_error(L);
    }
    lua_pushboolean(L, 0);
    if (reached) {
        lua_pushstring(L, state.last_limit);
    } else {
        lua_pushvalue(L, -2);
    }
    return 2;
}

/* sandbox.load(file, { root=, trust= }) → function | nil, message. The file as a chunk with the globals of untrusted
 * code; `root` is its folder unless given. With `trust` it has everybody's globals. */
static int l_load(lua_State *L) {
    const char *file = luaL_checkstring(L, 1);
    lua_settop(L, 2);
    if (lua_isnil(L, 2)) {
        lua_newtable(L);
        lua_replace(L, 2);
    }
    luaL_checktype(L, 2, LUA_TTABLE);
    struct arena *arena = push_arena(L);
    const char *root = text_option(L, 2, "root");
    root = path_resolve(arena, NULL, root ? root : path_dirname(arena, file));
    if (trust_option(L, 2)) {
        guest_push_globals(L);
    } else {
        if (guard_check_reading(root, NULL) == 0) {
            remember_root(&state.loaded, root);
        }
        sandbox_push_globals(L, root);
    }
    if (chunk_load(L, file, file, lua_gettop(L)) != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    return 1;
}

/* sandbox.announce(folder): code of this folder will be called as untrusted. Has no effect once untrusted code has run,
 * since then that code may have caused the call. */
static int l_announce(lua_State *L) {
    const char *root = luaL_checkstring(L, 1);
    if (!state.entered && guard_check_reading(root, NULL) == 0) {
        remember_root(&state.loaded, root);
    }
    return 0;
}

/* sandbox.active() → whether untrusted code has run in this state */
static int l_active(lua_State *L) {
    lua_pushboolean(L, state.entered);
    return 1;
}

/* sandbox.forget(): lifts guard and limits; for specs, which continue with work of their own. */
static int l_forget(lua_State *L) {
    if (state.inside) {
        return luaL_error(L, "untrusted code is running");
    }
    sandbox_forget(L);
    return 0;
}

/* sandbox.rest(): ends the limits until the next call, for a host that continues with its own work; the guard stays. */
static int l_rest(lua_State *L) {
    if (state.inside) {
        return luaL_error(L, "untrusted code is running");
    }
    limits_end();
    return 0;
}

static const luaL_Reg functions[] = {
    {"announce", l_announce}, {"call", l_call},     {"load", l_load}, {"active", l_active},
    {"rest", l_rest},         {"forget", l_forget}, {NULL, NULL}};

int luaopen_luacdk_sandbox(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
