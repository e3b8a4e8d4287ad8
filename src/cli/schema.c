/* luacdk schema: look-ups in resource types and the library's API. The command itself is Lua, lua/luacdk/schema/. */
#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80 };

/* The width of the terminal on standard output, or 0. */
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

static void fill(lua_State *L, const void *data) {
    const struct invocation *invocation = data;
    tool_text(L, "name", invocation->operand);
    tool_text(L, "luals", invocation->luals);
    struct arena arena = ARENA_INIT;
    tool_text(L, "definitions", tool_definitions_folder(&arena));
    arena_free(&arena);
    tool_flag(L, "luarc", invocation->luarc);
    tool_flag(L, "json", invocation->json);
    tool_flag(L, "colour", wants_colour());
    lua_pushinteger(L, terminal_width());
    lua_setfield(L, -2, "width");
}

int command_schema(const struct invocation *invocation) {
    struct error error = ERROR_INIT;
    if (invocation->luals && file_mkdirs(invocation->luals, &error) != 0) {
        fprintf(stderr, "luacdk: %s\n", error.message);
        error_clear(&error);
        return STATUS_FAILED;
    }
    return tool_run("luacdk.schema", fill, invocation);
}
