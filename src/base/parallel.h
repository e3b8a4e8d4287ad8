/* The same work on many items, on all cores. */
#ifndef LUACDK_BASE_PARALLEL_H
#define LUACDK_BASE_PARALLEL_H

#include <stddef.h>

/* Number of cores this process may use, at least 1; also the number of workers parallel_for uses at most. */
unsigned parallel_cores(void);

/* Calls work(context, i, worker) for each i in 0..count-1, each exactly once, in no fixed order, and returns when all
 * calls have returned. `worker` is below parallel_cores() and tells apart calls that may run at the same time, so it
 * can index a scratch buffer. The calling thread takes part; if no thread can be started it does everything. */
void parallel_for(size_t count, void (*work)(void *context, size_t i, unsigned worker), void *context);

#endif
