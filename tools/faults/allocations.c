/* Allocation that fails once, where the environment says: linked into build/luacdk-faults by --wrap (faults.mk).
 *
 * LUACDK_FAIL_ALLOCATION=N   the Nth fails
 * LUACDK_COUNT_FILE=FILE     how many there were is written there at exit */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define REPLACED(result, name, ...)    \
    result __real_##name(__VA_ARGS__); \
    result __wrap_##name(__VA_ARGS__)

static unsigned long count, failing;

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("LUACDK_FAIL_ALLOCATION");
    failing = text ? strtoul(text, NULL, 10) : 0;
    count = 0;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("LUACDK_COUNT_FILE");
    unsigned long total = count;
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%lu\n", total);
        fclose(file);
    }
}

static int fails(void) {
    if (__atomic_add_fetch(&count, 1, __ATOMIC_RELAXED) != failing) {
        return 0;
    }
    errno = ENOMEM;
    return 1;
}

REPLACED(void *, malloc, size_t size) { return fails() ? NULL : __real_malloc(size); }

REPLACED(void *, calloc, size_t number, size_t size) { return fails() ? NULL : __real_calloc(number, size); }

REPLACED(void *, realloc, void *block, size_t size) { return fails() ? NULL : __real_realloc(block, size); }
