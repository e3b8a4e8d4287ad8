/* What the session's Lua code needs from the program: see native.h. */
#include "repl/native.h"

#include "base/file.h"
#include "base/guard.h"
#include "base/path.h"
#include "base/terminal.h"
#include "host/chunk.h"
#include "host/hints.h"
#include "host/limits.h"
#include "host/report.h"
#include "object/scratch.h"
#include "repl/session_state.h"
#include "repl/signals.h"
#include "repl/terminal.h"

#include <lauxlib.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { REQUEST = 1, SERVICES }; /* upvalues of every function */

static const struct native_services *services_of(lua_State *L) { return lua_touserdata(L, lua_upvalueindex(SERVICES)); }

static struct session_state *check_state(lua_State *L) {
    struct session_state *state = state_of(L);
    if (!state) {
        luaL_error(L, "no session is open");
    }
    return state;
}

/* native.call(function, …) → true, results… | false, message (nil: interrupted). The message is for the user. */
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
        signals_clear(L);
    } else if (limits_reached_by(L, -1)) { /* the limits of what untrusted code left behind */
        limits_end();
        lua_pop(L, 1);
        lua_pushstring(L, limits_message());
    }
    lua_pushboolean(L, 0);
    if (interrupted) {
        lua_pushnil(L);
    } else {
        lua_pushvalue(L, -2);
    }
    return 2;
}

/* native.load(text, name, line, globals) → a function | nil, message. `line` is the number of the first line. */
static int l_load(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    const char *name = luaL_checkstring(L, 2);
    lua_Integer line = luaL_checkinteger(L, 3);
    luaL_argcheck(L, line >= 1 && line <= INT_MAX / 2, 3, "must be the number of a line");
    luaL_checktype(L, 4, LUA_TTABLE);
    if (chunk_load_text(L, text, length, name, (int)line) != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    lua_pushvalue(L, 4);
    lua_setupvalue(L, -2, 1);
    return 1;
}

/* native.is_interactive() → whether standard input is a terminal, so that prompts are shown */
static int l_is_interactive(lua_State *L) {
    lua_pushboolean(L, terminal_is_interactive(check_state(L)->origin.terminal));
    return 1;
}

/* native.cwd() → the working folder */
static int l_cwd(lua_State *L) {
    lua_pushstring(L, path_cwd(push_arena(L)));
    return 1;
}

/* native.syntax_hint(text, message) → what to add to the parser's message about the chunk: "; write elseif" or "" */
static int l_syntax_hint(lua_State *L) {
    hints_push_syntax(L, luaL_checkstring(L, 1), luaL_checkstring(L, 2));
    return 1;
}

enum { LARGEST_SETTINGS = 1 << 20 };

/* native.read_settings(path) → the text of the file, or nil if there is none | false, message */
static int l_read_settings(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    struct strbuf *text = push_strbuf(L);
    struct error error = ERROR_INIT;
    if (!file_exists(path)) {
        lua_pushnil(L);
        return 1;
    }
    if (file_read_regular(path, LARGEST_SETTINGS, text, &error) != 0) {
        lua_pushboolean(L, 0);
        lua_pushstring(L, error.message);
        error_clear(&error);
        return 2;
    }
    lua_pushlstring(L, text->data, text->length);
    return 1;
}

/* native.settings() → the file given with --settings, or nil */
static int l_settings(lua_State *L) {
    lua_pushstring(L, check_state(L)->origin.request->settings);
    return 1;
}

/* native.rescues() → whether --rescue is given */
static int l_rescues(lua_State *L) {
    lua_pushboolean(L, check_state(L)->origin.request->rescue);
    return 1;
}

/* native.ask(question) → the user's answer; nil if there is none */
static int l_ask(lua_State *L) {
    const char *question = luaL_checkstring(L, 1);
    struct strbuf *answer = push_strbuf(L);
    bool answered = services_of(L)->ask(check_state(L)->origin.session, question, answer);
    lua_pushstring(L, answered ? answer->data : NULL);
    return 1;
}

/* native.write_file(path, text) → true | nil, message: writes completely or not at all. The user names the file, so the
 * guard for what definitions write does not apply. */
static int l_write_file(lua_State *L) {
    size_t length;
    const char *path = luaL_checkstring(L, 1), *text = luaL_checklstring(L, 2, &length);
    struct error error = ERROR_INIT;
    bool guarded = guard_is_on();
    guard_set(false);
    int result = file_write(path, text, length, 0666, &error);
    guard_set(guarded);
    if (result == 0) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushnil(L);
    lua_pushstring(L, error.message);
    error_clear(&error);
    return 2;
}

/* native.frame() → { source, line, locals = names by slot, closure = the function } of the caller of cdk.repl() */
static int l_frame(lua_State *L) {
    struct session_state *state = check_state(L);
    if (!state->paused) {
        return luaL_error(L, "the script is not stopped in cdk.repl()");
    }
    lua_Debug *caller = &state->caller;
    lua_settop(L, 0);
    lua_newtable(L);
    lua_getinfo(L, "Slf", caller);
    lua_setfield(L, 1, "closure");
    lua_pushstring(L, caller->source);
    lua_setfield(L, 1, "source");
    lua_pushinteger(L, caller->currentline);
    lua_setfield(L, 1, "line");
    lua_newtable(L);
    const char *name;
    for (int slot = 1; (name = lua_getlocal(L, caller, slot)); slot++) {
        lua_pushstring(L, name);
        lua_rawseti(L, 2, slot);
        lua_pop(L, 1);
    }
    lua_setfield(L, 1, "locals");
    return 1;
}

/* native.get_local(slot) → value; native.set_local(slot, value): local variables of that function */
static int l_get_local(lua_State *L) {
    struct session_state *state = check_state(L);
    int slot = (int)luaL_checkinteger(L, 1);
    return state->paused && lua_getlocal(L, &state->caller, slot) ? 1 : 0;
}

static int l_set_local(lua_State *L) {
    struct session_state *state = check_state(L);
    int slot = (int)luaL_checkinteger(L, 1);
    lua_settop(L, 2);
    if (state->paused) {
        lua_setlocal(L, &state->caller, slot);
    }
    return 0;
}

/* native.synth(folder or nil) → exit status of the process that wrote the assembly */
static int l_synth(lua_State *L) {
    struct session_state *state = check_state(L);
    const char *output = luaL_optstring(L, 1, state->script.output);
    lua_pushinteger(L, services_of(L)->synth(state->origin.session, output));
    return 1;
}

/* native.finish(): synthesises every app of this state that was not synthesised. */
static int l_finish(lua_State *L) {
    script_finish(L);
    return 0;
}

/* native.stop(): implements cdk.repl(). */
static int l_stop(lua_State *L) {
    if (guard_is_on()) {
        return luaL_error(L, "code in the sandbox cannot open a session");
    }
    struct session_state *state = state_of(L);
    if (state && !state->inherited) {
        if (!state->fiber || state->paused || fiber_ended(state->fiber)) {
            return luaL_error(L, "cdk.repl() stops a script, but this is already a session");
        }
        state_pause(state, L);
        return 0;
    }
    if (state && state->paused) {
        return luaL_error(L, "cdk.repl() stops a script, but this is already a session");
    }
    const struct repl_request *request = lua_touserdata(L, lua_upvalueindex(REQUEST));
    if (!request->script.file || request->script.root) {
        return luaL_error(L, "cdk.repl() is not available in the sandbox");
    }
    services_of(L)->pause_script(L, request);
    return 0;
}

static const luaL_Reg functions[] = {
    {"call", l_call},
    {"load", l_load},
    {"is_interactive", l_is_interactive},
    {"synth", l_synth},
    {"finish", l_finish},
    {"cwd", l_cwd},
    {"write_file", l_write_file},
    {"frame", l_frame},
    {"get_local", l_get_local},
    {"set_local", l_set_local},
    {"read_settings", l_read_settings},
    {"settings", l_settings},
    {"rescues", l_rescues},
    {"ask", l_ask},
    {"syntax_hint", l_syntax_hint},
    {"stop", l_stop},
    {NULL, NULL},
};

static int open_module(lua_State *L) {
    luaL_newlibtable(L, functions);
    lua_pushvalue(L, lua_upvalueindex(REQUEST));
    lua_pushvalue(L, lua_upvalueindex(SERVICES));
    luaL_setfuncs(L, functions, 2);
    return 1;
}

void native_provide(lua_State *L, const struct repl_request *request, const struct native_services *services) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushlightuserdata(L, (void *)request);
    lua_pushlightuserdata(L, (void *)services);
    lua_pushcclosure(L, open_module, 2);
    lua_setfield(L, -2, "luacdk.repl.native");
    lua_pop(L, 1);
}
