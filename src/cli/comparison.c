/* Two assemblies of a script: see comparison.h. */
#include "cli/comparison.h"

#include "base/file.h"
#include "base/path.h"
#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/plan.h"
#include "cli/revision.h"
#include "cli/run.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>
#include <string.h>

struct comparison {
    const struct invocation *invocation;
    const char *folder;  /* contains the new assembly */
    const char *against; /* what it is compared with */
    const char *module;  /* what compares them */
};

static void fill(lua_State *L, const void *data) {
    const struct comparison *comparison = data;
    const struct invocation *invocation = comparison->invocation;
    tool_text(L, "folder", comparison->folder);
    tool_text(L, "against", comparison->against);
    tool_text(L, "file", invocation->operand);
    tool_text(L, "format", invocation->format);
    tool_text(L, "fail_on", invocation->fail_on);
    tool_text(L, "stack", invocation->stack_count == 1 ? invocation->stacks[0] : NULL);
    tool_text(L, "write_refactor", invocation->write_refactor);
    tool_flag(L, "long", invocation->long_form);
    tool_flag(L, "json", invocation->json);
    tool_flag(L, "ignore_assets", invocation->ignore_assets);
    tool_flag(L, "partial",
              invocation->stack_count > 0 || invocation->definition.only_count > 0 || invocation->definition.env);
}

static int compare(const struct comparison *comparison) {
    terminal_suspect(); /* whoever wrote the templates also wrote what is printed */
    return tool_run(comparison->module, fill, comparison);
}

int compare_folders(const struct invocation *invocation, const char *folder, const char *against, const char *module) {
    return compare(&(struct comparison){invocation, folder, against, module});
}

/* Runs the script and compares what it wrote. */
static int run_and_compare(struct arena *arena, const struct comparison *comparison) {
    const struct invocation *invocation = comparison->invocation;
    const char *folder = comparison->folder;
    struct run_result written = {0};
    struct plan plan;
    int status = plan_stacks(arena, invocation, folder, &plan);
    if (status == STATUS_OK) {
        status = run_script_apart(arena, invocation, folder, &plan, &written);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (!file_exists(path_join(arena, folder, "manifest.json"))) {
        fprintf(stderr, "luacdk: %s %s, so there is nothing to compare\n", invocation->operand,
                written.count > 0 ? "writes its assembly to its own folder" : "makes no App");
        return STATUS_FAILED;
    }
    int noted = report_written(&written, true);
    status = compare(comparison);
    return status == STATUS_OK ? noted : status;
}

static bool is_revision(const char *against) { return strncmp(against, AGAINST_GIT, strlen(AGAINST_GIT)) == 0; }

/* For a revision, its assembly is made below `scratch`, too. */
static int compare_with(struct arena *arena, struct comparison *comparison, const char *scratch) {
    if (is_revision(comparison->against) && comparison->invocation->operand) {
        const char *revision = comparison->against + strlen(AGAINST_GIT);
        comparison->against = revision_synth(arena, comparison->invocation, revision, scratch);
    }
    comparison->folder = path_join(arena, scratch, "new");
    return comparison->against ? run_and_compare(arena, comparison) : STATUS_FAILED;
}

int compare_assemblies(const struct invocation *invocation, const char *against, const char *module) {
    struct comparison comparison = {invocation, NULL, against ? against : choose_output(invocation), module};
    if (invocation->operand && !is_revision(comparison.against) && !file_exists(comparison.against)) {
        const char *hint = against                                   ? ""
                           : invocation->command->bit & COMMAND_DIFF ? "; name something with --against"
                                                                     : "; name a revision: --affected=REV";
        fprintf(stderr, "luacdk: there is no %s to compare with%s\n", comparison.against, hint);
        return STATUS_FAILED;
    }
    struct arena arena = ARENA_INIT;
    int status = STATUS_FAILED;
    const char *scratch = make_temporary_folder(&arena);
    if (scratch) {
        status = compare_with(&arena, &comparison, scratch);
        remove_temporary_folder(scratch);
    }
    arena_free(&arena);
    return status;
}
