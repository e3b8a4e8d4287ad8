/* Which stacks a run will write: see plan.h. */
#include "cli/plan.h"

#include "base/fd.h"
#include "base/file.h"
#include "base/terminal.h"
#include "base/workers.h"
#include "check/check.h"
#include "cli/run.h"
#include "cli/stacks.h"
#include "host/script.h"
#include "host/state.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Saves standard input, because a script that comes from there is read twice. Returns 0, or -1 with *error. */
static int keep_input(struct error *error) {
    FILE *copy = tmpfile();
    if (!copy) {
        return error_errno(error, "cannot save", "standard input");
    }
    char block[65536];
    size_t length;
    while ((length = fread(block, 1, sizeof block, stdin)) > 0) {
        if (fwrite(block, 1, length, copy) != length) {
            break;
        }
    }
    bool whole = !ferror(stdin) && fflush(copy) == 0 && dup2(fileno(copy), STDIN_FILENO) >= 0;
    fclose(copy);
    rewind(stdin);
    return whole ? 0 : error_errno(error, "cannot save", "standard input");
}

/* require (module) () → text */
static int l_describe(lua_State *L) {
    lua_getglobal(L, "require");
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    lua_call(L, 0, 1);
    return 1;
}

struct dry_run {
    const struct invocation *invocation;
    const char *module; /* describes the run */
    struct script script;
};

/* In a separate process: runs the script and writes which stacks it has. */
static int look(void *context, size_t item, int fd) {
    (void)item;
    const struct dry_run *run = context;
    lua_State *L = host_open();
    if (!L) {
        return STATUS_FAILED;
    }
    if (run->invocation->no_schema_check) {
        check_no_schema(L);
    }
    int status = script_run(L, &run->script);
    if (status == STATUS_OK) {
        lua_pushcfunction(L, l_describe);
        lua_pushstring(L, run->module);
        size_t length;
        status = lua_pcall(L, 1, 1, 0) == LUA_OK ? STATUS_OK : STATUS_FAILED;
        const char *text = lua_tolstring(L, -1, &length);
        if (!text || fd_write_all(fd, text, length) != 0) {
            status = STATUS_FAILED;
        }
    }
    return status;
}

/* Selects the stacks to write from the list. */
static int select_stacks(struct arena *arena, const struct invocation *invocation, const struct strbuf *text,
                         struct plan *plan, struct error *error) {
    struct stack_list list = {0};
    int status = stacks_parse(arena, text->data, text->length, &list, error);
    if (status == 0) {
        status = stacks_select(&list, invocation->stacks, invocation->stack_count, error);
    }
    if (status == 0) {
        const char **stacks = arena_calloc(arena, list.count + 1, sizeof *stacks);
        for (size_t i = 0; i < list.count; i++) {
            if (list.items[i].selected) {
                stacks[plan->count++] = list.items[i].path;
            }
        }
        plan->stacks = stacks;
    }
    stacks_free(&list);
    return status;
}

static int ask(struct arena *arena, const struct invocation *invocation, const char *output, int action,
               const char *module, bool shows, struct strbuf *text, struct error *error) {
    struct repl_request request;
    if (run_describe(arena, invocation, output, &request, error) != 0) {
        return -1;
    }
    bool from_input = strcmp(invocation->operand, "-") == 0;
    if (from_input && keep_input(error) != 0) {
        return -1;
    }
    struct worker_result result;
    int interrupted = 0;
    workers_init(&result, 1);
    struct dry_run run = {invocation, module, request.script};
    run.script.dry_run = true;
    run.script.definition.action = action;
    int status = workers_run(1, 1, look, &run, &result, &interrupted, error);
    if (from_input) {
        rewind(stdin); /* for the run that follows; else it is not ours */
    }
    if (status == 0 && !result.signal && result.status == STATUS_OK) {
        strbuf_add(text, result.result.data, result.result.length);
    } else if (shows) {
        fwrite(result.err.data, 1, result.err.length, stderr);
    }
    workers_free(&result, 1);
    return status;
}

int plan_ask(struct arena *arena, const struct invocation *invocation, const char *output, int action,
             struct strbuf *text, struct error *error) {
    const char *module = action == DEFINITION_COMPLETE ? "luacdk.template.words" : "luacdk.plan";
    return ask(arena, invocation, output, action, module, false, text, error);
}

int plan_describe(struct arena *arena, const struct invocation *invocation, int action, const char *module,
                  struct strbuf *text, struct error *error) {
    return ask(arena, invocation, choose_output(invocation), action, module, true, text, error);
}

int plan_stacks(struct arena *arena, const struct invocation *invocation, const char *output, struct plan *plan) {
    struct error error = ERROR_INIT;
    *plan = (struct plan){0};
    if (invocation->stack_count == 0 || !invocation->operand) {
        return STATUS_OK;
    }
    struct strbuf text;
    strbuf_init(&text);
    int status = plan_ask(arena, invocation, output, DEFINITION_PLAN, &text, &error);
    if (status == 0 && text.length > 0) {
        status = select_stacks(arena, invocation, &text, plan, &error);
    }
    strbuf_free(&text);
    if (status != 0) {
        fputs("luacdk: ", stderr);
        terminal_print(stderr, error.message, strlen(error.message));
        fputc('\n', stderr);
        error_clear(&error);
        return STATUS_FAILED;
    }
    return STATUS_OK;
}
