/* Bindings for the session's Lua code: see native.h. */
#include "repl/native.h"

#include "host/report.h"
#include "repl/session.h"
#include "repl/signals.h"

#include <fcntl.h>
#include <lauxlib.h>
#include <stdio.h>
#include <unistd.h>

static struct world *check_world(lua_State *L) {
    struct world *world = world_of(L);
    if (!world) {
        luaL_error(L, "no session is open");
    }
    return world;
}

/* native.call(function, …) → true, results… | false, message (nil: interrupted). The message is what the user is to
 * read. */
static int l_call(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_pushcfunction(L, report_handler);
    lua_insert(L, 1);
    if (lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 1) == LUA_OK) {
        lua_pushboolean(L, 1);
        lua_replace(L, 1);
        return lua_gettop(L);
    }
    bool interrupted = signals_is_interruption(L, -1);
    if (interrupted && !signals_ending()) {
        signals_settle(L);
    }
    lua_pushboolean(L, 0);
    if (interrupted) {
        lua_pushnil(L);
    } else {
        lua_pushvalue(L, -2);
    }
    return 2;
}

/* native.terminal() → { width, colour, unicode, interactive } */
static int l_terminal(lua_State *L) {
    const struct terminal *terminal = check_world(L)->session->terminal;
    lua_createtable(L, 0, 4);
    lua_pushinteger(L, terminal_width(terminal));
    lua_setfield(L, -2, "width");
    lua_pushboolean(L, terminal_has_colour(terminal));
    lua_setfield(L, -2, "colour");
    lua_pushboolean(L, terminal_has_unicode(terminal));
    lua_setfield(L, -2, "unicode");
    lua_pushboolean(L, terminal_is_interactive(terminal));
    lua_setfield(L, -2, "interactive");
    return 1;
}

/* native.synth(folder or nil) → exit status of the process that wrote the assembly */
static int l_synth(lua_State *L) {
    struct world *world = check_world(L);
    const char *output = luaL_optstring(L, 1, world->script.output);
    lua_pushinteger(L, session_synth(world->session, output));
    return 1;
}

/* native.finish(): synthesises every app of this world that was not. */
static int l_finish(lua_State *L) {
    script_finish(L);
    return 0;
}

/* native.stop(): cdk.repl(). */
static int l_stop(lua_State *L) {
    struct world *world = world_of(L);
    if (!world) {
        return luaL_error(L, "cdk.repl() needs a script that luacdk runs");
    }
    if (!world->fiber || world->standing || fiber_ended(world->fiber)) {
        return luaL_error(L, "cdk.repl() stops a script; this is a session already");
    }
    world_stand(world, L);
    return 0;
}

static const luaL_Reg functions[] = {
    {"call", l_call}, {"terminal", l_terminal}, {"synth", l_synth}, {"finish", l_finish}, {"stop", l_stop}, {NULL, NULL}};

static int l_load(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}

void native_provide(lua_State *L, struct world *world, const struct repl_request *request) {
    (void)world;
    (void)request;
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(L, l_load);
    lua_setfield(L, -2, "luacdk.repl.native");
    lua_pop(L, 1);
}

void repl_provide(lua_State *L, const struct repl_request *request) { native_provide(L, NULL, request); }
