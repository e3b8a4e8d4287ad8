/* May work go on? One answer for all loops in C.
 *
 * Work stops because of a signal (SIGINT, SIGTERM, SIGHUP) or because its time is up. The handler notes that and calls
 * whoever wants to know at once (Lua's hook, for one). A loop that may take long asks interrupt_asked now and then, which
 * costs a load, and gives up by the way of any other failure, so that whatever it holds is released.
 *
 * No promise rests on all loops asking. A program that still runs a moment after a signal (INTERRUPT_GRACE) or after
 * its time was up (INTERRUPT_OVERTIME) is ended by the handler: leftovers are removed, and it dies by the signal, or with
 * its last words and status 1. A second signal does the same at once.
 *
 * The alarm clock of the process (ITIMER_REAL) belongs to this file. */
#ifndef LUACDK_BASE_INTERRUPT_H
#define LUACDK_BASE_INTERRUPT_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"

enum { INTERRUPT_GRACE = 60, INTERRUPT_OVERTIME = 2000 }; /* milliseconds */

/* From now on the signals are noted; those that were ignored stay ignored. For the whole program, once. */
void interrupt_watch(void);

/* In a child process that was forked and goes on without exec: nothing has happened yet to this one. */
void interrupt_watch_anew(void);

/* In such a child: the signals do what they do where nobody watches. */
void interrupt_unwatch(void);

extern volatile sig_atomic_t interrupt_flag; /* read by interrupt_asked only */

/* Whether work is to stop. May be asked by any thread. */
static inline bool interrupt_asked(void) { return interrupt_flag != 0; }

/* -1 and "interrupted" when work is to stop, else 0: for loops of functions that report by struct error. */
int interrupt_check(struct error *e);

/* Why: the signal that came, or 0; whether the time is up. */
int interrupt_signal(void);
bool interrupt_time_is_up(void);

/* Called by the handler, so only what is safe there: when a signal comes, when the time is up. NULL: nobody. Gives the
 * one of before. */
typedef void interrupt_listener(void);
interrupt_listener *interrupt_on_signal(interrupt_listener *listener);
interrupt_listener *interrupt_on_time(interrupt_listener *listener);

/* Called right before the program is ended by force: puts a terminal in order. */
interrupt_listener *interrupt_on_end(interrupt_listener *listener);

/* Limits the time from now on; the words, which are not copied, are said when the program has to be ended. 0: no
 * limit. Any time that was up is forgotten. */
void interrupt_limit_time(double seconds, const char *last_words);

/* In a session SIGINT stops the work but not the program, and SIGWINCH wakes interrupt_poll. Gives what was before. */
bool interrupt_in_session(bool session);

/* A session has dealt with SIGINT: work may go on. Other signals stay. True if there was one. */
bool interrupt_clear(void);

/* In a session: whether the window has changed its size since this was last asked. */
bool interrupt_take_resize(void);

/* A child process to which signals are passed on while we wait for it; 0: none. */
void interrupt_pass_on(pid_t child);

/* Between these the program is not ended by force, but right after: for the few steps that must not be left half done.
 * Calls may nest. */
void interrupt_hold(void);
void interrupt_release(void);

/* poll(2) that misses no signal: -1 with EINTR at once when one came before and has not been dealt with. */
int interrupt_poll(struct pollfd *fds, nfds_t count, int milliseconds);

/* Ends the program by that signal, so that whoever waits for it sees so. */
_Noreturn void interrupt_die(int number);

#endif
