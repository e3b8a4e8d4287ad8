/* Pool allocator: see memory.h. */
#include "host/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A page that is used for the first time costs a fault, which takes longer than filling the page, and many times longer
 * in a virtual machine without page tables of its own. So the kernel is asked for AHEAD bytes at a time; and once a
 * script has shown that it is large, for whole huge pages. Both are hints: what the kernel refuses it provides page by
 * page. */
enum { CHUNK = 256 * 1024, HUGE_CHUNK = 2048 * 1024, HUGE_FROM = 16 << 20, AHEAD = 64 * 1024, PAGE = 4096 };

static char *page_at_or_after(char *place) { return place + (-(uintptr_t)place & (PAGE - 1)); }

/* Has the pages up to `wanted`, and some more, provided. */
static void make_ready(struct pool *pool, char *wanted) {
    char *from = page_at_or_after(pool->ready), *to = page_at_or_after(wanted) + AHEAD;
    to = to < pool->end ? to : pool->end;
    if (from < to) {
        (void)madvise(from, (size_t)(to - from), MADV_POPULATE_WRITE);
    }
    pool->ready = to;
}

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
    bool huge = pool->size >= HUGE_FROM;
    size_t size = huge ? HUGE_CHUNK : CHUNK;
    char *chunk = aligned_alloc(huge ? HUGE_CHUNK : PAGE, size);
    if (!chunk) {
        return -1;
    }
    if (huge) {
        (void)madvise(chunk, size, MADV_HUGEPAGE);
    }
    *(void **)chunk = pool->chunks;
    pool->chunks = chunk;
    pool->size += size;
    pool->next = chunk + POOL_STEP;
    pool->end = chunk + size;
    pool->ready = huge ? pool->end : chunk;
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
        make_ready(pool, pool->next);
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
