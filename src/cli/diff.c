/* luacdk diff FILE [STACK…]: what would change. Lua code says it: lua/luacdk/template/diff.lua. */
#include "cli/diff.h"

#include "cli/commands.h"
#include "cli/comparison.h"

#define MODULE "luacdk.template.diff"

int diff_print(const struct invocation *invocation, const char *folder, const char *against) {
    return compare_folders(invocation, folder, against, MODULE);
}

int command_diff(const struct invocation *invocation) {
    return compare_assemblies(invocation, invocation->against, MODULE);
}
