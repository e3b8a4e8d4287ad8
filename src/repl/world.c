/* Worlds: see world.h. */
#include "repl/world.h"

#include "check/check.h"
#include "host/report.h"
#include "host/state.h"
#include "object/state.h"
#include "repl/session.h"
#include "repl/signals.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

static char WORLD;   /* registry: the world, light userdata */
static char SESSION; /* registry: the session's Lua side */

struct world *world_of(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &WORLD);
    struct world *world = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return world;
}

static void set_world(lua_State *L, struct world *world) {
    lua_pushlightuserdata(L, world);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &WORLD);
}

/* ---- life ------------------------------------------------------------------------------------------------------ */

struct world *world_new(struct session *session, bool for_real, const char *output) {
    const struct repl_request *request = session->request;
    struct world *world = calloc(1, sizeof *world);
    lua_State *L = world ? host_open() : NULL;
    if (!L) {
        free(world);
        return NULL;
    }
    world->session = session;
    world->L = world->at = L;
    world->for_real = for_real;
    world->script = request->script;
    world->script.exploring = !for_real && !session->in_script;
    if (output) {
        world->script.output = output;
    }
    if (request->no_schema_check) {
        check_no_schema(L);
    }
    set_world(L, world);
    signals_track(L);
    repl_provide(L, request);
    return world;
}

struct world *world_inherit(struct session *session, lua_State *L) {
    struct world *world = calloc(1, sizeof *world);
    if (!world) {
        return NULL;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    world->session = session;
    world->L = lua_tothread(L, -1);
    lua_pop(L, 1);
    world->at = L;
    world->inherited = true;
    world->script = session->request->script;
    set_world(L, world);
    signals_track(L);
    return world;
}

void world_free(struct world *world) {
    if (!world) {
        return;
    }
    if (world->inherited) {
        set_world(world->L, NULL);
    } else {
        /* Calls that the script stands in are given up: whatever they hold is owned by the state. */
        host_close(world->L);
    }
    fiber_free(world->fiber);
    free(world);
}

/* ---- calls of the session's Lua side --------------------------------------------------------------------------- */

/* method, argument… */
static int l_call(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &SESSION);
    lua_insert(L, 2);
    lua_pushvalue(L, 1);
    lua_gettable(L, 2);
    lua_replace(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

bool world_call(struct world *world, const char *method, int count, int results) {
    lua_State *L = world->at;
    luaL_checkstack(L, 8, NULL);
    int base = lua_gettop(L) - count;
    lua_pushcfunction(L, report_handler);
    lua_insert(L, base + 1);
    lua_pushcfunction(L, l_call);
    lua_insert(L, base + 2);
    lua_pushstring(L, method);
    lua_insert(L, base + 3);
    lua_State *outer = signals_run(L);
    int status = lua_pcall(L, count + 1, results, base + 1);
    signals_run(outer);
    signals_settle(L);
    lua_remove(L, base + 1);
    return status == LUA_OK;
}

/* ---- what is kept from world to world ----------------------------------------------------------------------------
 * Plain data: strings, numbers, booleans, and tables of these. */

static void copy_plain(lua_State *from, int idx, lua_State *to) {
    luaL_checkstack(from, 4, NULL);
    luaL_checkstack(to, 4, NULL);
    size_t length;
    const char *text;
    idx = lua_absindex(from, idx);
    switch (lua_type(from, idx)) {
    case LUA_TSTRING:
        text = lua_tolstring(from, idx, &length);
        lua_pushlstring(to, text, length);
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(from, idx)) {
            lua_pushinteger(to, lua_tointeger(from, idx));
        } else {
            lua_pushnumber(to, lua_tonumber(from, idx));
        }
        break;
    case LUA_TBOOLEAN:
        lua_pushboolean(to, lua_toboolean(from, idx));
        break;
    case LUA_TTABLE:
        lua_newtable(to);
        lua_pushnil(from);
        while (lua_next(from, idx)) {
            copy_plain(from, -2, to);
            copy_plain(from, -1, to);
            lua_rawset(to, -3);
            lua_pop(from, 1);
        }
        break;
    default:
        lua_pushnil(to);
    }
}

/* world, before or NULL */
static int l_open(lua_State *L) {
    struct world *world = lua_touserdata(L, 1);
    struct world *before = lua_touserdata(L, 2);
    lua_settop(L, 0);
    if (!world->inherited) {
        script_prepare(L, &world->script);
    }
    engine_push_global(L, "require");
    lua_pushliteral(L, "luacdk.repl.session");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "open");
    if (before) {
        lua_State *from = before->at;
        lua_rawgetp(from, LUA_REGISTRYINDEX, &SESSION);
        lua_getfield(from, -1, "kept");
        copy_plain(from, -1, L);
        lua_pop(from, 2);
    } else {
        lua_pushnil(L);
    }
    lua_createtable(L, 0, 2);
    lua_pushstring(L, world->script.file);
    lua_setfield(L, -2, "script");
    lua_pushboolean(L, world->for_real);
    lua_setfield(L, -2, "for_real");
    lua_pushboolean(L, world->session->in_script);
    lua_setfield(L, -2, "in_script");
    lua_call(L, 2, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SESSION);
    return 0;
}

bool world_open_session(struct world *world, struct world *before) {
    lua_State *L = world->at;
    lua_pushcfunction(L, report_handler);
    lua_pushcfunction(L, l_open);
    lua_pushlightuserdata(L, world);
    lua_pushlightuserdata(L, before);
    bool ok = lua_pcall(L, 2, 0, -4) == LUA_OK;
    lua_remove(L, ok ? -1 : -2);
    world->failed = !ok;
    return ok;
}

/* ---- the script ------------------------------------------------------------------------------------------------ */

static int l_run_script(lua_State *L) {
    struct world *world = lua_touserdata(L, 1);
    lua_settop(L, 0);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &SESSION);
    lua_getfield(L, 1, "run_script");
    lua_insert(L, 1);
    lua_pushstring(L, world->script.file);
    for (int i = 0; i < world->script.argument_count; i++) {
        luaL_checkstack(L, 1, "too many arguments");
        lua_pushstring(L, world->script.arguments[i]);
    }
    lua_call(L, 2 + world->script.argument_count, 0);
    return 0;
}

/* The body of a world's fiber. */
static void run_script(void *context) {
    struct world *world = context;
    lua_State *L = world->L;
    lua_pushcfunction(L, report_handler);
    lua_pushcfunction(L, l_run_script);
    lua_pushlightuserdata(L, world);
    world->failed = lua_pcall(L, 1, 0, -3) != LUA_OK;
    lua_remove(L, world->failed ? -2 : -1);
}

bool world_go_on(struct world *world) {
    if (!world->script.file || world->inherited) {
        return true;
    }
    if (!world->fiber) {
        world->fiber = fiber_new(run_script, world);
        if (!world->fiber) {
            lua_pushliteral(world->L, "not enough memory");
            world->failed = true;
            return false;
        }
    }
    world->standing = false;
    lua_State *outer = signals_run(world->at);
    fiber_resume(world->fiber);
    signals_run(outer);
    if (fiber_ended(world->fiber)) {
        world->at = world->L;
        signals_settle(world->L);
    }
    return !world->failed;
}

void world_stand(struct world *world, lua_State *L) {
    world->stops++;
    world->standing = true;
    world->at = L;
    lua_getstack(L, 1, &world->caller);
    if (!world->inherited) {
        fiber_pause(world->fiber);
        world->standing = false;
    }
}
