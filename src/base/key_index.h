/* A hash index from keys to values, for objects that may have many.
 *
 * Memory comes from an arena; keys and values are not copied. An index that is all zero except `arena` is empty. */
#ifndef LUACDK_BASE_KEY_INDEX_H
#define LUACDK_BASE_KEY_INDEX_H

#include <stddef.h>

#include "base/arena.h"

struct key_index {
    struct arena *arena;
    struct key_slot {
        const char *key;
        size_t hash;
        void *value;
    } * slots;
    size_t count, room; /* a power of two, or 0 */
};

/* The value of a key, or NULL. */
void *key_index_get(const struct key_index *index, const char *key);

/* Sets the value of a key; NULL removes it. */
void key_index_set(struct key_index *index, const char *key, void *value);

#endif
