/* luacdk deploy FILE [WORD…]: writes the assembly, then becomes `cdk deploy`, which gets the words. */
#include "base/interrupt.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "cli/stacks.h"
#include "host/script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Options that cdk would ignore, because it is given an assembly. */
static const char *ours(const char *word) {
    static const char *const names[] = {"--app", "-a", "--context", "-c", "--output", "-o"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        bool is_long = names[i][1] == '-';
        if (strncmp(word, names[i], length) == 0 && (!is_long || word[length] == '=' || !word[length])) {
            return names[i];
        }
    }
    return NULL;
}

static int check_words(const struct invocation *invocation) {
    for (size_t i = 0; i < invocation->stack_count; i++) {
        const char *name = ours(invocation->stacks[i]);
        if (name && name[strspn(name, "-")] == 'a') {
            fprintf(stderr, "luacdk: deploy takes no %s: FILE is the app\n", name);
            return STATUS_USAGE;
        }
        if (name) {
            fprintf(stderr, "luacdk: put %s before %s: cdk gets what follows it\n", name, invocation->operand);
            return STATUS_USAGE;
        }
    }
    return STATUS_OK;
}

/* Whether cdk can deploy what the run has written; if not, says why. */
static bool can_deploy(struct arena *arena, const struct invocation *invocation, const struct run_result *written) {
    if (written->count != 1) {
        fprintf(stderr, "luacdk: %s %s\n", invocation->operand,
                written->count ? "makes several assemblies; cdk deploys one at a time: cdk deploy --app DIR"
                               : "makes no App, so there is nothing to deploy");
        return false;
    }
    struct stack_list list = {0};
    struct error error = ERROR_INIT;
    int status = stacks_read(arena, written->folders[0], &list, &error);
    const char *missing = list.missing;
    stacks_free(&list);
    if (status != 0) {
        fprintf(stderr, "luacdk: %s\n", error.message);
        error_clear(&error);
    } else if (missing) {
        fprintf(stderr,
                "luacdk: %s is not in cdk.context.json yet, and cdk looks it up only if it runs the script itself: "
                "cdk deploy --app 'luacdk %s'\n",
                missing, invocation->operand);
    }
    return status == 0 && !missing && written->outside_errors == 0;
}

/* On success does not return. Exit status and signals are then those of cdk. */
static int become_cdk(struct arena *arena, const struct invocation *invocation, const char *folder) {
    const char *named = getenv("CDK");
    const char *program = arena_strdup(arena, named && *named ? named : "cdk");
    const char **argv = arena_calloc(arena, invocation->stack_count + 4, sizeof *argv);
    argv[0] = program;
    argv[1] = "deploy";
    argv[2] = arena_printf(arena, "--app=%s", folder);
    for (size_t i = 0; i < invocation->stack_count; i++) {
        argv[i + 3] = invocation->stacks[i];
    }
    fflush(NULL);
    unsetenv("CDK");               /* cdk would take it for an option */
    interrupt_limit_time(0, NULL); /* an alarm would outlive us */
    execvp(program, (char *const *)argv);
    fprintf(stderr, "luacdk: cannot run %s: %s; install it (npm install -g aws-cdk), or name it in CDK\n", program,
            strerror(errno));
    return STATUS_FAILED;
}

int command_deploy(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct run_result written = {0};
    int status = check_words(invocation);
    if (status == STATUS_OK) {
        status = run_script(&arena, invocation, choose_output(invocation), NULL, &written);
    }
    report_timings(invocation); /* before cdk takes our place */
    if (status == STATUS_OK) {
        status = can_deploy(&arena, invocation, &written) && !interrupt_asked()
                     ? become_cdk(&arena, invocation, written.folders[0])
                     : STATUS_FAILED;
    }
    arena_free(&arena);
    return status;
}
