/* Stacks of a written assembly: see stacks.h. */
#include "cli/stacks.h"

#include "assembly/json.h"
#include "assets/ignore.h"
#include "base/file.h"
#include "base/key_index.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "document/document.h"
#include "schema/nearest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading --------------------------------------------------------------------------------------------------- */

static const struct note_kind {
    const char *type, *word;
} note_kinds[] = {{"aws:cdk:info", "INFO"}, {"aws:cdk:warning", "WARNING"}, {"aws:cdk:error", "ERROR"}};

/* Whether metadata may hold annotations; that of most constructs does not, and need not be parsed. */
static bool may_have_notes(const char *text, size_t length) {
    for (size_t i = 0; i < sizeof note_kinds / sizeof *note_kinds; i++) {
        if (memmem(text, length, note_kinds[i].type, strlen(note_kinds[i].type))) {
            return true;
        }
    }
    return false;
}

enum { ARTIFACT = 3 }; /* the depth of artifacts in a manifest */

/* Reads a manifest, or a file of metadata, and of the metadata what may hold annotations. */
static cJSON *read_document(struct arena *arena, const char *path, bool is_manifest, struct error *error) {
    struct strbuf text;
    strbuf_init(&text);
    cJSON *document = NULL;
    if (file_read(path, &text, error) == 0) {
        struct json_error at;
        document = json_parse_some(arena, text.data, text.length, is_manifest ? "metadata" : NULL, ARTIFACT,
                                   may_have_notes, &at);
        if (!document) {
            error_set(error, "%s:%zu:%zu: %s", path, at.line, at.column, at.reason);
        }
    }
    strbuf_free(&text);
    return document;
}

static const char *text_of(const cJSON *object, const char *key) {
    const cJSON *value = doc_get(object, key);
    return doc_is_string(value) ? value->valuestring : NULL;
}

static bool has_type(const cJSON *artifact, const char *type) {
    const char *text = text_of(artifact, "type");
    return text && strcmp(text, type) == 0;
}

static void add(struct stack_list *list, struct stack stack) {
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 16;
        list->items = mem_resize(list->items, list->room, sizeof *list->items);
    }
    list->items[list->count++] = stack;
}

enum { MOST_ASSEMBLIES = 10000 };

/* Definitions influence manifests, and could name any folder or file. */
static bool is_beside(const char *name) {
    return *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !strchr(name, '/');
}

int stacks_read(struct arena *arena, const char *folder, struct stack_list *list, struct error *error) {
    if (++list->assemblies > MOST_ASSEMBLIES) {
        return error_set(error, "%s: more than %d assemblies are in each other", folder, MOST_ASSEMBLIES);
    }
    const cJSON *manifest = read_document(arena, arena_printf(arena, "%s/manifest.json", folder), true, error);
    if (!manifest) {
        return -1;
    }
    if (list->assemblies == 1) {
        list->schema = text_of(manifest, "version");
        list->cli = text_of(manifest, "minimumCliVersion");
    }
    const cJSON *missing = doc_get(manifest, "missing");
    if (missing && missing->child && !list->missing) {
        list->missing = text_of(missing->child, "key");
    }
    const cJSON *artifacts = doc_get(manifest, "artifacts");
    const cJSON *first = artifacts ? artifacts->child : NULL;
    for (const cJSON *artifact = first; artifact; artifact = artifact->next) {
        if (has_type(artifact, "aws:cloudformation:stack")) {
            const char *id = artifact->string;
            const char *path = text_of(artifact, "displayName");
            const char *name = text_of(doc_get(artifact, "properties"), "stackName");
            add(list, (struct stack){.folder = folder,
                                     .id = id,
                                     .path = path ? path : id,
                                     .name = name ? name : id,
                                     .environment = text_of(artifact, "environment"),
                                     .artifact = artifact});
        }
    }
    for (const cJSON *artifact = first; artifact; artifact = artifact->next) {
        const char *nested = text_of(doc_get(artifact, "properties"), "directoryName");
        if (!has_type(artifact, "cdk:cloud-assembly") || !nested) {
            continue;
        }
        if (!is_beside(nested)) {
            return error_set(error, "the folder of %s is called %s, which is not a name beside the manifest",
                             artifact->string, nested);
        }
        if (stacks_read(arena, arena_printf(arena, "%s/%s", folder, nested), list, error) != 0) {
            return -1;
        }
    }
    return 0;
}

int stacks_parse(struct arena *arena, const char *text, size_t length, struct stack_list *list, struct error *error) {
    struct json_error at;
    const cJSON *document = json_parse(arena, text, length, &at);
    if (!document) {
        return error_set(error, "%zu:%zu: %s", at.line, at.column, at.reason);
    }
    for (const cJSON *entry = document->child; entry; entry = entry->next) {
        const char *path = text_of(entry, "path");
        if (path) {
            add(list, (struct stack){.folder = "", .id = path, .path = path, .name = path, .artifact = entry});
        }
    }
    return 0;
}

void stacks_free(struct stack_list *list) {
    free(list->items);
    *list = (struct stack_list){0};
}

const char *stack_display_name(struct arena *arena, const struct stack *stack) {
    return strcmp(stack->name, stack->id) != 0 ? arena_printf(arena, "%s (%s)", stack->path, stack->name) : stack->path;
}

/* ---- selection ------------------------------------------------------------------------------------------------- */

/* Both sides get "root/" in front: a glob without a slash would match the last component of a path. */

struct matcher {
    struct ignore *globs;
    bool takes_away;
};

static int compile(struct arena *arena, const char *pattern, struct matcher *matcher, struct error *error) {
    matcher->takes_away = pattern[0] == '!' && pattern[1] != '(';
    const char *glob = arena_printf(arena, "root/%s", pattern + (matcher->takes_away ? 1 : 0));
    matcher->globs = ignore_new(IGNORE_GLOB, &glob, 1, error);
    return matcher->globs ? 0 : -1;
}

/* 1, 0, or -1 with *error. */
static int matches(struct arena *arena, const struct matcher *matcher, const char *path, struct error *error) {
    return ignore_test(matcher->globs, arena_printf(arena, "root/%s", path), error);
}

/* Whether the patterns select the path: it matches one that includes (if there is any) and none that excludes. */
static int is_named(struct arena *arena, const struct matcher *matchers, size_t count, const char *path,
                    struct error *error) {
    bool gives = false, given = false;
    for (size_t i = 0; i < count; i++) {
        int found = matches(arena, &matchers[i], path, error);
        if (found < 0) {
            return -1;
        }
        if (found && matchers[i].takes_away) {
            return 0;
        }
        gives = gives || !matchers[i].takes_away;
        given = given || found;
    }
    return given || !gives;
}

static int mark_named(struct arena *arena, struct stack_list *list, const struct matcher *matchers, size_t count,
                      struct error *error) {
    for (size_t i = 0; i < list->count; i++) {
        int named = is_named(arena, matchers, count, list->items[i].path, error);
        if (named < 0) {
            return -1;
        }
        list->items[i].selected = named;
    }
    return 0;
}

/* Ids of artifacts are unique in the folder of their assembly only. */
static const char *key_of(struct arena *arena, const char *folder, const char *id) {
    return arena_printf(arena, "%s\n%s", folder, id);
}

/* Marks what marked stacks depend on, and what that depends on. */
static void mark_dependencies(struct arena *arena, struct stack_list *list) {
    struct key_index stacks = {.arena = arena};
    struct stack **open = arena_calloc(arena, list->count, sizeof(*open)); /* marked, not looked at */
    size_t count = 0;
    for (size_t i = list->count; i-- > 0;) { /* of two with one id, the first counts */
        struct stack *stack = &list->items[i];
        key_index_set(&stacks, key_of(arena, stack->folder, stack->id), stack);
        if (stack->selected) {
            open[count++] = stack;
        }
    }
    while (count > 0) {
        const struct stack *stack = open[--count];
        const cJSON *needed = doc_get(stack->artifact, "dependencies");
        for (const cJSON *id = needed ? needed->child : NULL; id; id = id->next) {
            struct stack *found =
                doc_is_string(id) ? key_index_get(&stacks, key_of(arena, stack->folder, id->valuestring)) : NULL;
            if (found && !found->selected) {
                found->selected = true;
                open[count++] = found;
            }
        }
    }
}

static bool any_selected(const struct stack_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].selected) {
            return true;
        }
    }
    return false;
}

/* "no stacks match nope; did you mean 'Nope'? There are: A, B" */
static int no_match(struct arena *arena, const struct stack_list *list, const char *const *patterns, size_t count,
                    struct error *error) {
    struct strbuf names;
    struct nearest search;
    strbuf_init(&names);
    nearest_begin(&search, patterns[0]);
    for (size_t i = 0; i < list->count; i++) {
        nearest_offer(&search, list->items[i].path);
        strbuf_addf(&names, "%s%s", i ? ", " : "", list->items[i].path);
    }
    struct strbuf given;
    strbuf_init(&given);
    for (size_t i = 0; i < count; i++) {
        strbuf_addf(&given, "%s%s", i ? ", " : "", patterns[i]);
    }
    const char *hint = search.best ? arena_printf(arena, "; did you mean '%s'?", search.best) : "";
    error_set(error, "no stacks match %s%s%s%s", given.data, hint,
              list->count == 0 ? "; there are none"
              : *hint          ? " There are: "
                               : "; there are: ",
              names.data);
    strbuf_free(&given);
    strbuf_free(&names);
    return -1;
}

int stacks_select(struct stack_list *list, const char *const *patterns, size_t count, struct error *error) {
    if (count == 0) {
        for (size_t i = 0; i < list->count; i++) {
            list->items[i].selected = true;
        }
        return 0;
    }
    struct arena arena = ARENA_INIT;
    struct matcher *matchers = arena_calloc(&arena, count, sizeof *matchers);
    size_t compiled = 0;
    int status = 0;
    while (status == 0 && compiled < count) {
        status = compile(&arena, patterns[compiled], &matchers[compiled], error);
        compiled += status == 0;
    }
    if (status == 0) {
        status = mark_named(&arena, list, matchers, count, error);
    }
    if (status == 0) {
        status = any_selected(list) ? 0 : no_match(&arena, list, patterns, count, error);
        mark_dependencies(&arena, list);
    }
    for (size_t i = 0; i < compiled; i++) {
        ignore_free(matchers[i].globs);
    }
    arena_free(&arena);
    return status;
}

/* ---- notes ----------------------------------------------------------------------------------------------------- */

static const char *word_of(const cJSON *entry) {
    for (size_t i = 0; i < sizeof note_kinds / sizeof *note_kinds; i++) {
        if (has_type(entry, note_kinds[i].type)) {
            return note_kinds[i].word;
        }
    }
    return NULL;
}

/* The name or text of a construct may contain anything. */
static void print_plain(const char *text, size_t length) {
    struct terminal_text state = {0};
    terminal_relay(stderr, &state, text, length);
}

static void print_note(const char *path, const cJSON *entry, struct note_counts *counts) {
    const char *word = word_of(entry), *text = text_of(entry, "data");
    if (!word || !text) {
        return;
    }
    const cJSON *trace = doc_get(entry, "trace");
    const cJSON *place = trace ? trace->child : NULL;
    fprintf(stderr, "[%s] ", word);
    if (doc_is_string(place)) { /* "name (file:line)" */
        const char *frame = place->valuestring, *open = strstr(frame, " (");
        size_t length = strlen(frame);
        bool named = open && frame[length - 1] == ')';
        const char *location = named ? open + 2 : frame;
        print_plain(location, (size_t)(frame + length - location) - named);
        fputs(": ", stderr);
    }
    putc('[', stderr);
    path += path[0] == '/';
    print_plain(path, strlen(path));
    fputs("] ", stderr);
    print_plain(text, strlen(text));
    putc('\n', stderr);
    counts->warnings += strcmp(word, "WARNING") == 0;
    counts->errors += strcmp(word, "ERROR") == 0;
}

int stacks_print_notes(struct arena *arena, const struct stack_list *list, struct note_counts *counts,
                       struct error *error) {
    for (size_t i = 0; i < list->count; i++) {
        const struct stack *stack = &list->items[i];
        const char *file = text_of(stack->artifact, "additionalMetadataFile");
        const cJSON *metadata = doc_get(stack->artifact, "metadata");
        if (file && !is_beside(file)) {
            return error_set(error, "the metadata of %s is in %s, which is not a name beside the manifest", stack->id,
                             file);
        }
        const char *path = file ? arena_printf(arena, "%s/%s", stack->folder, file) : NULL;
        if (path && !(metadata = read_document(arena, path, false, error))) {
            return -1;
        }
        for (const cJSON *construct = metadata ? metadata->child : NULL; construct; construct = construct->next) {
            for (const cJSON *entry = construct->child; entry; entry = entry->next) {
                print_note(construct->string, entry, counts);
            }
        }
    }
    return 0;
}
