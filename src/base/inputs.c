/* Files that were read: see inputs.h. */
#include "base/inputs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fnv.h"
#include "base/follow.h"
#include "base/path.h"

struct inputs {
    bool on;
    pthread_mutex_t lock;
    struct arena arena;
    const char **paths; /* absolute, in the order in which they were noted */
    size_t count, room;
    size_t *slots; /* hash table of indices + 1 */
    size_t slot_count;
};

static _Thread_local struct inputs own = {.lock = PTHREAD_MUTEX_INITIALIZER};
static _Thread_local struct inputs *lent;

struct inputs *inputs_here(void) {
    return lent ? lent : &own;
}

void inputs_lend(struct inputs *inputs) { lent = inputs; }

bool inputs_recording(void) { return inputs_here()->on; }

void inputs_record(bool on) {
    struct inputs *inputs = inputs_here();
    free(inputs->paths);
    free(inputs->slots);
    arena_free(&inputs->arena);
    inputs->paths = NULL;
    inputs->slots = NULL;
    inputs->count = inputs->room = inputs->slot_count = 0;
    inputs->on = on;
}

/* The slot of the path, or the empty slot where it belongs. */
static size_t *slot_of(const struct inputs *inputs, const char *path) {
    for (size_t i = fnv_hash(path, strlen(path)) & (inputs->slot_count - 1);; i = (i + 1) & (inputs->slot_count - 1)) {
        if (inputs->slots[i] == 0 || strcmp(inputs->paths[inputs->slots[i] - 1], path) == 0) {
            return &inputs->slots[i];
        }
    }
}

static void grow(struct inputs *inputs) {
    inputs->room = inputs->room ? 2 * inputs->room : 64;
    inputs->paths = mem_resize(inputs->paths, inputs->room, sizeof *inputs->paths);
    free(inputs->slots);
    inputs->slot_count = 4 * inputs->room;
    inputs->slots = mem_calloc(inputs->slot_count, sizeof *inputs->slots);
    for (size_t i = 0; i < inputs->count; i++) {
        *slot_of(inputs, inputs->paths[i]) = i + 1;
    }
}

void inputs_add(const char *path) {
    struct inputs *inputs = inputs_here();
    if (!inputs->on || follow_is_open(path)) {
        return;
    }
    pthread_mutex_lock(&inputs->lock);
    if (inputs->count == inputs->room) {
        grow(inputs);
    }
    const char *whole = path_resolve(&inputs->arena, NULL, path);
    size_t *slot = slot_of(inputs, whole);
    if (*slot == 0) {
        inputs->paths[inputs->count++] = whole;
        *slot = inputs->count;
    }
    pthread_mutex_unlock(&inputs->lock);
}

size_t inputs_count(void) { return inputs_here()->count; }

const char *inputs_at(size_t i) { return inputs_here()->paths[i]; }
