/* A session state: see session_state.h. */
#include "repl/session_state.h"

#include "check/check.h"
#include "host/report.h"
#include "host/sandbox.h"
#include "host/state.h"
#include "object/state.h"
#include "repl/signals.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

static char STATE;   /* registry: the state, light userdata */
static char SESSION; /* registry: the Lua part of the session */

struct session_state *state_of(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &STATE);
    struct session_state *state = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return state;
}

static void set_state(lua_State *L, struct session_state *state) {
    lua_pushlightuserdata(L, state);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &STATE);
}

/* ---- life ------------------------------------------------------------------------------------------------------ */

struct session_state *state_new(const struct session_origin *origin, bool for_real, const char *output) {
    const struct repl_request *request = origin->request;
    struct session_state *state = calloc(1, sizeof *state);
    lua_State *L = state ? host_open() : NULL;
    if (!L) {
        free(state);
        return NULL;
    }
    state->origin = *origin;
    state->L = state->at = L;
    state->for_real = for_real;
    state->script = request->script;
    state->script.dry_run = !for_real && !origin->in_script;
    if (output) {
        state->script.output = output;
    }
    if (request->no_schema_check) {
        check_no_schema(L);
    }
    set_state(L, state);
    signals_track(L);
    return state;
}

struct session_state *state_inherit(const struct session_origin *origin, lua_State *L) {
    struct session_state *state = calloc(1, sizeof *state);
    if (!state) {
        return NULL;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
    state->origin = *origin;
    state->L = lua_tothread(L, -1);
    lua_pop(L, 1);
    state->at = L;
    state->inherited = true;
    state->script = origin->request->script;
    set_state(L, state);
    signals_track(L);
    return state;
}

void state_free(struct session_state *state) {
    if (!state) {
        return;
    }
    if (state->inherited) {
        set_state(state->L, NULL);
    } else {
        /* Calls that the script is in are abandoned: the state owns everything they hold. */
        host_close(state->L);
    }
    fiber_free(state->fiber);
    free(state);
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

bool state_call(struct session_state *state, const char *method, int count, int results) {
    lua_State *L = state->at;
    luaL_checkstack(L, 8, NULL);
    int base = lua_gettop(L) - count;
    lua_pushcfunction(L, report_handler);
    lua_insert(L, base + 1);
    lua_pushcfunction(L, l_call);
    lua_insert(L, base + 2);
    lua_pushstring(L, method);
    lua_insert(L, base + 3);
    lua_State *outer = signals_run(L);
    sandbox_begin_line(L);
    int status = lua_pcall(L, count + 1, results, base + 1);
    sandbox_end_line();
    signals_run(outer);
    signals_clear(L);
    lua_remove(L, base + 1);
    return status == LUA_OK;
}

/* ---- what is kept from state to state ----------------------------------------------------------------------------
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

/* state, before or NULL */
static int l_open(lua_State *L) {
    struct session_state *state = lua_touserdata(L, 1);
    struct session_state *before = lua_touserdata(L, 2);
    lua_settop(L, 0);
    if (!state->inherited) {
        script_prepare(L, &state->script);
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
    lua_pushstring(L, state->script.file);
    lua_setfield(L, -2, "script");
    lua_pushboolean(L, state->for_real);
    lua_setfield(L, -2, "for_real");
    lua_pushboolean(L, state->origin.in_script);
    lua_setfield(L, -2, "in_script");
    lua_call(L, 2, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SESSION);
    return 0;
}

bool state_open_session(struct session_state *state, struct session_state *before) {
    lua_State *L = state->at;
    lua_pushcfunction(L, report_handler);
    lua_pushcfunction(L, l_open);
    lua_pushlightuserdata(L, state);
    lua_pushlightuserdata(L, before);
    bool ok = lua_pcall(L, 2, 0, -4) == LUA_OK;
    lua_remove(L, ok ? -1 : -2);
    state->failed = !ok;
    return ok;
}

/* ---- the script ------------------------------------------------------------------------------------------------ */

static int l_run_script(lua_State *L) {
    struct session_state *state = lua_touserdata(L, 1);
    lua_settop(L, 0);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &SESSION);
    lua_getfield(L, 1, "run_script");
    lua_insert(L, 1);
    lua_pushstring(L, state->script.file);
    for (int i = 0; i < state->script.argument_count; i++) {
        luaL_checkstack(L, 1, "too many arguments");
        lua_pushstring(L, state->script.arguments[i]);
    }
    lua_call(L, 2 + state->script.argument_count, 0);
    return 0;
}

/* The body of a state's fiber. */
static void run_script(void *context) {
    struct session_state *state = context;
    lua_State *L = state->L;
    lua_pushcfunction(L, report_handler);
    lua_pushcfunction(L, l_run_script);
    lua_pushlightuserdata(L, state);
    state->failed = lua_pcall(L, 1, 0, -3) != LUA_OK;
    lua_remove(L, state->failed ? -2 : -1);
}

bool state_go_on(struct session_state *state) {
    if (!state->script.file || state->inherited) {
        return true;
    }
    if (!state->fiber) {
        state->fiber = fiber_new(run_script, state);
        if (!state->fiber) {
            lua_pushliteral(state->L, "not enough memory");
            state->failed = true;
            return false;
        }
    }
    state->paused = false;
    lua_State *outer = signals_run(state->at);
    fiber_resume(state->fiber);
    sandbox_end_line();
    signals_run(outer);
    if (fiber_ended(state->fiber)) {
        state->at = state->L;
        signals_clear(state->L);
    }
    return !state->failed;
}

void state_pause(struct session_state *state, lua_State *L) {
    state->stops++;
    state->paused = true;
    state->at = L;
    lua_getstack(L, 1, &state->caller);
    if (!state->inherited) {
        fiber_pause(state->fiber);
        state->paused = false;
    }
}
