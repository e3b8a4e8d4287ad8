/* luacdk repl [FILE]: an interactive session. */
#include "repl/repl.h"

#include "base/terminal_look.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "cli/version.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

int command_repl(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct error error = ERROR_INIT;
    struct repl_request request;
    int status = STATUS_FAILED;
    if (!invocation->operand && invocation->definition.asked) {
        fprintf(stderr, "luacdk: values are for a definition: luacdk repl FILE\nTry `luacdk help repl`.\n");
        arena_free(&arena);
        return STATUS_USAGE;
    }
    if (!invocation->operand && invocation->rescue) {
        fprintf(stderr, "luacdk: --rescue is for a script: luacdk repl --rescue FILE\nTry `luacdk help repl`.\n");
        arena_free(&arena);
        return STATUS_USAGE;
    }
    if (run_describe(&arena, invocation, choose_output(invocation), &request, &error) == 0) {
        const bool brief = terminal_look(STDOUT_FILENO).brief;
        request.greeting = brief ? NULL
                                 : arena_printf(&arena, "luacdk %s, aws-cdk-lib %s; :help, ?name, Tab; Ctrl-D ends",
                                                LUACDK_VERSION, LUACDK_CDK_VERSION);
        status = repl_run(&request);
    } else {
        fprintf(stderr, "%s\n", error.message);
        error_clear(&error);
    }
    arena_free(&arena);
    return status;
}
