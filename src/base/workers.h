/* The same work on several items, each in its own process: a copy of this one as it is now.
 *
 * What a worker changes in memory stays in the worker. Its standard output and standard error are collected, so that
 * those of several workers do not mix, and so is one result. Nothing is left behind: no zombie, no descriptor. Workers
 * end with this process. */
#ifndef LUACDK_BASE_WORKERS_H
#define LUACDK_BASE_WORKERS_H

#include "base/error.h"
#include "base/strbuf.h"

#include <stddef.h>

struct worker_result {
    int status; /* exit status, or -1 if a signal killed it */
    int signal; /* that signal, or 0 */
    struct strbuf result, out, err;
};

/* What a worker does for item `i`: it writes its result to `fd` and returns its exit status. It must not leave in any
 * other way, and atexit handlers do not run. */
typedef int worker_function(void *context, size_t i, int fd);

/* Works on the items 0…count-1, at most `jobs` at a time, and waits for all. `results` has room for `count` results,
 * which the caller frees with workers_free, also after an error. Returns 0, or -1 with *error if a worker could not be
 * started. A signal during the wait ends all workers and sets *interrupted. */
int workers_run(size_t count, size_t jobs, worker_function *work, void *context, struct worker_result *results,
                int *interrupted, struct error *error);

void workers_init(struct worker_result *results, size_t count);
void workers_free(struct worker_result *results, size_t count);

#endif
