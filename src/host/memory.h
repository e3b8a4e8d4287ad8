/* The allocator of the Lua state.
 *
 * A script makes many small objects and ends soon. Lua says the size of what it frees, so small blocks need no header:
 * they are cut from large chunks and return to a free list of their size. Everything is released at once with the
 * pool. */
#ifndef LUACDK_HOST_MEMORY_H
#define LUACDK_HOST_MEMORY_H

#include <stddef.h>

enum { POOL_STEP = 16, POOL_LARGEST = 512, POOL_CLASSES = POOL_LARGEST / POOL_STEP };

struct pool {
    void *free[POOL_CLASSES]; /* lists of free blocks, by size */
    char *next, *end;         /* what is left of the newest chunk */
    char *ready;              /* up to there its pages are provided */
    void *chunks;
};

/* A lua_Alloc whose `context` is a `struct pool`, all zero before its first use. */
void *pool_allocate(void *context, void *block, size_t old_size, size_t new_size);

/* Releases the chunks. Larger blocks are Lua's to free (lua_close). */
void pool_free(struct pool *pool);

#endif
