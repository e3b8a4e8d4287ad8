/* luacdk-spec: runs busted inside our own host, so that specs see the modules, globals and engine that a script sees.
 *
 *     luacdk-spec [option of busted …] spec …
 */
#include "base/arena.h"
#include "document/document.h"
#include "host/report.h"
#include "host/script.h"
#include "host/state.h"

#include <lauxlib.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int luaopen_tools_pty(lua_State *L);

/* ---- what a spec prints on standard error ------------------------------------------------------------------------
 * It would stand between the dots of the report, so it goes to a file instead: shown for specs that fail. Not under a
 * sanitizer, which writes there why it ends the program. */

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

static FILE *aside;       /* the file, or NULL */
static int terminal = -1; /* standard error as it was */

static void stderr_aside(void) {
#ifndef SANITIZED
    aside = tmpfile();
    terminal = aside ? dup(STDERR_FILENO) : -1;
    if (terminal >= 0) {
        dup2(fileno(aside), STDERR_FILENO);
    }
#endif
}

static void stderr_back(void) {
    if (terminal >= 0) {
        dup2(terminal, STDERR_FILENO);
    }
}

/* printed() -> what was written on standard error since the last call */
static int l_printed(lua_State *L) {
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    if (terminal >= 0) {
        fflush(stderr);
        rewind(aside);
        for (size_t size = 1; size > 0;) {
            char *room = luaL_prepbuffer(&buffer);
            size = fread(room, 1, LUAL_BUFFERSIZE, aside);
            luaL_addsize(&buffer, size);
        }
        rewind(aside);
        if (ftruncate(fileno(aside), 0) != 0) {
            return luaL_error(L, "cannot empty the file of standard error");
        }
    }
    luaL_pushresult(&buffer);
    return 1;
}

/* ------------------------------------------------------------------------------------------------------------------ */

static int l_run_busted(lua_State *L) {
    const struct script *script = lua_touserdata(L, 1);
    script_provide_settings(L, script);

    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(L, luaopen_tools_pty);
    lua_setfield(L, -2, "tools.pty");
    lua_pop(L, 1);

    lua_newtable(L);
    for (int i = 0; i < script->argument_count; i++) {
        lua_pushstring(L, script->arguments[i]);
        lua_rawseti(L, -2, i);
    }
    lua_setglobal(L, "arg");

    if (luaL_loadfile(L, "spec/support/run.lua") != LUA_OK) {
        return lua_error(L);
    }
    lua_pushcfunction(L, l_printed);
    lua_call(L, 1, 0);
    return 0;
}

/* What is tested ends by signals, so it must not inherit that they are ignored: as in a job of a shell's background. */
static void heed_signals(void) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        signal(signals[i], SIG_DFL);
    }
}

int main(int argc, char **argv) {
    heed_signals();
    struct arena arena = ARENA_INIT;
    const struct script script = {
        .file = "spec", .arguments = argv, .argument_count = argc, .context = doc_object(&arena), .output = "cdk.out"};
    stderr_aside();
    lua_State *L = host_open();
    lua_pushcfunction(L, report_handler);
    lua_pushcfunction(L, l_run_busted);
    lua_pushlightuserdata(L, (void *)&script);
    int status = lua_pcall(L, 1, 0, 1);
    stderr_back();
    if (status != LUA_OK) {
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
    }
    host_close(L);
    arena_free(&arena);
    return status == LUA_OK ? 0 : 1;
}
