/* The same work on many items, spread over all cores. */
#ifndef LUACDK_BASE_PARALLEL_H
#define LUACDK_BASE_PARALLEL_H

#include <stddef.h>

/* The number of cores this process may use, at least 1; also the most workers that parallel_for uses. */
unsigned parallel_cores(void);

/* Calls work(context, i, worker) exactly once for each i in 0..count-1, in no fixed order, and returns when all calls
 * have returned. `worker` is less than parallel_cores(), and calls that may run at the same time have different ones,
 * so it can index a scratch buffer. The calling thread takes part; if no thread can be started it does everything. */
void parallel_for(size_t count, void (*work)(void *context, size_t i, unsigned worker), void *context);

#endif
