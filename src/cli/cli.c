/* From the command line to the command: see cli.h. */
#include "cli/cli.h"

#include "base/interrupt.h"
#include "base/progress.h"
#include "base/terminal.h"
#include "base/timings.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/project.h"
#include "cli/run.h"
#include "host/script.h"

#include <stdio.h>
#include <string.h>

static int usage_error(struct error *error) {
    fprintf(stderr, "luacdk: %s\nTry `luacdk --help`.\n", error->message);
    error_clear(error);
    return STATUS_USAGE;
}

/* Output that cannot be written is a failure of any command; so are messages, for which only the status can report
 * it. */
static int finish(int status) {
    int failure = terminal_finish();
    if (failure != 0) {
        fprintf(stderr, "luacdk: cannot write to standard output: %s\n", strerror(failure));
    }
    return status == STATUS_OK && (failure != 0 || terminal_lost_messages()) ? STATUS_FAILED : status;
}

int cli_main(int argc, char *const *argv) {
    terminal_install();
    struct arena arena = ARENA_INIT;
    struct error error = ERROR_INIT;
    struct invocation invocation = {0};
    int status;
    interrupt_watch();
    if (options_parse(&arena, argc, argv, &invocation, &error) != 0) {
        status = usage_error(&error);
    } else if (invocation.version) {
        status = command_version();
    } else if (invocation.help) {
        invocation.operand = invocation.command ? invocation.command->name : NULL;
        status = command_help(&invocation);
    } else if (project_complete(&arena, &invocation), !invocation.command) {
        command_help(&invocation);
        status = STATUS_USAGE;
    } else {
        if (!invocation.quiet) {
            progress_allow();
        }
        if (invocation.timings && invocation.command->bit != COMMAND_WATCH) { /* whose runs each have their own */
            timings_begin();
        }
        status = invocation.command->run(&invocation);
        report_timings(&invocation);
    }
    arena_free(&arena);
    status = finish(status);
    if (interrupt_signal()) {
        fflush(NULL);
        interrupt_die(interrupt_signal());
    }
    return status;
}
