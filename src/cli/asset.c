/* luacdk asset explain PATH …: what is in an asset and why, and why two differ. Lua code tells it, lua/luacdk/asset; for a
 * construct, the script first runs in another process, which reports its assets. */
#include "base/file.h"
#include "base/interrupt.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/plan.h"
#include "cli/tool.h"
#include "host/script.h"

#include <stdio.h>
#include <string.h>

struct explaining {
    const struct invocation *invocation;
    const char *output;
    const char *requests; /* JSON; NULL: nothing ran */
};

static void fill(lua_State *L, const void *data) {
    const struct explaining *e = data;
    const struct invocation *invocation = e->invocation;
    tool_text(L, "first", invocation->stacks[0]);
    tool_text(L, "file", invocation->stacks[0]);
    tool_text(L, "second", invocation->stack_count > 1 ? invocation->stacks[1] : NULL);
    tool_text(L, "requests", e->requests);
    tool_text(L, "output", e->output);
    tool_text(L, "ignore_mode", invocation->ignore_mode);
    tool_text(L, "ignore_file", invocation->ignore_file);
    tool_text(L, "follow", invocation->follow);
    tool_texts(L, "exclude", invocation->excludes, invocation->exclude_count);
    tool_flag(L, "json", invocation->json);
}

/* Whether the words name a script and a construct of it, rather than assets. */
static bool names_construct(const struct invocation *invocation) {
    const char *const *words = invocation->stacks;
    return file_is_regular(words[0]) &&
           (invocation->stack_count == 1 ? text_ends_in(words[0], ".lua") : !file_exists(words[1]));
}

static int explain(struct arena *arena, const struct invocation *invocation) {
    struct explaining explaining = {invocation, path_resolve(arena, NULL, choose_output(invocation)), NULL};
    struct strbuf requests;
    strbuf_init(&requests);
    struct error error = ERROR_INIT;
    int status = 0;
    if (names_construct(invocation)) {
        struct invocation running = *invocation;
        running.operand = invocation->stacks[0];
        status = plan_describe(arena, &running, DEFINITION_SYNTH, "luacdk.asset.requests", &requests, &error);
        explaining.requests = requests.data;
    }
    if (status != 0 && !interrupt_asked()) {
        fprintf(stderr, "luacdk: %s\n", error.message);
    }
    error_clear(&error);
    bool failed = status != 0 || (explaining.requests && requests.length == 0);
    terminal_suspect(); /* names of files may contain anything */
    status = failed ? STATUS_FAILED : tool_run("luacdk.asset", fill, &explaining);
    strbuf_free(&requests);
    return status;
}

int command_asset(const struct invocation *invocation) {
    const char *action = invocation->operand;
    if (!action || strcmp(action, "explain") != 0 || invocation->stack_count < 1 || invocation->stack_count > 2) {
        fputs("luacdk: write luacdk asset explain DIR, FILE CONSTRUCT, or A B\nTry `luacdk help asset`.\n", stderr);
        return STATUS_USAGE;
    }
    struct arena arena = ARENA_INIT;
    int status = explain(&arena, invocation);
    arena_free(&arena);
    return status;
}
