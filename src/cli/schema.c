/* luacdk schema: look-ups in resource types and the library's API. The command itself is Lua, lua/luacdk/schema/. */
#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>

static void fill(lua_State *L, const void *data) {
    const struct invocation *invocation = data;
    tool_text(L, "name", invocation->operand);
    tool_text(L, "luals", invocation->luals);
    struct arena arena = ARENA_INIT;
    tool_text(L, "definitions", tool_definitions_folder(&arena));
    arena_free(&arena);
    tool_flag(L, "luarc", invocation->luarc);
    tool_flag(L, "json", invocation->json);
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
