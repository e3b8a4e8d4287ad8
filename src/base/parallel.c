/* A work queue over a range of numbers: see parallel.h. */
#include "base/parallel.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

#include "base/guard.h"
#include "base/inputs.h"
#include "base/interrupt.h"
#include "base/leftovers.h"
#include "base/progress.h"

enum { MOST_WORKERS = 16 };

struct queue {
    void (*work)(void *context, size_t i, unsigned worker);
    void *context;
    size_t count;
    atomic_size_t next;
    /* What the calling thread works under, and so must those that help it. */
    struct guard *guard;
    struct inputs *inputs;
    struct leftovers *leftovers;
    struct interrupt *interrupt;
};

struct worker {
    struct queue *queue;
    unsigned number;
    pthread_t thread;
};

unsigned parallel_cores(void) {
    static _Atomic unsigned cached;
    unsigned cores = cached;
    if (cores == 0) {
        cpu_set_t set;
        cores = sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
        cores = cores < 1 ? 1 : cores > MOST_WORKERS ? MOST_WORKERS : cores;
        cached = cores;
    }
    return cores;
}

static void drain(struct queue *q, unsigned number) {
    for (;;) {
        size_t i = atomic_fetch_add_explicit(&q->next, 1, memory_order_relaxed);
        if (i >= q->count) {
            return;
        }
        q->work(q->context, i, number);
    }
}

static void *run(void *argument) {
    struct worker *w = argument;
    guard_lend(w->queue->guard);
    inputs_lend(w->queue->inputs);
    leftovers_lend(w->queue->leftovers);
    interrupt_lend(w->queue->interrupt);
    drain(w->queue, w->number);
    return NULL;
}

/* Waits for the end of a thread; meanwhile shows how far it is. */
static void join(pthread_t thread) {
    while (progress_is_allowed) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += PROGRESS_STEP * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        if (pthread_timedjoin_np(thread, NULL, &until) != ETIMEDOUT) {
            return;
        }
        progress_add(0);
    }
    pthread_join(thread, NULL);
}

void parallel_for(size_t count, void (*work)(void *context, size_t i, unsigned worker), void *context) {
    struct queue q = {.work = work,
                      .context = context,
                      .count = count,
                      .guard = guard_here(),
                      .inputs = inputs_here(),
                      .leftovers = leftovers_here(),
                      .interrupt = interrupt_here()};
    struct worker workers[MOST_WORKERS];
    unsigned wanted = parallel_cores();
    if (wanted > count) {
        wanted = (unsigned)count;
    }
    /* Signals stay with the calling thread, whose owner installed the handlers. */
    sigset_t all, before;
    sigfillset(&all);
    if (wanted > 1) {
        pthread_sigmask(SIG_SETMASK, &all, &before);
    }
    unsigned started = 0;
    for (unsigned i = 1; i < wanted; i++) {
        workers[started] = (struct worker){.queue = &q, .number = i};
        if (pthread_create(&workers[started].thread, NULL, run, &workers[started]) != 0) {
            break;
        }
        started++;
    }
    if (wanted > 1) {
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    drain(&q, 0);
    for (unsigned i = 0; i < started; i++) {
        join(workers[i].thread);
    }
}
