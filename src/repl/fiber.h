/* A C stack of its own, so that a script can wait in the middle of a call while the session goes on beside it. */
#ifndef LUACDK_REPL_FIBER_H
#define LUACDK_REPL_FIBER_H

#include <stdbool.h>

struct fiber;

/* A fiber that will run `body(context)` once it is resumed; NULL when there is no memory for its stack. */
struct fiber *fiber_new(void (*body)(void *context), void *context);

/* Goes on in the fiber until it pauses or its body returns. */
void fiber_resume(struct fiber *fiber);

/* Called in the fiber: goes back to whoever resumed it. */
void fiber_pause(struct fiber *fiber);

/* True once the body has returned. */
bool fiber_ended(const struct fiber *fiber);

/* Releases the stack, wherever the body is; what it holds besides is the caller's concern. NULL is fine. */
void fiber_free(struct fiber *fiber);

#endif
