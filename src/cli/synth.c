/* luacdk synth FILE: runs a script and writes its cloud assembly. */
#include "cli/synth.h"

#include "base/path.h"
#include "cli/commands.h"
#include "cli/plan.h"
#include "host/context.h"
#include "host/script.h"

#include <stdio.h>

/* The rule for make and ninja is about the manifest of the first assembly. */
static int write_rule(struct arena *arena, const char *depfile, const struct run_result *written) {
    if (written->count == 0) {
        fprintf(stderr, "luacdk: nothing was written, so there is no rule for %s\n", depfile);
        return STATUS_FAILED;
    }
    return write_depfile(depfile, path_join(arena, written->folders[0], "manifest.json"), written->folders,
                         written->count);
}

int synth(struct arena *arena, const struct invocation *invocation, const char *output, struct run_result *written) {
    struct plan plan;
    int status = plan_stacks(arena, invocation, output, &plan);
    if (status == STATUS_OK) {
        status = run_script(arena, invocation, output, &plan, written);
    }
    if (status == STATUS_OK && invocation->depfile) {
        status = write_rule(arena, invocation->depfile, written);
    }
    if (status == STATUS_OK && written->count == 0 && !written->are_tests && !invocation->quiet &&
        invocation->definition.action == DEFINITION_SYNTH) {
        fprintf(stderr, "luacdk: %s makes no App, so nothing was written\n", invocation->operand);
    }
    if (status == STATUS_OK && !context_under_cdk()) {
        status = report_written(written, invocation->quiet);
    }
    return status;
}

int command_synth(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct run_result written = {0};
    int status = synth(&arena, invocation, choose_output(invocation), &written);
    arena_free(&arena);
    return status;
}
