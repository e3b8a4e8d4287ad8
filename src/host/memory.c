/* Pool allocator: see memory.h. */
#include "host/memory.h"

#include "base/pages.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 256 * 1024 };

static size_t class_of(size_t size) { return (size - 1) / POOL_STEP; }

/* The rest of the old chunk goes to the free lists, so that nothing is lost. */
static int new_chunk(struct pool *pool) {
    while (pool->next < pool->end) {
        size_t left = (size_t)(pool->end - pool->next);
        size_t size = left < POOL_LARGEST ? left : POOL_LARGEST;
        void **block = (void **)pool->next;
        *block = pool->free[class_of(size)];
        pool->free[class_of(size)] = block;
        pool->next += size;
    }
    char *chunk = malloc(CHUNK);
    if (!chunk) {
        return -1;
    }
    *(void **)chunk = pool->chunks;
    pool->chunks = chunk;
    pool->ready = chunk;
    pool->next = chunk + POOL_STEP;
    pool->end = chunk + CHUNK;
    return 0;
}

static void *take(struct pool *pool, size_t size) {
    size_t class = class_of(size);
    void **block = pool->free[class];
    if (block) {
        pool->free[class] = *block;
        return block;
    }
    size_t room = (class + 1) * POOL_STEP;
    if ((size_t)(pool->end - pool->next) < room && new_chunk(pool) != 0) {
        return NULL;
    }
    block = (void **)pool->next;
    pool->next += room;
    if (pool->next > pool->ready) {
        pool->ready = pages_provide(pool->ready, pool->next, pool->end);
    }
    return block;
}

static void give_back(struct pool *pool, void *block, size_t size) {
    *(void **)block = pool->free[class_of(size)];
    pool->free[class_of(size)] = block;
}

void *pool_allocate(void *context, void *block, size_t old_size, size_t new_size) {
    struct pool *pool = context;
    if (!block) {
        return new_size == 0 ? NULL : new_size <= POOL_LARGEST ? take(pool, new_size) : malloc(new_size);
    }
    if (old_size > POOL_LARGEST && new_size > POOL_LARGEST) {
        return realloc(block, new_size);
    }
    if (new_size && new_size <= POOL_LARGEST && old_size <= POOL_LARGEST && class_of(old_size) == class_of(new_size)) {
        return block;
    }
    void *copy = NULL;
    if (new_size) {
        copy = new_size <= POOL_LARGEST ? take(pool, new_size) : malloc(new_size);
        if (!copy) {
            return NULL;
        }
        memcpy(copy, block, old_size < new_size ? old_size : new_size);
    }
    if (old_size > POOL_LARGEST) {
        free(block);
    } else {
        give_back(pool, block, old_size);
    }
    return copy;
}

void pool_free(struct pool *pool) {
    while (pool->chunks) {
        void *chunk = pool->chunks;
        pool->chunks = *(void **)chunk;
        free(chunk);
    }
}
