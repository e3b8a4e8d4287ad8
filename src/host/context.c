/* Where the context comes from: see context.h. The order of precedence is that of the `cdk` command line. */
#include "host/context.h"

#include "assembly/json.h"
#include "base/file.h"
#include "base/key_index.h"
#include "document/document.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int context_under_cdk(void) { return getenv("CDK_CLI_VERSION") != NULL || getenv("CDK_CLI_ASM_VERSION") != NULL; }

/* Merges `over` into `under`: its values win, and of duplicate keys the last; with `deep` objects that are in both are
 * merged too. `over` is consumed. */
static void merge(struct arena *arena, cJSON *under, cJSON *over, bool deep) {
    struct key_index index = {.arena = arena};
    for (cJSON *child = under->child; child; child = child->next) {
        key_index_set(&index, child->string, child);
    }
    for (cJSON *entry = over->child, *next; entry; entry = next) {
        next = entry->next;
        cJSON *known = key_index_get(&index, entry->string);
        if (!known) {
            doc_append(under, entry->string, entry);
            key_index_set(&index, entry->string, entry);
        } else if (deep && doc_is_object(known) && doc_is_object(entry)) {
            merge(arena, known, entry, deep);
        } else {
            doc_overwrite(known, entry);
        }
    }
    doc_order(arena, under);
}

/* `name` is the text's name in messages. */
static cJSON *parse_object(struct arena *arena, const char *name, const char *text, size_t length,
                           struct error *error) {
    struct json_error at;
    cJSON *node = json_parse(arena, text, length, &at);
    if (!node) {
        error_set(error, "%s:%zu:%zu: %s", name, at.line, at.column, at.reason);
        return NULL;
    }
    if (!doc_is_object(node)) {
        error_set(error, "%s:1:1: expected a JSON object", name);
        return NULL;
    }
    return node;
}

enum { LARGEST_FILE = 16 << 20 }; /* bytes; as documents they take some thirty times as much */

static cJSON *read_object(struct arena *arena, const char *path, struct error *error) {
    struct strbuf text;
    strbuf_init(&text);
    cJSON *node = NULL;
    if (file_read_regular(path, LARGEST_FILE, &text, error) == 0) {
        node = parse_object(arena, path, text.data, text.length, error);
    }
    strbuf_free(&text);
    return node;
}

const char *context_project_app(struct arena *arena) {
    struct error error = ERROR_INIT;
    const cJSON *project = file_exists("cdk.json") ? read_object(arena, "cdk.json", &error) : NULL;
    error_clear(&error); /* whoever needs the file says what is wrong with it */
    const cJSON *app = project ? doc_get(project, "app") : NULL;
    return app && doc_is_string(app) ? app->valuestring : NULL;
}

/* The context that the `cdk` command line passes. If it is too long for the environment, it continues in a file. */
static cJSON *load_from_cdk(struct arena *arena, const char *json, struct error *error) {
    cJSON *context = parse_object(arena, "CDK_CONTEXT_JSON", json, strlen(json), error);
    const char *overflow = getenv("CONTEXT_OVERFLOW_LOCATION_ENV");
    if (context && overflow && *overflow) {
        cJSON *more = read_object(arena, overflow, error);
        if (!more) {
            return NULL;
        }
        merge(arena, context, more, false);
    }
    return context;
}

/* The project's files: cdk.json overrides cdk.context.json, which holds the results of look-ups. */
static cJSON *load_from_project(struct arena *arena, struct error *error) {
    cJSON *context = doc_object(arena);
    if (file_exists("cdk.context.json")) {
        cJSON *found = read_object(arena, "cdk.context.json", error);
        if (!found) {
            return NULL;
        }
        merge(arena, context, found, true);
    }
    if (file_exists("cdk.json")) {
        cJSON *project = read_object(arena, "cdk.json", error);
        if (!project) {
            return NULL;
        }
        cJSON *given = doc_get(project, "context");
        if (given && !doc_is_object(given)) {
            error_set(error, "cdk.json: \"context\" must be an object");
            return NULL;
        }
        if (given) {
            merge(arena, context, given, true);
        }
    }
    return context;
}

cJSON *context_load(struct arena *arena, const struct context_entry *entries, size_t count, struct error *error) {
    const char *json = getenv("CDK_CONTEXT_JSON");
    cJSON *context = json && *json ? load_from_cdk(arena, json, error) : load_from_project(arena, error);
    if (!context) {
        return NULL;
    }
    cJSON *given = doc_object(arena);
    for (size_t i = 0; i < count; i++) {
        doc_append(given, entries[i].key, doc_literal(arena, entries[i].value));
    }
    merge(arena, context, given, false);
    return context;
}
