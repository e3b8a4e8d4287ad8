/* Showing an assembly: see show.h. */
#include "cli/show.h"

#include "base/terminal.h"
#include "cli/run.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>

struct showing {
    const struct invocation *invocation;
    const struct run_result *written;
    void (*fill)(lua_State *L, const struct invocation *invocation);
};

static void fill_table(lua_State *L, const void *data) {
    const struct showing *showing = data;
    tool_text(L, "file", showing->invocation->operand);
    tool_texts(L, "folders", showing->written->folders, showing->written->count);
    showing->fill(L, showing->invocation);
}

int show_written(const char *module, void (*fill)(lua_State *L, const struct invocation *invocation),
                 const struct invocation *invocation) {
    struct arena arena = ARENA_INIT;
    struct run_result written = {0};
    int status = STATUS_FAILED;
    const char *folder = make_temporary_folder(&arena);
    if (folder) {
        status = run_script(&arena, invocation, folder, NULL, &written);
        if (status == STATUS_OK && written.count == 0) {
            fprintf(stderr, "luacdk: %s makes no App, so there is nothing to show\n", invocation->operand);
            status = STATUS_FAILED;
        } else if (status == STATUS_OK) {
            terminal_suspect(); /* ids may contain anything */
            status = tool_run(module, fill_table, &(struct showing){invocation, &written, fill});
        }
        remove_temporary_folder(folder);
    }
    arena_free(&arena);
    return status;
}
