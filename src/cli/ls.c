/* luacdk ls FILE: the stacks of a script, as `cdk ls` prints them; with --affected those to deploy. */
#include "assembly/json.h"
#include "assembly/yaml.h"
#include "base/strbuf.h"
#include "cli/commands.h"
#include "cli/comparison.h"
#include "cli/run.h"
#include "cli/stacks.h"
#include "document/document.h"
#include "host/script.h"

#include <stdio.h>
#include <string.h>

static void print_json(struct strbuf *out, const cJSON *node) { json_print(out, node, 2); }

/* Splits aws://account/region. */
static cJSON *describe_environment(struct arena *arena, const char *environment) {
    const char *account = environment + strspn(environment, "aws:/");
    size_t length = strcspn(account, "/");
    cJSON *result = doc_object(arena);
    doc_put(arena, result, "account", doc_string(arena, account, length));
    doc_put(arena, result, "region", doc_literal(arena, account + length + (account[length] == '/')));
    doc_put(arena, result, "name", doc_literal(arena, environment));
    return result;
}

static cJSON *describe(struct arena *arena, const struct stack_list *list) {
    cJSON *result = doc_array(arena);
    for (size_t i = 0; i < list->count; i++) {
        const struct stack *stack = &list->items[i];
        if (stack->selected) {
            cJSON *entry = doc_object(arena);
            doc_put(arena, entry, "id", doc_literal(arena, stack_display_name(arena, stack)));
            doc_put(arena, entry, "name", doc_literal(arena, stack->name));
            doc_put(arena, entry, "environment",
                    describe_environment(arena, stack->environment ? stack->environment : ""));
            doc_add(result, entry);
        }
    }
    return result;
}

static void print(struct arena *arena, const struct invocation *invocation, const struct stack_list *list) {
    struct strbuf out;
    strbuf_init(&out);
    if (!invocation->long_form) {
        for (size_t i = 0; i < list->count; i++) {
            if (list->items[i].selected) {
                strbuf_addf(&out, "%s\n", stack_display_name(arena, &list->items[i]));
            }
        }
    } else {
        (invocation->json ? print_json : yaml_print)(&out, describe(arena, list));
        strbuf_addch(&out, '\n');
    }
    fwrite(out.data, 1, out.length, stdout);
    strbuf_free(&out);
}

static int print_stacks(struct arena *arena, const struct invocation *invocation, const struct run_result *written) {
    struct stack_list list = {0};
    struct error error = ERROR_INIT;
    int status = 0;
    for (size_t i = 0; i < written->count && status == 0; i++) {
        status = stacks_read(arena, written->folders[i], &list, &error);
    }
    if (status == 0) {
        status = stacks_select(&list, invocation->stacks, invocation->stack_count, &error);
    }
    if (status == 0) {
        print(arena, invocation, &list);
    }
    stacks_free(&list);
    if (status != 0) {
        fprintf(stderr, "luacdk: %s\n", error.message);
        error_clear(&error);
        return STATUS_FAILED;
    }
    return STATUS_OK;
}

int command_ls(const struct invocation *invocation) {
    if (invocation->affected) {
        return compare_assemblies(invocation, invocation->against, "luacdk.template.affected");
    }
    struct arena arena = ARENA_INIT;
    int status = STATUS_FAILED;
    const char *folder = make_temporary_folder(&arena);
    if (folder) {
        struct run_result written;
        status = run_script_apart(&arena, invocation, folder, NULL, &written);
        if (status == STATUS_OK && written.count == 0) {
            fprintf(stderr, "luacdk: %s makes no App, so there are no stacks\n", invocation->operand);
        }
        if (status == STATUS_OK) {
            status = print_stacks(&arena, invocation, &written);
        }
        remove_temporary_folder(folder);
    }
    arena_free(&arena);
    return status;
}
