/* luacdk graph FILE [STACK…]: the resources of a script and what they refer to. Lua code makes the graph,
 * lua/luacdk/graph. */
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/tool.h"

static void fill(lua_State *L, const struct invocation *invocation) {
    tool_text(L, "format", invocation->format);
    tool_text(L, "output", invocation->output);
    tool_flag(L, "resources", invocation->resources);
}

int command_graph(const struct invocation *invocation) { return show_written("luacdk.graph", fill, invocation); }
