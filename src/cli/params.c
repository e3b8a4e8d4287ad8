/* luacdk params FILE: the parameters of a definition. The output is made in Lua, lua/luacdk/template/describe.lua,
 * which also runs the script. */
#include "cli/commands.h"
#include "cli/run.h"
#include "host/script.h"

int command_params(const struct invocation *invocation) {
    struct invocation describing = *invocation;
    describing.definition.action = DEFINITION_DESCRIBE;
    if (!describing.definition.form) {
        describing.definition.form = "table";
    }
    struct arena arena = ARENA_INIT;
    struct run_result written;
    int status = run_script(&arena, &describing, "cdk.out", NULL, &written);
    arena_free(&arena);
    return status;
}
