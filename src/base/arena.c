/* Bump allocation in growing blocks, and the allocation functions that never return NULL. */
#include "base/arena.h"

#include "base/pages.h"
#include "base/sanitizer.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef UNDER_ASAN
#define FIRST_BLOCK 4096
#define LARGEST_BLOCK (1024 * 1024)
#define LARGE_BLOCK (32 * 1024) /* smaller ones are likely to have been used before */
#endif

struct arena_block {
    struct arena_block *previous;
    size_t size;
    max_align_t data[];
};

static const char *_Atomic last_words;
static void (*_Atomic clean_up)(void), (*_Atomic end_otherwise)(void);

void mem_say_when_exhausted(const char *message) { last_words = message; }

void mem_end_otherwise(void (*end)(void)) { end_otherwise = end; }

void mem_clean_up_when_exhausted(void (*function)(void)) { clean_up = function; }

_Noreturn void mem_exhausted(size_t size) {
    if (last_words) {
        fputs(last_words, stderr);
    } else if (size) {
        fprintf(stderr, "luacdk: out of memory (%zu bytes requested)\n", size);
    } else {
        fputs("luacdk: out of memory\n", stderr);
    }
    if (clean_up) {
        clean_up();
    }
    if (end_otherwise) {
        end_otherwise();
    }
    exit(1);
}

void *mem_alloc(size_t size) {
    void *p = malloc(size ? size : 1);
    if (p == NULL) {
        mem_exhausted(size);
    }
    return p;
}

void *mem_calloc(size_t count, size_t size) {
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (p == NULL) {
        mem_exhausted(count * size);
    }
    return p;
}

void *mem_realloc(void *p, size_t size) {
    void *q = realloc(p, size ? size : 1);
    if (q == NULL) {
        mem_exhausted(size);
    }
    return q;
}

void *mem_resize(void *p, size_t count, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) {
        mem_exhausted(SIZE_MAX);
    }
    return mem_realloc(p, total);
}

char *mem_strdup(const char *s) {
    size_t size = strlen(s) + 1;
    return memcpy(mem_alloc(size), s, size);
}

static struct arena_block *add_block(struct arena *a, size_t size) {
    if (size > SIZE_MAX - sizeof(struct arena_block)) {
        mem_exhausted(size);
    }
    struct arena_block *block = mem_alloc(sizeof *block + size);
    block->previous = a->blocks;
    block->size = size;
    a->blocks = block;
    return block;
}

#ifdef UNDER_ASAN /* one block each, so that overruns are noticed */
void *arena_alloc(struct arena *a, size_t size) { return add_block(a, size)->data; }
#else
static void grow(struct arena *a, size_t wanted) {
    size_t size = a->blocks == NULL ? FIRST_BLOCK : a->blocks->size * 2;
    if (size > LARGEST_BLOCK) {
        size = LARGEST_BLOCK;
    }
    if (size < wanted) {
        size = wanted;
    }
    a->next = (char *)add_block(a, size)->data;
    a->end = a->next + size;
    a->ready = size < LARGE_BLOCK ? a->end : a->next;
}

void *arena_alloc(struct arena *a, size_t size) {
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align) {
        mem_exhausted(size);
    }
    size = (size + (size == 0) + align - 1) & ~(align - 1);
    if ((size_t)(a->end - a->next) < size) {
        grow(a, size);
    }
    void *p = a->next;
    a->next += size;
    if (a->next > a->ready) {
        a->ready = pages_provide(a->ready, a->next, a->end);
    }
    return p;
}
#endif

void *arena_calloc(struct arena *a, size_t count, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) {
        mem_exhausted(SIZE_MAX);
    }
    return memset(arena_alloc(a, total), 0, total);
}

char *arena_strndup(struct arena *a, const char *s, size_t length) {
    char *copy = arena_alloc(a, length + 1);
    if (length > 0) {
        memcpy(copy, s, length);
    }
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(struct arena *a, const char *s) { return arena_strndup(a, s, strlen(s)); }

char *arena_printf(struct arena *a, const char *format, ...) {
    char small[256]; /* most texts fit, and are then formatted once */
    va_list args;
    va_start(args, format);
    int length = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (length < (int)sizeof small) {
        return arena_strndup(a, small, length < 0 ? 0 : (size_t)length);
    }
    char *text = arena_alloc(a, (size_t)length + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

void arena_free(struct arena *a) {
    struct arena_block *block = a->blocks;
    while (block != NULL) {
        struct arena_block *previous = block->previous;
        free(block);
        block = previous;
    }
    a->blocks = NULL;
    a->next = a->end = a->ready = NULL;
    a->cache = NULL;
}
