/* luacdk schema: what is known of resource types and of the library's API. The command itself is Lua,
 * lua/luacdk/schema/. */
#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "host/script.h"
#include "host/state.h"

#include <lauxlib.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80 };

/* Columns of the terminal that standard output is, or 0. */
static int terminal_width(void) {
    struct winsize size;
    if (!isatty(STDOUT_FILENO)) {
        return 0;
    }
    const char *columns = getenv("COLUMNS");
    int width = columns ? atoi(columns) : 0;
    if (width <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        width = size.ws_col;
    }
    return width > 0 ? width : DEFAULT_WIDTH;
}

static bool wants_colour(void) {
    const char *refusal = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(refusal && *refusal) && !(terminal && strcmp(terminal, "dumb") == 0);
}

/* Where `make install` puts the definition files: beside the folder of the program. */
static const char *definitions_folder(struct arena *arena) {
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length > 0) {
        program[length] = '\0';
        for (int up = 0; up < 2; up++) {
            char *slash = strrchr(program, '/');
            if (slash) {
                *slash = '\0';
            }
        }
        const char *folder = arena_printf(arena, "%s/share/luacdk/luals", program);
        if (file_exists(folder)) {
            return folder;
        }
    }
    return "/usr/local/share/luacdk/luals";
}

static void set_text(lua_State *L, const char *key, const char *value) {
    lua_pushstring(L, value);
    lua_setfield(L, -2, key);
}

static void set_flag(lua_State *L, const char *key, bool value) {
    lua_pushboolean(L, value);
    lua_setfield(L, -2, key);
}

/* require "luacdk.schema" (options) → exit status */
static int l_run(lua_State *L) {
    const struct invocation *invocation = lua_touserdata(L, 1);
    lua_getglobal(L, "require");
    lua_pushliteral(L, "luacdk.schema");
    lua_call(L, 1, 1);
    lua_newtable(L);
    set_text(L, "name", invocation->operand);
    set_text(L, "luals", invocation->luals);
    struct arena arena = ARENA_INIT;
    set_text(L, "definitions", definitions_folder(&arena));
    arena_free(&arena);
    set_flag(L, "luarc", invocation->luarc);
    set_flag(L, "json", invocation->json);
    set_flag(L, "colour", wants_colour());
    lua_pushinteger(L, terminal_width());
    lua_setfield(L, -2, "width");
    lua_call(L, 1, 1);
    return 1;
}

int command_schema(const struct invocation *invocation) {
    struct error error = ERROR_INIT;
    if (invocation->luals && file_mkdirs(invocation->luals, &error) != 0) {
        fprintf(stderr, "luacdk: %s\n", error.message);
        error_clear(&error);
        return STATUS_FAILED;
    }
    lua_State *L = host_open();
    if (!L) {
        fprintf(stderr, "not enough memory\n");
        return STATUS_FAILED;
    }
    lua_pushcfunction(L, l_run);
    lua_pushlightuserdata(L, (void *)invocation);
    int status = STATUS_FAILED;
    if (lua_pcall(L, 1, 1, 0) == LUA_OK) {
        status = (int)lua_tointeger(L, -1);
    } else {
        const char *message = lua_tostring(L, -1);
        fprintf(stderr, "luacdk: %s\n", message ? message : "not enough memory");
    }
    if (fflush(stdout) != 0) {
        perror("luacdk: standard output");
        status = STATUS_FAILED;
    }
    host_leave(L);
    return status;
}
