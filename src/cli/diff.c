/* luacdk diff FILE [STACK…]: what would change. The templates are made in a temporary folder; Lua code compares them,
 * lua/luacdk/template/diff.lua. */
#include "cli/diff.h"

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
    tool_flag(L, "ignore_assets", invocation->ignore_assets);
    tool_flag(L, "partial",
              invocation->stack_count > 0 || invocation->definition.only_count > 0 || invocation->definition.env);
}

int diff_print(const struct invocation *invocation, const char *folder, const char *against) {
    terminal_suspect(); /* whoever wrote the templates also wrote what is printed */
    return tool_run("luacdk.template.diff", fill, &(struct comparison){invocation, folder, against});
}

/* Runs the script and compares what it wrote. */
static int run_and_compare(struct arena *arena, const struct invocation *invocation, const char *folder,
                           const char *against) {
    struct run_result written = {0};
    struct plan plan;
    int status = plan_stacks(arena, invocation, folder, &plan);
    if (status == STATUS_OK) {
        status = run_script(arena, invocation, folder, &plan, &written);
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
    status = diff_print(invocation, folder, against);
    return status == STATUS_OK ? noted : status;
}

#define GIT "git:"

/* With --against git:REV: the assembly of that revision, made below `scratch`. */
static int compare_with(struct arena *arena, const struct invocation *invocation, const char *against,
                        const char *scratch) {
    if (strncmp(against, GIT, strlen(GIT)) == 0 && invocation->operand) {
        against = revision_synth(arena, invocation, against + strlen(GIT), scratch);
    }
    return against ? run_and_compare(arena, invocation, path_join(arena, scratch, "new"), against) : STATUS_FAILED;
}

int command_diff(const struct invocation *invocation) {
    const char *against = invocation->against ? invocation->against : choose_output(invocation);
    if (invocation->operand && strncmp(against, GIT, strlen(GIT)) != 0 && !file_exists(against)) {
        fprintf(stderr,
                invocation->against ? "luacdk: there is no %s to compare with\n"
                                    : "luacdk: there is no %s to compare with; name something with --against\n",
                against);
        return STATUS_FAILED;
    }
    struct arena arena = ARENA_INIT;
    int status = STATUS_FAILED;
    const char *scratch = make_temporary_folder(&arena);
    if (scratch) {
        status = compare_with(&arena, invocation, against, scratch);
        remove_temporary_folder(scratch);
    }
    arena_free(&arena);
    return status;
}
