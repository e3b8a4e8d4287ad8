/* luacdk deploy FILE [WORD…]: writes the assembly, then becomes `cdk deploy`, which gets the words. */
#include "base/interrupt.h"
#include "base/terminal.h"
#include "cli/aws_cdk.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "cli/stacks.h"
#include "host/script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first cdk that reads the oldest manifests that we write, which do not say so themselves. */
#define FIRST_READER "2.118.0"

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

/* Whether that version of cdk reads what was written; if not, says which one would. */
static bool can_read(const struct aws_cdk *cdk, const struct stack_list *list, const char *folder) {
    const char *first = list->cli ? list->cli : FIRST_READER;
    if (!aws_cdk_is_before(cdk, first)) {
        return true;
    }
    fprintf(stderr,
            "luacdk: cdk %s (%s) cannot read %s, which needs cdk %s or newer: its schema is of version %s; install "
            "one (npm install -g aws-cdk@latest), or name it in CDK\n",
            cdk->version, cdk->words[0], folder, first, list->schema ? list->schema : "36.0.0");
    return false;
}

/* Whether cdk can deploy what the run has written; if not, says why. */
static bool can_deploy(struct arena *arena, const struct invocation *invocation, const struct aws_cdk *cdk,
                       const struct run_result *written) {
    if (written->count != 1) {
        fprintf(stderr, "luacdk: %s %s\n", invocation->operand,
                written->count ? "makes several assemblies; cdk deploys one at a time: cdk deploy --app DIR"
                               : "makes no App, so there is nothing to deploy");
        return false;
    }
    struct stack_list list = {0};
    struct error error = ERROR_INIT;
    bool can = stacks_read(arena, written->folders[0], &list, &error) == 0;
    if (!can) {
        fprintf(stderr, "luacdk: %s\n", error.message);
        error_clear(&error);
    } else if (list.missing) {
        fprintf(stderr,
                "luacdk: %s is not in cdk.context.json yet, and cdk looks it up only if it runs the script itself: "
                "cdk deploy --app 'luacdk %s'\n",
                list.missing, invocation->operand);
        can = false;
    } else {
        can = written->outside_errors == 0 && can_read(cdk, &list, written->folders[0]);
    }
    stacks_free(&list);
    return can;
}

/* On success does not return. Exit status and signals are then those of cdk. */
static int become_cdk(struct arena *arena, const struct invocation *invocation, const struct aws_cdk *cdk,
                      const char *folder) {
    const char **argv = arena_calloc(arena, cdk->count + invocation->stack_count + 3, sizeof *argv);
    size_t count = 0;
    for (size_t i = 0; i < cdk->count; i++) {
        argv[count++] = cdk->words[i];
    }
    argv[count++] = "deploy";
    argv[count++] = arena_printf(arena, "--app=%s", folder);
    for (size_t i = 0; i < invocation->stack_count; i++) {
        argv[count++] = invocation->stacks[i];
    }
    fflush(NULL);
    if (terminal_finish() != 0) { /* what the script has printed is lost */
        return STATUS_FAILED;
    }
    unsetenv("CDK");               /* cdk would take it for an option */
    interrupt_limit_time(0, NULL); /* an alarm would outlive us */
    execvp(argv[0], (char *const *)argv);
    fprintf(stderr, "luacdk: cannot run %s: %s; install cdk (npm install -g aws-cdk), or name it in CDK\n", argv[0],
            strerror(errno));
    return STATUS_FAILED;
}

int command_deploy(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct run_result written = {0};
    int status = check_words(invocation);
    struct aws_cdk cdk = aws_cdk_find(&arena);
    struct invocation run = *invocation;
    run.report_is_read = aws_cdk_prints_report(&cdk);
    if (status == STATUS_OK && cdk.count == 0) {
        fputs("luacdk: there is no cdk in PATH, nor in a node_modules/.bin here or above; install it (npm install -g "
              "aws-cdk), or name it in CDK\n",
              stderr);
        status = STATUS_FAILED;
    }
    if (status == STATUS_OK) {
        status = run_script(&arena, &run, choose_output(invocation), NULL, &written);
    }
    report_timings(invocation); /* before cdk takes our place */
    if (status == STATUS_OK) {
        status = can_deploy(&arena, invocation, &cdk, &written) && !interrupt_asked()
                     ? become_cdk(&arena, invocation, &cdk, written.folders[0])
                     : STATUS_FAILED;
    }
    arena_free(&arena);
    return status;
}
