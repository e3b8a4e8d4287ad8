/* luacdk synth FILE: runs a script and writes its cloud assembly. */
#include "base/strbuf.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "host/context.h"
#include "host/script.h"

#include <stdio.h>
#include <stdlib.h>

enum { NAMES_SHOWN = 8 };

static const char *choose_output(const struct invocation *invocation) {
    const char *outdir = getenv("CDK_OUTDIR");
    return invocation->output ? invocation->output : outdir && *outdir ? outdir : "cdk.out";
}

/* "cdk.out: 2 stacks: Images, Prod/S" on stderr, since stdout belongs to the script. */
static void say_what_was_written(struct arena *arena, const char *folder) {
    struct stack_names names = {0};
    struct strbuf line;
    strbuf_init(&line);
    if (read_stack_names(arena, folder, &names, NULL) == 0) {
        strbuf_addf(&line, "%s: %zu stack%s", folder, names.count, names.count == 1 ? "" : "s");
        for (size_t i = 0; i < names.count && i < NAMES_SHOWN; i++) {
            strbuf_addf(&line, "%s%s", i ? ", " : ": ", names.items[i]);
        }
        fprintf(stderr, "%s%s\n", line.data, names.count > NAMES_SHOWN ? ", …" : "");
    }
    strbuf_free(&line);
    free_stack_names(&names);
}

int command_synth(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct run_result written;
    int status = run_script(&arena, invocation, choose_output(invocation), &written);
    if (status == STATUS_OK && !invocation->quiet && !context_under_cdk()) {
        for (size_t i = 0; i < written.count; i++) {
            say_what_was_written(&arena, written.folders[i]);
        }
    }
    arena_free(&arena);
    return status;
}
