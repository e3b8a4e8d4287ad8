/* luacdk ls FILE: the stacks of a script. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "host/script.h"

#include <stdio.h>

static int print_stacks(struct arena *arena, const struct run_result *written) {
    for (size_t i = 0; i < written->count; i++) {
        struct stack_names names = {0};
        struct error error = ERROR_INIT;
        int status = read_stack_names(arena, written->folders[i], &names, &error);
        for (size_t k = 0; status == 0 && k < names.count; k++) {
            puts(names.items[k]);
        }
        free_stack_names(&names);
        if (status != 0) {
            fprintf(stderr, "%s\n", error.message);
            error_clear(&error);
            return STATUS_FAILED;
        }
    }
    return STATUS_OK;
}

int command_ls(const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    int status = STATUS_FAILED;
    const char *folder = make_temporary_folder(&arena);
    if (folder) {
        struct run_result written;
        status = run_script(&arena, invocation, folder, &written);
        if (status == STATUS_OK) {
            status = print_stacks(&arena, &written);
        }
        (void)file_remove_tree(folder, NULL);
    }
    arena_free(&arena);
    return status;
}
