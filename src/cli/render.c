/* luacdk render FILE: the templates of a definition or script. They are made in a temporary folder; Lua code prints and
 * compares them and writes snapshots, lua/luacdk/template/render.lua. */
#include "base/file.h"
#include "base/path.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>

struct rendering {
    const struct invocation *invocation;
    const char *folder; /* contains the assembly */
};

static void fill(lua_State *L, const void *data) {
    const struct rendering *rendering = data;
    const struct invocation *invocation = rendering->invocation;
    tool_text(L, "folder", rendering->folder);
    tool_text(L, "file", invocation->operand);
    tool_text(L, "output", invocation->output);
    tool_text(L, "format", invocation->format);
    tool_text(L, "snapshot", invocation->snapshot);
    tool_flag(L, "check", invocation->check);
    tool_flag(L, "update", invocation->update);
    tool_flag(L, "partial", invocation->definition.only_count > 0 || invocation->definition.env);
}

/* Runs the script and renders what it wrote; with --keep-going even if some of it failed. */
static int run_and_render(struct arena *arena, const struct invocation *invocation, const char *folder) {
    struct run_result written = {0};
    int status = run_script_apart(arena, invocation, folder, NULL, &written);
    bool is_there = file_exists(path_join(arena, folder, "manifest.json"));
    if (status == STATUS_OK && written.count > 0 && !is_there) {
        fprintf(stderr, "luacdk: %s writes its assembly to its own folder, so there is nothing to render\n",
                invocation->operand);
        return STATUS_FAILED;
    }
    if (is_there && (status == STATUS_OK || (status == STATUS_FAILED && invocation->keep_going))) {
        int noted = report_written(&written, true);
        int rendered = tool_run("luacdk.template.render", fill, &(struct rendering){invocation, folder});
        rendered = rendered == STATUS_OK ? noted : rendered;
        if (rendered == STATUS_OK && status == STATUS_OK && invocation->depfile) {
            const char *const outputs[] = {folder, invocation->output};
            return write_depfile(invocation->depfile, invocation->output, outputs, 2);
        }
        return status == STATUS_OK ? rendered : status;
    }
    if (status == STATUS_OK && invocation->definition.action == DEFINITION_SYNTH) {
        fprintf(stderr, "luacdk: %s has no templates: it returns neither a template nor a matrix, and makes no App\n",
                invocation->operand);
        return STATUS_FAILED;
    }
    return status;
}

/* Options that make sense alone, but not together. */
static const char *wrong_together(const struct invocation *invocation) {
    bool snapshot = invocation->check || invocation->update;
    return invocation->output && snapshot
               ? "--output cannot be combined with --check or --update, which use the snapshot"
           : invocation->depfile && !invocation->output ? "--depfile needs --output: the rule is about what that names"
                                                        : NULL;
}

int command_render(const struct invocation *invocation) {
    const char *wrong = wrong_together(invocation);
    if (wrong) {
        fprintf(stderr, "luacdk: %s\nTry `luacdk help render`.\n", wrong);
        return STATUS_USAGE;
    }
    struct arena arena = ARENA_INIT;
    int status = STATUS_FAILED;
    const char *folder = make_temporary_folder(&arena);
    if (folder) {
        status = run_and_render(&arena, invocation, folder);
        remove_temporary_folder(folder);
    }
    arena_free(&arena);
    return status;
}
