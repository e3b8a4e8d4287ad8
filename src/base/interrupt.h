/* May work go on? One answer for all loops in C.
 *
 * Work stops because of a signal (SIGINT, SIGTERM, SIGHUP) or because its time is up. The signal handler notes that,
 * and calls the listeners that need to know at once, such as Lua's hook. Loops that may take long call interrupt_asked
 * now and then, which costs one load, and fail as for any other error, so that everything they hold is released.
 *
 * Nothing depends on every loop asking. If the program still runs a moment after a signal (INTERRUPT_GRACE) or after
 * its time was up (INTERRUPT_OVERTIME), the handler ends it: it removes leftovers (a child process removes those that
 * take longer than INTERRUPT_TIDYING), and the program dies by the signal, or with its last words and status 1. A second
 * signal does the same at once.
 *
 * SIGPIPE ends the program at once, too, without leftovers: nobody reads what it would print.
 *
 * The process's alarm clock (ITIMER_REAL) belongs to this file. */
#ifndef LUACDK_BASE_INTERRUPT_H
#define LUACDK_BASE_INTERRUPT_H

#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"

enum { INTERRUPT_GRACE = 60, INTERRUPT_OVERTIME = 2000, INTERRUPT_TIDYING = 30 }; /* milliseconds */

/* Starts watching for the signals; those that are ignored stay ignored. Call once, for the whole program. */
void interrupt_watch(void);

/* For a child process that was forked and continues without exec: forgets what happened to the parent. The child of
 * somebody else's program is ours. */
void interrupt_watch_anew(void);

/* For such a child: restores the default effect of the signals. */
void interrupt_unwatch(void);

/* Work that is done in a thread of somebody else's program (src/embed). Its signals, alarm clock and end are not ours: no
 * function of this file touches them in such a thread. Only a time limit stops that work, and some other thread watches
 * it, by interrupt_watch_guest. */
struct interrupt {
    atomic_bool asked, time_is_up;
    atomic_llong time_limit; /* a moment in milliseconds; 0: none */
};

/* What this thread asks; and what it asks from now on, if it helps another: that one's. A thread that begins to work in
 * somebody else's program passes a record of its own, all zero. */
struct interrupt *interrupt_here(void);
void interrupt_lend(struct interrupt *interrupt);

/* Stops the work if its time is up. Returns the milliseconds until it will be; -1: there is no limit. */
long long interrupt_watch_guest(struct interrupt *guest);

/* Whether this thread works in somebody else's program. */
bool interrupt_is_guest(void);

extern _Thread_local struct interrupt *interrupt_lent; /* read by interrupt_asked only */
extern struct interrupt interrupt_own;

/* Whether work must stop. Thread-safe. */
static inline bool interrupt_asked(void) {
    return atomic_load_explicit(&(interrupt_lent ? interrupt_lent : &interrupt_own)->asked, memory_order_relaxed);
}

/* Returns -1 with "interrupted" if work must stop, else 0: for functions that report through struct error. */
int interrupt_check(struct error *e);

/* The reason: the signal that came, or 0; whether the time is up. */
int interrupt_signal(void);
bool interrupt_time_is_up(void);

/* Listeners, called from the handler, so they may do only what is async-signal-safe: when a signal comes, and when the
 * time is up. NULL: none. Both functions return the previous listener. */
typedef void interrupt_listener(void);
interrupt_listener *interrupt_on_signal(interrupt_listener *listener);
interrupt_listener *interrupt_on_time(interrupt_listener *listener);

/* Called right before the program is ended by force, to restore the terminal. */
interrupt_listener *interrupt_on_end(interrupt_listener *listener);

/* Limits the time from now on, and forgets an earlier limit. `last_words` are not copied; they are printed if the
 * program has to be ended. 0: no limit. */
void interrupt_limit_time(double seconds, const char *last_words);

/* In a session, SIGINT stops the work but not the program, and SIGWINCH wakes interrupt_poll. Returns the previous
 * value. */
bool interrupt_in_session(bool session);

/* Called when a session has handled SIGINT: work may go on. Other signals stay pending. Returns whether there was
 * one. */
bool interrupt_clear(void);

/* In a session: whether the window has changed its size since the last call. */
bool interrupt_take_resize(void);

/* Ends the program if a signal has asked for that, as a second signal would: for what takes long and cannot stop. */
void interrupt_hurry(void);

/* The child process that signals are passed on to while we wait for it; 0: none. */
void interrupt_pass_on(pid_t child);

/* Between these calls the program is not ended by force, but right afterwards: for the few steps that must not be left
 * half done. Calls may nest. */
void interrupt_hold(void);
void interrupt_release(void);

/* poll(2) that misses no signal: returns -1 with EINTR at once if one is still pending. */
int interrupt_poll(struct pollfd *fds, nfds_t count, int milliseconds);

/* Ends the program by that signal, so that the parent process sees why it ended. */
_Noreturn void interrupt_die(int number);

#endif
