/* Running a script for a command: see run.h. */
#include "cli/run.h"

#include "assembly/output.h"
#include "base/apart.h"
#include "base/depfile.h"
#include "base/file.h"
#include "base/follow.h"
#include "base/guard.h"
#include "base/inputs.h"
#include "base/leftovers.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "base/timings.h"
#include "check/check.h"
#include "cli/commands.h"
#include "cli/stacks.h"
#include "document/document.h"
#include "host/context.h"
#include "host/distrust.h"
#include "host/sandbox.h"
#include "host/script.h"
#include "host/state.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(struct error *error, int status) {
    terminal_print(stderr, error->message, strlen(error->message));
    fputc('\n', stderr);
    error_clear(error);
    return status;
}

int write_depfile(const char *depfile, const char *target, const char *const *outputs, size_t count) {
    struct error error = ERROR_INIT;
    if (depfile_write(depfile, target, outputs, count, &error) != 0) {
        return failed(&error, STATUS_FAILED);
    }
    /* An unchanged target was not written, but it is up to date. */
    return utimensat(AT_FDCWD, target, NULL, 0) == 0 || error_errno(&error, "cannot touch", target) == 0
               ? STATUS_OK
               : failed(&error, STATUS_FAILED);
}

/* The folder is in another one, which is spread, and has its random name, so that each run's files are elsewhere. */
const char *make_temporary_folder(struct arena *arena) {
    struct error error = ERROR_INIT;
    const char *parent = getenv("TMPDIR");
    const char *around = file_mkdtemp(arena, path_join(arena, parent && *parent ? parent : "/tmp", "luacdk-"), &error);
    if (!around) {
        failed(&error, STATUS_FAILED);
        return NULL;
    }
    leftovers_note(around, LEFTOVER_TREE);
    file_spread(around);
    const char *folder = path_join(arena, around, path_basename(arena, around));
    if (mkdir(folder, S_IRWXU) != 0) {
        error_errno(&error, "cannot create directory", folder);
        failed(&error, STATUS_FAILED);
        remove_temporary_folder(folder);
        return NULL;
    }
    setenv(OUTPUT_FLEETING, folder, 1); /* also for programs that we start */
    return folder;
}

void remove_temporary_folder(const char *folder) {
    struct arena arena = ARENA_INIT;
    const char *around = path_dirname(&arena, folder);
    (void)file_remove_tree(around, NULL);
    leftovers_forget(around);
    unsetenv(OUTPUT_FLEETING);
    arena_free(&arena);
}

int run_describe(struct arena *arena, const struct invocation *invocation, const char *output,
                 struct repl_request *request, struct error *error) {
    if (follow_available(error) != 0) {
        return -1;
    }
    if (distrust_script(arena, invocation->operand, invocation->sandbox, invocation->trust, error) != 0) {
        return -1;
    }
    const cJSON *context = context_load(arena, invocation->context, invocation->context_count, error);
    if (!context) {
        return -1;
    }
    *request = (struct repl_request){
        .script = {.file = invocation->operand,
                   .arguments = invocation->arguments,
                   .argument_count = invocation->argument_count,
                   .context = context,
                   .output = output,
                   .root = invocation->sandbox ? distrust_root(arena, invocation->operand) : NULL,
                   .limits = invocation->sandbox ? sandbox_limits(&invocation->limits) : invocation->limits,
                   .trust = invocation->trust,
                   .source_map = invocation->report_is_read || (invocation->command->bit == COMMAND_SYNTH &&
                                                                (invocation->source_map || context_under_cdk())),
                   .report_is_read = invocation->report_is_read,
                   .definition = invocation->definition},
        .no_schema_check = invocation->no_schema_check,
        .keep_going = invocation->keep_going,
        .settings = invocation->settings,
        .rescue = invocation->rescue,
        .written = say_what_was_written,
    };
    return 0;
}

/* The context value that lists the stacks to bundle for; cdk ls makes it empty too. */
#define NOT_BUNDLED "aws:cdk:bundling-stacks"

/* The context value with which an app writes tree.json even if it was told not to. */
#define TREE_WANTED "luacdk:tree"

static int run(struct arena *arena, const struct invocation *invocation, const char *output, const struct plan *plan,
               struct run_result *written) {
    struct error error = ERROR_INIT;
    struct repl_request request;
    if (!invocation->operand) {
        error_set(&error, "luacdk: FILE is missing: luacdk %s FILE", invocation->command->name);
        return failed(&error, STATUS_USAGE);
    }
    inputs_record(invocation->depfile || invocation->command->bit == COMMAND_WATCH);
    if (run_describe(arena, invocation, output, &request, &error) != 0) {
        return failed(&error, STATUS_FAILED);
    }
    if (invocation->command->bit & (COMMAND_LS | SHOWING_COMMANDS) && !doc_get(request.script.context, NOT_BUNDLED)) {
        doc_put(arena, (cJSON *)request.script.context, NOT_BUNDLED, doc_array(arena));
    }
    const struct checking checking = {invocation->format ? invocation->format : "text",
                                      invocation->fail_on ? invocation->fail_on : "error", invocation->ignore,
                                      invocation->rules};
    if (invocation->command->bit == COMMAND_CHECK) {
        request.script.checking = &checking;
        request.script.dry_run = true;
    }
    if (invocation->command->bit & SHOWING_COMMANDS) {
        doc_put(arena, (cJSON *)request.script.context, TREE_WANTED, doc_bool(arena, true));
    }
    if (plan) {
        request.script.stacks = plan->stacks;
        request.script.stack_count = plan->count;
    }
    lua_State *L = host_open();
    if (!L) {
        error_set(&error, "not enough memory");
        return failed(&error, STATUS_FAILED);
    }
    if (invocation->no_schema_check) {
        check_no_schema(L);
    }
    repl_provide(L, &request);
    int status = script_run(L, &request.script);
    if (status == STATUS_OK) {
        if (request.script.checking) {
            written->report = script_report(L, arena, &written->failed);
        }
        written->count = script_outputs(L, arena, &written->folders);
        written->outside_errors = script_errors(L);
        written->are_tests = script_ran_tests(L);
        host_leave(L);
    } else {
        host_close(L); /* finalizers remove what the script left unfinished */
    }
    guard_set(false);   /* nothing of the script will run any more */
    terminal_suspect(); /* what is said from here on contains what the script says: ids, messages */
    timings_enter(TIMING_REPORT);
    return status;
}

int run_script_apart(struct arena *arena, const struct invocation *invocation, const char *output,
                     const struct plan *plan, struct run_result *written) {
    if (apart_begin() != 0) {
        perror("luacdk: cannot redirect standard output");
        return STATUS_FAILED;
    }
    int status = run(arena, invocation, output, plan, written);
    apart_end();
    return status;
}

int run_script(struct arena *arena, const struct invocation *invocation, const char *output, const struct plan *plan,
               struct run_result *written) {
    int action = invocation->definition.action;
    bool answers = action == DEFINITION_EXPLAIN || action == DEFINITION_DESCRIBE || action == DEFINITION_CHECK_VALUES;
    return (answers ? run_script_apart : run)(arena, invocation, output, plan, written);
}

/* ---- what was written ------------------------------------------------------------------------------------------ */

enum { NAMES_SHOWN = 8 };

const char *choose_output(const struct invocation *invocation) {
    const char *outdir = getenv("CDK_OUTDIR");
    return invocation->output ? invocation->output : outdir && *outdir ? outdir : "cdk.out";
}

static void add_names(struct strbuf *line, const char *folder, const struct stack_list *list, struct arena *arena) {
    strbuf_addf(line, "%s: %zu stack%s", folder, list->count, list->count == 1 ? "" : "s");
    for (size_t i = 0; i < list->count && i < NAMES_SHOWN; i++) {
        strbuf_addf(line, "%s%s", i ? ", " : ": ", stack_display_name(arena, &list->items[i]));
    }
    strbuf_addf(line, "%s\n", list->count > NAMES_SHOWN ? ", …" : "");
}

static void say_counts(const struct note_counts *counts) {
    size_t warnings = counts->warnings, errors = counts->errors;
    if (warnings > 0) {
        fprintf(stderr, "%zu warning%s%s", warnings, warnings == 1 ? "" : "s", errors ? ", " : "\n");
    }
    if (errors > 0) {
        fprintf(stderr, "%zu error%s\n", errors, errors == 1 ? "" : "s");
    }
}

int report_written(const struct run_result *written, bool quiet) {
    struct arena arena = ARENA_INIT;
    struct strbuf lines;
    strbuf_init(&lines);
    struct error error = ERROR_INIT;
    struct note_counts counts = {0, written->outside_errors};
    int status = 0;
    for (size_t i = 0; i < written->count && status == 0; i++) {
        struct stack_list list = {0};
        status = stacks_read(&arena, written->folders[i], &list, &error);
        if (status == 0) {
            status = stacks_print_notes(&arena, &list, &counts, &error);
            add_names(&lines, written->folders[i], &list, &arena);
        }
        stacks_free(&list);
    }
    if (status == 0 && !quiet) {
        fputs(lines.data, stderr);
    }
    if (status == 0 && (!quiet || counts.errors > 0)) {
        say_counts(&counts);
    }
    strbuf_free(&lines);
    arena_free(&arena);
    return status != 0 ? failed(&error, STATUS_FAILED) : counts.errors > 0 ? STATUS_FAILED : STATUS_OK;
}

void report_timings(const struct invocation *invocation) {
    const unsigned writing = COMMAND_SYNTH | COMMAND_DEPLOY; /* nothing happens to the assembly */
    bool json = invocation->json || (invocation->format && strcmp(invocation->format, "json") == 0);
    fflush(stdout);
    timings_print(stderr, !(invocation->command->bit & writing), json);
}

void say_what_was_written(const char *folder) {
    (void)report_written(&(struct run_result){.folders = &folder, .count = 1}, false);
}
