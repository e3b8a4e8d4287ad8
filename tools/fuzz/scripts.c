/* What stands on a Lua state: readers in Lua, and whole scripts in the sandbox. */
#include "fuzz.h"

#include "document/document.h"
#include "host/limits.h"
#include "host/sandbox.h"
#include "host/sandbox_globals.h"
#include "host/script.h"
#include "host/state.h"
#include "repl/native.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATE_LIVES = 20000 }; /* inputs, before a new state is made, since constructs are never forgotten */

static void check_ok(lua_State *L, int status) {
    if (status != LUA_OK) {
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
        abort();
    }
}

static lua_State *new_state(void) {
    static struct arena arena = ARENA_INIT;
    static struct script script;
    lua_State *L = host_open();
    script.file = "script";
    script.context = doc_object(&arena);
    script.output = "cdk.out";
    script_provide_settings(L, &script);
    static const struct repl_request request;
    static const struct native_services services; /* none: a session's lines are only compiled */
    native_provide(L, &request, &services);
    return L;
}

/* A target in Lua: a file that is called with fuzz_folder(), and returns what is called with each text. */
static void in_lua(const char *file, const char *text, size_t length) {
    static lua_State *L;
    static int lives;
    if (L && --lives == 0) {
        host_close(L);
        L = NULL;
    }
    if (!L) {
        lives = STATE_LIVES;
        L = new_state();
        check_ok(L, luaL_loadfile(L, file));
        lua_pushstring(L, fuzz_folder());
        check_ok(L, lua_pcall(L, 1, 1, 0));
    }
    lua_pushvalue(L, 1);
    lua_pushlstring(L, text, length);
    check_ok(L, lua_pcall(L, 1, 0, 0));
}

void fuzz_tokens(const char *text, size_t length) { in_lua("tools/fuzz/tokens.lua", text, length); }
void fuzz_diff(const char *text, size_t length) { in_lua("tools/fuzz/diff.lua", text, length); }
void fuzz_import(const char *text, size_t length) { in_lua("tools/fuzz/import.lua", text, length); }
void fuzz_include(const char *text, size_t length) { in_lua("tools/fuzz/include.lua", text, length); }
void fuzz_assembly(const char *text, size_t length) { in_lua("tools/fuzz/assembly.lua", text, length); }
void fuzz_values(const char *text, size_t length) { in_lua("tools/fuzz/values.lua", text, length); }
void fuzz_check_rules(const char *text, size_t length) { in_lua("tools/fuzz/check.lua", text, length); }
void fuzz_plugins(const char *text, size_t length) { in_lua("tools/fuzz/plugins.lua", text, length); }
void fuzz_rules(const char *text, size_t length) { in_lua("tools/fuzz/rules.lua", text, length); }
void fuzz_project(const char *text, size_t length) { in_lua("tools/fuzz/project.lua", text, length); }
void fuzz_source(const char *text, size_t length) { in_lua("tools/fuzz/source.lua", text, length); }
void fuzz_session(const char *text, size_t length) { in_lua("tools/fuzz/session.lua", text, length); }

static int l_load(lua_State *L) {
    sandbox_push_globals(L, fuzz_folder());
    lua_pushvalue(L, 1);
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    if (luaL_loadbufferx(L, text, length, "=script", "t") != LUA_OK) {
        return 0;
    }
    lua_pushvalue(L, 2);
    lua_setupvalue(L, -2, 1);
    lua_call(L, 0, 0);
    return 0;
}

/* As `luacdk --sandbox` would run it, but for the synthesis. */
void fuzz_script(const char *text, size_t length) {
    static lua_State *L;
    static const struct limits limits = {.memory = 64 << 20, .instructions = 200000, .seconds = 20};
    if (!L) {
        L = new_state();
        struct error error = ERROR_INIT;
        const struct sandbox sandbox = {.root = fuzz_folder(), .limits = limits};
        fuzz_check(sandbox_enter(L, &sandbox, &error) == 0, "the sandbox can be entered");
    }
    limits_begin(L, &limits);
    lua_pushcfunction(L, l_load);
    lua_pushlstring(L, text, length);
    lua_pcall(L, 1, 0, 0);
    lua_settop(L, 0);
}
