/* luacdk check FILE: tells the mistakes of a script. They are found and told in Lua, lua/luacdk/check. */
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "cli/tool.h"
#include "host/script.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int command_check(const struct invocation *invocation) {
    if (invocation->list) {
        return tool_run("luacdk.check.list", NULL, NULL);
    }
    struct arena arena = ARENA_INIT;
    struct run_result result = {0};
    /* The report has standard output for itself: programs read it. */
    fflush(stdout);
    int report_to = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (report_to < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        perror("luacdk: cannot redirect standard output");
        return STATUS_FAILED;
    }
    int status = run_script(&arena, invocation, "cdk.out", NULL, &result);
    fflush(stdout);
    dup2(report_to, STDOUT_FILENO);
    close(report_to);
    if (status == STATUS_OK && result.report) {
        terminal_suspect(); /* messages contain what the script says */
        fputs(result.report, stdout);
        status = result.failed ? STATUS_FAILED : STATUS_OK;
    }
    arena_free(&arena);
    return status;
}
