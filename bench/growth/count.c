/* count: what a run of luacdk takes, told when it ends.
 *
 * Linked into a luacdk whose blocks of code have counters (clang's -fprofile-instr-generate). At the end of each process
 * a line goes to the file that LUACDK_COUNTS names: how often its blocks ran, seconds of CPU time, the peak of its memory
 * in KiB. This takes a fifth longer than a run without counters.
 *
 * The C library and libcrypto have no counters. What they do for each byte is counted here instead, where it is asked
 * for (the linker's --wrap): BYTES bytes weigh as much as one block.
 */
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define BYTES 64

int __llvm_profile_runtime; /* clang's runtime, which would write a profile, is not linked */
extern uint64_t __start___llvm_prf_cnts[], __stop___llvm_prf_cnts[];

static uint64_t blocks_of_bytes;
static uint64_t before_fork; /* what the parent had counted */

static void add(size_t bytes) { blocks_of_bytes += bytes / BYTES; }

static uint64_t counted(void) {
    uint64_t sum = blocks_of_bytes;
    for (const uint64_t *at = __start___llvm_prf_cnts; at != __stop___llvm_prf_cnts; at++) {
        sum += *at;
    }
    return sum;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

static void tell(void) {
    static bool told; /* libc's exit calls _exit */
    if (told) {
        return;
    }
    told = true;
    const char *name = getenv("LUACDK_COUNTS");
    int file = name ? open(name, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;
    struct rusage usage;
    if (file >= 0 && getrusage(RUSAGE_SELF, &usage) == 0) {
        dprintf(file, "%llu %.3f %ld\n", (unsigned long long)(counted() - before_fork),
                seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
        close(file);
    }
}

static void begin_child(void) { before_fork = counted(); }

__attribute__((constructor)) static void begin(void) {
    pthread_atfork(NULL, NULL, begin_child);
    atexit(tell);
}

/* Children end by _exit. */
_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);
_Noreturn void __wrap__exit(int status) {
    tell();
    __real__exit(status);
}

#define COUNTED(type, name, parameters, arguments, bytes)                                                               \
    type __real_##name parameters;                                                                                      \
    type __wrap_##name parameters;                                                                                      \
    type __wrap_##name parameters {                                                                                     \
        add(bytes);                                                                                                     \
        return __real_##name arguments;                                                                                 \
    }

COUNTED(void *, memcpy, (void *to, const void *from, size_t size), (to, from, size), size)
COUNTED(void *, memmove, (void *to, const void *from, size_t size), (to, from, size), size)
COUNTED(void *, memset, (void *to, int byte, size_t size), (to, byte, size), size)
COUNTED(int, memcmp, (const void *a, const void *b, size_t size), (a, b, size), size)
COUNTED(void *, calloc, (size_t count, size_t size), (count, size), count * size)
COUNTED(int, SHA256_Update, (void *state, const void *data, size_t size), (state, data, size), 8 * size)
COUNTED(int, MD5_Update, (void *state, const void *data, size_t size), (state, data, size), 8 * size)

/* What they look at ends with what they find, or with the text. */
#define SOUGHT(type, name, parameters, arguments, text, end)                                                            \
    type __real_##name parameters;                                                                                      \
    type __wrap_##name parameters;                                                                                      \
    type __wrap_##name parameters {                                                                                     \
        type found = __real_##name arguments;                                                                           \
        add(found ? (size_t)((const char *)found - (const char *)(text)) : (end));                                      \
        return found;                                                                                                   \
    }

size_t __real_strlen(const char *text);
size_t __wrap_strlen(const char *text);
size_t __wrap_strlen(const char *text) {
    size_t length = __real_strlen(text);
    add(length);
    return length;
}

SOUGHT(void *, memchr, (const void *text, int byte, size_t size), (text, byte, size), text, size)
SOUGHT(void *, memrchr, (const void *text, int byte, size_t size), (text, byte, size), text, size)
SOUGHT(char *, strchr, (const char *text, int byte), (text, byte), text, __real_strlen(text))
SOUGHT(char *, strrchr, (const char *text, int byte), (text, byte), text, __real_strlen(text))
SOUGHT(char *, strstr, (const char *text, const char *part), (text, part), text, __real_strlen(text))

/* A block that moves is copied; large ones are given other pages. */
void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size) {
    size_t had = old ? malloc_usable_size(old) : 0;
    uintptr_t at = (uintptr_t)old;
    void *block = __real_realloc(old, size);
    if ((uintptr_t)block != at && had < 128 * 1024) {
        add(had < size ? had : size);
    }
    return block;
}
