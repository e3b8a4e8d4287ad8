/* What is going on, shown to a person while something takes long: one line on standard error, which is written again as
 * the work goes on, and is gone when it ends.
 *
 *     hashing assets/web  1.2 GiB of 3.4 GiB
 *
 * Nothing is shown in the first moments (PROGRESS_DELAY, or as many milliseconds as LUACDK_PROGRESS says), while
 * somebody else's text stands in the line of the cursor, before progress_allow, and if LUACDK_PROGRESS is `off`. Whatever
 * is printed through base/terminal.c, and a signal that ends the program, first removes the line. There is no thread and
 * no timer: those who work call progress_add. */
#ifndef LUACDK_BASE_PROGRESS_H
#define LUACDK_BASE_PROGRESS_H

#include <stdbool.h>

enum { PROGRESS_DELAY = 200, PROGRESS_STEP = 100 /* milliseconds: when it appears, and between two changes */ };

extern bool progress_is_allowed; /* for progress_add and progress_patience only */

/* Allows lines to be shown from this thread, if a person watches standard error on a terminal that can remove them. In a
 * forked process nothing is shown before it calls this again. */
void progress_allow(void);

/* Begins and ends an operation; nested ones are part of the outer one. `doing` ("hashing") and `what`, which may be
 * NULL or come from anybody, must stay valid. `total` is called at most once, when the line appears, and says how much
 * there is to be done; NULL: nobody knows, so the time is shown. */
void progress_begin(const char *doing, const char *what, unsigned long long (*total)(const void *context),
                    const void *context);
void progress_end(void);

/* The same for something counted in items: "running cells  3 of 12". */
void progress_begin_items(const char *doing, unsigned long long total);

void progress_count(unsigned long long amount);

/* So many bytes (or items) more are done; 0 only lets the line change. Thread-safe. */
static inline void progress_add(unsigned long long amount) {
    if (progress_is_allowed) {
        progress_count(amount);
    }
}

/* How many of the milliseconds one may wait before calling progress_add again. -1: without end. */
static inline int progress_patience(int milliseconds) {
    return progress_is_allowed && (milliseconds < 0 || milliseconds > PROGRESS_STEP) ? PROGRESS_STEP : milliseconds;
}

#endif
