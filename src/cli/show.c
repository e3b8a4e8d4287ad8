/* Showing an assembly: see show.h. */
#include "cli/show.h"

#include "base/terminal.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "cli/stacks.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>

struct showing {
    const struct invocation *invocation;
    const struct run_result *written;
    const char **stacks; /* the paths of those that are shown */
    size_t stack_count;
    void (*fill)(lua_State *L, const struct invocation *invocation);
};

static void fill_table(lua_State *L, const void *data) {
    const struct showing *showing = data;
    tool_text(L, "file", showing->invocation->operand);
    tool_texts(L, "folders", showing->written->folders, showing->written->count);
    tool_texts(L, "stacks", showing->stacks, showing->stack_count);
    showing->fill(L, showing->invocation);
}

/* Finds the stacks to show: those that match the words of the invocation, and those that they depend on. */
static int select_stacks(struct arena *arena, struct showing *showing, struct error *error) {
    const struct run_result *written = showing->written;
    const struct invocation *invocation = showing->invocation;
    struct stack_list list = {0};
    int status = 0;
    for (size_t i = 0; i < written->count && status == 0; i++) {
        status = stacks_read(arena, written->folders[i], &list, error);
    }
    if (status == 0 && list.count > 0) {
        status = stacks_select(&list, invocation->stacks, invocation->stack_count, error);
    }
    showing->stacks = arena_calloc(arena, list.count + 1, sizeof *showing->stacks);
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].selected) {
            showing->stacks[showing->stack_count++] = list.items[i].path;
        }
    }
    stacks_free(&list);
    return status;
}

/* Shows what was written. */
static int show(struct arena *arena, const char *module, struct showing *showing) {
    struct error error = ERROR_INIT;
    terminal_suspect(); /* ids may contain anything */
    if (showing->invocation->command->bit == COMMAND_GRAPH && select_stacks(arena, showing, &error) != 0) {
        fprintf(stderr, "luacdk: %s\n", error.message);
        error_clear(&error);
        return STATUS_FAILED;
    }
    return tool_run(module, fill_table, showing);
}

int show_written(const char *module, void (*fill)(lua_State *L, const struct invocation *invocation),
                 const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct run_result written = {0};
    int status = STATUS_FAILED;
    const char *folder = make_temporary_folder(&arena);
    if (folder) {
        status = run_script_apart(&arena, invocation, folder, NULL, &written);
        if (status == STATUS_OK && written.count == 0) {
            fprintf(stderr, "luacdk: %s makes no App, so there is nothing to show\n", invocation->operand);
            status = STATUS_FAILED;
        } else if (status == STATUS_OK) {
            status =
                show(&arena, module, &(struct showing){.invocation = invocation, .written = &written, .fill = fill});
        }
        remove_temporary_folder(folder);
    }
    arena_free(&arena);
    return status;
}
