/* Memory that is released together, and allocation that never fails.
 *
 * An arena owns everything allocated from it; arena_free releases all of it at once. mem_* are malloc and friends that
 * print a message and exit(1) when memory is exhausted, so callers need no error path for that. */
#ifndef LUACDK_BASE_ARENA_H
#define LUACDK_BASE_ARENA_H

#include <stddef.h>

/* Like malloc, calloc, realloc and strdup; size 0 gives a valid pointer. Release the memory with free. */
void *mem_alloc(size_t size);
void *mem_calloc(size_t count, size_t size);
void *mem_realloc(void *p, size_t size);
void *mem_resize(void *p, size_t count, size_t size); /* count * size, checked for overflow */
char *mem_strdup(const char *s);

/* Ends the program in the same way, for libraries that report a failed allocation of `size` bytes (0: size unknown). */
_Noreturn void mem_exhausted(size_t size);

/* Sets the message printed when memory is exhausted, for use while there is a memory limit; NULL restores the default.
 * The text is not copied. */
void mem_say_when_exhausted(const char *message);

/* Sets a function to call before the program ends because memory is exhausted. */
void mem_clean_up_when_exhausted(void (*function)(void));

/* Sets a function to call then instead of ending the program, which happens only if it returns. */
void mem_end_otherwise(void (*end)(void));

struct arena_block;

/* An all-zero arena is valid and empty: `struct arena a = ARENA_INIT;` is ready to use. */
struct arena {
    struct arena_block *blocks;
    char *next;
    char *end;
    char *ready; /* up to there the pages of the newest block are provided */
    void *cache; /* for the code that fills the arena; points into it, and is NULL again after arena_free */
};

#define ARENA_INIT \
    { 0, 0, 0, 0, 0 }

/* Uninitialised memory, aligned for any type; size 0 gives a distinct valid pointer. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_calloc(struct arena *a, size_t count, size_t size);

/* A NUL-terminated copy of `length` bytes. */
char *arena_strndup(struct arena *a, const char *s, size_t length);
char *arena_strdup(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Releases everything; the arena is empty and usable again. */
void arena_free(struct arena *a);

#endif
