/* luacdk params FILE [VALUES…]: the parameters of a definition, or what is wrong with values for them. The output is made
 * in Lua, lua/luacdk/template/describe.lua and check_values.lua, which also runs the script. */
#include "cli/commands.h"
#include "cli/run.h"
#include "host/script.h"

#include <stdio.h>

/* Words and options that make no sense together. */
static const char *wrong_together(const struct invocation *invocation) {
    return invocation->stack_count > 0 && !invocation->check  ? "values files are only looked at with --check"
           : invocation->check && invocation->definition.form ? "--check cannot be combined with another form of output"
                                                              : NULL;
}

int command_params(const struct invocation *invocation) {
    const char *wrong = wrong_together(invocation);
    if (wrong) {
        fprintf(stderr, "luacdk: %s\nTry `luacdk help params`.\n", wrong);
        return STATUS_USAGE;
    }
    struct invocation describing = *invocation;
    struct definition *definition = &describing.definition;
    definition->action = invocation->check ? DEFINITION_CHECK_VALUES : DEFINITION_DESCRIBE;
    definition->values = invocation->stacks;
    definition->value_count = invocation->stack_count;
    if (!definition->form) {
        definition->form = "table";
    }
    struct arena arena = ARENA_INIT;
    struct run_result written;
    int status = run_script(&arena, &describing, "cdk.out", NULL, &written);
    arena_free(&arena);
    return status;
}
