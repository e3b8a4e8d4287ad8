/* luacdk synth FILE: runs a script and writes its cloud assembly. */
#include "base/path.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "host/context.h"
#include "host/script.h"

#include <stdio.h>

/* The rule for make and ninja is about the manifest of the first assembly. */
static int write_rule(struct arena *arena, const char *depfile, const struct run_result *written) {
    if (written->count == 0) {
        fprintf(stderr, "luacdk: nothing was written that %s could be about\n", depfile);
        return STATUS_FAILED;
    }
    return write_depfile(depfile, path_join(arena, written->folders[0], "manifest.json"), written->folders,
                         written->count);
}

int command_synth(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct run_result written;
    int status = run_script(&arena, invocation, choose_output(invocation), &written);
    if (status == STATUS_OK && invocation->depfile) {
        status = write_rule(&arena, invocation->depfile, &written);
    }
    if (status == STATUS_OK && !invocation->quiet && !context_under_cdk()) {
        for (size_t i = 0; i < written.count; i++) {
            say_what_was_written(written.folders[i]);
        }
    }
    arena_free(&arena);
    return status;
}
