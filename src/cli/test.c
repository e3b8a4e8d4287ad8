/* luacdk test FILE: the tests inside a definition. Their templates are made in a temporary folder by the script's run
 * (lua/luacdk/template/test.lua) and compared afterwards (compare_snapshots.lua). */
#include "base/file.h"
#include "base/path.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>

struct testing {
    const struct invocation *invocation;
    const char *folder; /* contains the assemblies of the snapshots, and their names */
};

static void fill(lua_State *L, const void *data) {
    const struct testing *testing = data;
    tool_text(L, "folder", testing->folder);
    tool_text(L, "file", testing->invocation->operand);
    tool_flag(L, "update", testing->invocation->update);
}

/* Snapshots are compared even if facts do not hold. */
static int run_and_compare(struct arena *arena, const struct invocation *invocation, const char *folder) {
    struct run_result written = {0};
    int status = run_script(arena, invocation, folder, NULL, &written);
    if ((status != STATUS_OK && status != STATUS_FAILED) || !file_exists(path_join(arena, folder, "snapshots.json"))) {
        return status;
    }
    int compared = tool_run("luacdk.template.compare_snapshots", fill, &(struct testing){invocation, folder});
    return status == STATUS_OK ? compared : status;
}

int command_test(const struct invocation *invocation) {
    struct invocation testing = *invocation;
    testing.definition.action = DEFINITION_TEST;
    struct arena arena = ARENA_INIT;
    int status = STATUS_FAILED;
    const char *folder = make_temporary_folder(&arena);
    if (folder) {
        status = run_and_compare(&arena, &testing, folder);
        remove_temporary_folder(folder);
    }
    arena_free(&arena);
    return status;
}
