/* luacdk handlers: lists our own programs that constructs deploy. The command itself is Lua, lua/luacdk/handlers/. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/tool.h"

static void fill(lua_State *L, const void *data) {
    const struct invocation *invocation = data;
    tool_text(L, "folder", invocation->operand);
    tool_flag(L, "json", invocation->json);
}

int command_handlers(const struct invocation *invocation) { return tool_run("luacdk.handlers", fill, invocation); }
