/* A separate C stack, so that a script can wait in the middle of a call while the session continues beside it. */
#ifndef LUACDK_REPL_FIBER_H
#define LUACDK_REPL_FIBER_H

#include <stdbool.h>

struct fiber;

/* A fiber that runs `body(context)` once it is resumed; NULL if there is no memory for its stack. */
struct fiber *fiber_new(void (*body)(void *context), void *context);

/* Continues the fiber until it pauses or its body returns. */
void fiber_resume(struct fiber *fiber);

/* Called inside the fiber: returns to the caller of fiber_resume. */
void fiber_pause(struct fiber *fiber);

/* True once the body has returned. */
bool fiber_ended(const struct fiber *fiber);

/* Releases the stack, wherever the body is; the caller takes care of everything else it owns. NULL is fine. */
void fiber_free(struct fiber *fiber);

#endif
