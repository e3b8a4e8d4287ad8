/* Fibers over ucontext: see fiber.h. */
#include "repl/fiber.h"

#include "base/sanitizer.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#ifdef UNDER_ASAN /* ASan must know which stack is in use */
#include <sanitizer/common_interface_defs.h>
#endif

/* As large as the main stack usually is; pages are allocated only when they are used. */
enum { STACK_SIZE = 8 << 20 };

struct fiber {
    ucontext_t inside, outside;
    char *stack; /* its lowest page is a guard page */
    void (*body)(void *context);
    void *context;
    bool ended;
    const void *outer_stack; /* for the sanitizer */
    size_t outer_size;
};

static void announce(void **save, const void *stack, size_t size) {
#ifdef UNDER_ASAN
    __sanitizer_start_switch_fiber(save, stack, size);
#else
    (void)save;
    (void)stack;
    (void)size;
#endif
}

static void arrive(void *saved, const void **stack, size_t *size) {
#ifdef UNDER_ASAN
    __sanitizer_finish_switch_fiber(saved, stack, size);
#else
    (void)saved;
    (void)stack;
    (void)size;
#endif
}

/* makecontext passes only ints, so the address comes in two halves. */
static void enter(unsigned high, unsigned low) {
    struct fiber *fiber = (struct fiber *)((uintptr_t)high << 32 | low);
    arrive(NULL, &fiber->outer_stack, &fiber->outer_size);
    fiber->body(fiber->context);
    fiber->ended = true;
    announce(NULL, fiber->outer_stack, fiber->outer_size);
    setcontext(&fiber->outside);
}

static void prepare(struct fiber *fiber) {
    getcontext(&fiber->inside);
    fiber->inside.uc_stack.ss_sp = fiber->stack;
    fiber->inside.uc_stack.ss_size = STACK_SIZE;
    fiber->inside.uc_link = NULL;
    uintptr_t address = (uintptr_t)fiber;
    makecontext(&fiber->inside, (void (*)(void))enter, 2, (unsigned)(address >> 32), (unsigned)address);
}

struct fiber *fiber_new(void (*body)(void *context), void *context) {
    struct fiber *fiber = calloc(1, sizeof *fiber);
    if (!fiber) {
        return NULL;
    }
    fiber->stack =
        mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (fiber->stack == MAP_FAILED) {
        free(fiber);
        return NULL;
    }
    (void)mprotect(fiber->stack, (size_t)sysconf(_SC_PAGESIZE), PROT_NONE);
    fiber->body = body;
    fiber->context = context;
    prepare(fiber);
    return fiber;
}

void fiber_resume(struct fiber *fiber) {
    void *saved = NULL;
    announce(&saved, fiber->stack, STACK_SIZE);
    swapcontext(&fiber->outside, &fiber->inside);
    arrive(saved, NULL, NULL);
}

void fiber_pause(struct fiber *fiber) {
    void *saved = NULL;
    announce(&saved, fiber->outer_stack, fiber->outer_size);
    swapcontext(&fiber->inside, &fiber->outside);
    arrive(saved, &fiber->outer_stack, &fiber->outer_size);
}

bool fiber_ended(const struct fiber *fiber) { return fiber->ended; }

void fiber_free(struct fiber *fiber) {
    if (fiber) {
        munmap(fiber->stack, STACK_SIZE);
        free(fiber);
    }
}
