/* luacdk check FILE: tells the mistakes of a script. They are found and told in Lua, lua/luacdk/check. */
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>

int command_check(const struct invocation *invocation) {
    if (invocation->list) {
        return tool_run("luacdk.check.list", NULL, NULL);
    }
    struct arena arena = ARENA_INIT;
    struct run_result result = {0};
    int status = run_script_apart(&arena, invocation, "cdk.out", NULL, &result);
    if (status == STATUS_OK && result.report) {
        terminal_suspect(); /* messages contain what the script says */
        fputs(result.report, stdout);
        status = result.failed ? STATUS_FAILED : STATUS_OK;
    }
    arena_free(&arena);
    return status;
}
