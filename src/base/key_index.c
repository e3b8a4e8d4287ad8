/* A hash table of keys: see key_index.h. */
#include "base/key_index.h"

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>

/* Different in each process, so that nobody can choose keys that all fall into one slot. Nothing that is written
 * depends on it. */
static uint64_t seed(void) {
    static _Atomic uint64_t value;
    uint64_t known = value;
    if (known == 0) {
        uint64_t made;
        if (getrandom(&made, sizeof made, GRND_NONBLOCK) != sizeof made) {
            made = 0x9E3779B97F4A7C15u;
        }
        made |= 1;
        known = atomic_compare_exchange_strong(&value, &known, made) ? made : known;
    }
    return known;
}

static size_t hash_of(const char *key) {
    uint64_t hash = seed();
    for (const char *p = key; *p != '\0'; p++) {
        hash = (hash ^ (unsigned char)*p) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    return (size_t)hash;
}

/* The slot of the key, or the free slot where it belongs. */
static struct key_slot *find(const struct key_index *index, const char *key, size_t hash) {
    for (size_t i = hash;; i++) {
        struct key_slot *slot = &index->slots[i & (index->room - 1)];
        if (slot->key == NULL || (slot->hash == hash && strcmp(slot->key, key) == 0)) {
            return slot;
        }
    }
}

void *key_index_get(const struct key_index *index, const char *key) {
    return index->room == 0 ? NULL : find(index, key, hash_of(key))->value;
}

static void grow(struct key_index *index) {
    struct key_index larger = {.arena = index->arena, .count = index->count};
    larger.room = index->room ? index->room * 4 : 64;
    larger.slots = arena_calloc(index->arena, larger.room, sizeof *larger.slots);
    for (size_t i = 0; i < index->room; i++) {
        if (index->slots[i].key != NULL) {
            *find(&larger, index->slots[i].key, index->slots[i].hash) = index->slots[i];
        }
    }
    *index = larger;
}

void key_index_set(struct key_index *index, const char *key, void *value) {
    if (index->count * 2 >= index->room) {
        grow(index);
    }
    size_t hash = hash_of(key);
    struct key_slot *slot = find(index, key, hash);
    index->count += slot->key == NULL;
    *slot = (struct key_slot){key, hash, value};
}
