/* Files that were read: see inputs.h. */
#include "inputs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "file.h"
#include "path.h"
#include "strbuf.h"

static struct {
    bool on;
    pthread_mutex_t lock;
    struct arena arena;
    const char **paths; /* absolute, in the order in which they came */
    size_t count, room;
    size_t *slots; /* hash table of indices + 1 */
    size_t slot_count;
} inputs = {.lock = PTHREAD_MUTEX_INITIALIZER};

bool inputs_recording(void) { return inputs.on; }

void inputs_record(bool on) {
    free(inputs.paths);
    free(inputs.slots);
    arena_free(&inputs.arena);
    inputs.paths = NULL;
    inputs.slots = NULL;
    inputs.count = inputs.room = inputs.slot_count = 0;
    inputs.on = on;
}

static size_t hash_of(const char *text) {
    size_t hash = 5381;
    for (; *text; text++) {
        hash = hash * 33 ^ (unsigned char)*text;
    }
    return hash;
}

/* The slot of the path, or the empty one where it belongs. */
static size_t *slot_of(const char *path) {
    for (size_t i = hash_of(path) & (inputs.slot_count - 1);; i = (i + 1) & (inputs.slot_count - 1)) {
        if (inputs.slots[i] == 0 || strcmp(inputs.paths[inputs.slots[i] - 1], path) == 0) {
            return &inputs.slots[i];
        }
    }
}

static void grow(void) {
    inputs.room = inputs.room ? 2 * inputs.room : 64;
    inputs.paths = mem_resize(inputs.paths, inputs.room, sizeof *inputs.paths);
    free(inputs.slots);
    inputs.slot_count = 4 * inputs.room;
    inputs.slots = mem_calloc(inputs.slot_count, sizeof *inputs.slots);
    for (size_t i = 0; i < inputs.count; i++) {
        *slot_of(inputs.paths[i]) = i + 1;
    }
}

void inputs_add(const char *path) {
    if (!inputs.on) {
        return;
    }
    pthread_mutex_lock(&inputs.lock);
    if (inputs.count == inputs.room) {
        grow();
    }
    const char *whole = path_resolve(&inputs.arena, NULL, path);
    size_t *slot = slot_of(whole);
    if (*slot == 0) {
        inputs.paths[inputs.count++] = whole;
        *slot = inputs.count;
    }
    pthread_mutex_unlock(&inputs.lock);
}

size_t inputs_count(void) { return inputs.count; }

const char *inputs_at(size_t i) { return inputs.paths[i]; }

/* ---- the rule -------------------------------------------------------------------------------------------------- */

/* Backslashes count only in front of what they escape; there each is written twice. A % is special only in a target. */
static void add_escaped(struct strbuf *out, const char *name, bool is_target) {
    size_t backslashes = 0;
    for (; *name; name++) {
        if (*name == '\\') {
            backslashes++;
        } else {
            if (strchr(" \t#:", *name) || (is_target && *name == '%')) {
                for (; backslashes; backslashes--) {
                    strbuf_addch(out, '\\');
                }
                strbuf_addch(out, '\\');
            } else if (*name == '$') {
                strbuf_addch(out, '$');
            }
            backslashes = 0;
        }
        strbuf_addch(out, *name);
    }
}

static const char *shown(struct arena *a, const char *cwd, const char *path) {
    return path_is_within(cwd, path) && strcmp(cwd, path) != 0 ? path_relative(a, cwd, path) : path;
}

static bool is_left_out(const char *path, const char *const *outputs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (path_is_within(outputs[i], path) || path_is_within(path, outputs[i])) {
            return true;
        }
    }
    return false;
}

int inputs_write(const char *depfile, const char *target, const char *const *outputs, size_t count, struct error *e) {
    struct arena arena = ARENA_INIT;
    struct strbuf text;
    strbuf_init(&text);
    const char *cwd = path_cwd(&arena);
    const char **folders = arena_calloc(&arena, count + 1, sizeof *folders);
    for (size_t i = 0; i < count; i++) {
        folders[i] = path_resolve(&arena, NULL, outputs[i]);
    }
    add_escaped(&text, target, true);
    strbuf_addch(&text, ':');
    int result = strchr(target, '\n') ? error_set(e, "a name with a line break cannot stand in %s", depfile) : 0;
    size_t rule = text.length;
    for (size_t i = 0; i < inputs.count && result == 0; i++) {
        if (is_left_out(inputs.paths[i], folders, count)) {
            continue;
        }
        const char *name = shown(&arena, cwd, inputs.paths[i]);
        if (strchr(name, '\n')) {
            result = error_set(e, "cannot name the input %s in %s: its name holds a line break", name, depfile);
        }
        strbuf_adds(&text, " \\\n  ");
        add_escaped(&text, name, false);
    }
    strbuf_addch(&text, '\n');
    /* A rule for each input, without a recipe: so make goes on when one has been removed. */
    for (size_t i = 0; i < inputs.count && result == 0 && text.length > rule; i++) {
        if (!is_left_out(inputs.paths[i], folders, count)) {
            add_escaped(&text, shown(&arena, cwd, inputs.paths[i]), true);
            strbuf_adds(&text, ":\n");
        }
    }
    if (result == 0) {
        result = file_write(depfile, text.data, text.length, 0666, e);
    }
    strbuf_free(&text);
    arena_free(&arena);
    return result;
}
