/* luacdk tree FILE [PATH]: the constructs of a script. Lua code prints them, lua/luacdk/tree.lua. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>

static void fill(lua_State *L, const struct invocation *invocation) {
    tool_text(L, "path", invocation->stack_count ? invocation->stacks[0] : NULL);
    tool_flag(L, "json", invocation->json);
    if (invocation->depth) {
        lua_pushinteger(L, invocation->depth);
        lua_setfield(L, -2, "depth");
    }
}

int command_tree(const struct invocation *invocation) {
    if (invocation->stack_count > 1) {
        fprintf(stderr, "luacdk: tree takes one PATH, not also '%s'\nTry `luacdk help tree`.\n", invocation->stacks[1]);
        return STATUS_USAGE;
    }
    return show_written("luacdk.tree", fill, invocation);
}
