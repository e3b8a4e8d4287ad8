/* luacdk synth FILE: runs a script and writes its cloud assembly. */
#include "cli/commands.h"
#include "cli/run.h"
#include "host/context.h"
#include "host/script.h"

int command_synth(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct run_result written;
    int status = run_script(&arena, invocation, choose_output(invocation), &written);
    if (status == STATUS_OK && !invocation->quiet && !context_under_cdk()) {
        for (size_t i = 0; i < written.count; i++) {
            say_what_was_written(written.folders[i]);
        }
    }
    arena_free(&arena);
    return status;
}
