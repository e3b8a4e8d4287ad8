/* luacdk check FILE: tells the mistakes of a script. They are found and told in Lua, lua/luacdk/check. */
#include "base/terminal.h"
#include "base/terminal_look.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>
#include <string.h>

int command_check(const struct invocation *invocation) {
    if (invocation->list) {
        return tool_run("luacdk.check.list", NULL, NULL);
    }
    struct arena arena = ARENA_INIT;
    struct run_result result = {0};
    terminal_keep_look(); /* of the report, which has standard output for itself */
    int status = run_script_apart(&arena, invocation, "cdk.out", NULL, &result);
    if (status == STATUS_OK && result.report) {
        terminal_suspect(); /* messages contain what the script says */
        terminal_let_pass(!invocation->format || strcmp(invocation->format, "text") == 0); /* is safe, and coloured */
        fputs(result.report, stdout);
        terminal_let_pass(false);
        status = result.failed ? STATUS_FAILED : STATUS_OK;
    }
    arena_free(&arena);
    return status;
}
