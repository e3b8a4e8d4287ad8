/* The same work on several items, each in a process of its own: a copy of this one as it is now.
 *
 * What a worker changes in memory stays its own. Its standard output and error are collected, so that those of several
 * do not mix, and so is one result. Nothing is left behind: no zombie, no descriptor; workers end with this process. */
#ifndef LUACDK_BASE_WORKERS_H
#define LUACDK_BASE_WORKERS_H

#include "base/error.h"
#include "base/strbuf.h"

#include <stddef.h>

struct worker_result {
    int status; /* exit status, or -1 when a signal ended it */
    int signal; /* that signal, or 0 */
    struct strbuf result, out, err;
};

/* What a worker does for item `i`: it writes its result to `fd` and returns its exit status. It must not return in any
 * other way, and nothing registered with atexit is run. */
typedef int worker_function(void *context, size_t i, int fd);

/* Works on the items 0…count-1, at most `jobs` at the same time, and waits for all. `results` has room for `count`; they
 * are the caller's to free with workers_free, also after an error. Returns 0, or -1 with *error filled when a worker
 * could not be started. A signal that interrupts the waiting ends all workers: then *interrupted is set. */
int workers_run(size_t count, size_t jobs, worker_function *work, void *context, struct worker_result *results,
                int *interrupted, struct error *error);

void workers_init(struct worker_result *results, size_t count);
void workers_free(struct worker_result *results, size_t count);

#endif
