/* May work go on: see interrupt.h. */
#include "base/interrupt.h"

#include <errno.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/leftovers.h"

struct interrupt interrupt_own;
_Thread_local struct interrupt *interrupt_lent;

static const int watched[] = {SIGINT, SIGTERM, SIGHUP};
enum { WATCHED = sizeof watched / sizeof *watched };
static const int watched_or_alarm[] = {SIGINT, SIGTERM, SIGHUP, SIGALRM};

typedef long long milliseconds;

struct interrupt *interrupt_here(void) {
    return interrupt_lent;
}

void interrupt_lend(struct interrupt *interrupt) { interrupt_lent = interrupt; }

bool interrupt_is_guest(void) { return interrupt_lent != NULL; }

static struct {
    volatile sig_atomic_t number; /* of the signal that came */
    volatile sig_atomic_t time_is_up;
    volatile sig_atomic_t session;
    volatile sig_atomic_t resized;
    volatile sig_atomic_t child;      /* 0: none */
    volatile sig_atomic_t held;       /* number of nested calls of interrupt_hold */
    volatile sig_atomic_t overdue;    /* to be ended as soon as it is released */
    volatile milliseconds time_limit; /* moments; 0: none */
    volatile milliseconds end;
    interrupt_listener *volatile on_signal, *volatile on_time, *volatile on_end;
    const char *volatile last_words;
} now;

/* Blocks these signals in addition to `mask`, which receives what was blocked before. */
static void block(const int *numbers, size_t count, sigset_t *mask) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < count; i++) {
        sigaddset(&set, numbers[i]);
    }
    sigprocmask(SIG_BLOCK, &set, mask);
}

static void unblock(const sigset_t *mask) { sigprocmask(SIG_SETMASK, mask, NULL); }

/* ---- the end by force -------------------------------------------------------------------------------------------- */

void interrupt_die(int number) {
    signal(number, SIG_DFL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    kill(getpid(), number);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    _exit(128 + number);
}

/* Runs in a signal handler. */
static void end_by_force(void) {
    if (now.held) {
        now.overdue = 1;
        return;
    }
    if (now.on_end) {
        now.on_end();
    }
    leftovers_remove_or_delegate(INTERRUPT_TIDYING);
    if (now.number) {
        interrupt_die(now.number);
    }
    if (now.last_words) {
        ssize_t ignored = write(STDERR_FILENO, now.last_words, strlen(now.last_words));
        (void)ignored;
    }
    _exit(1);
}

void interrupt_hurry(void) {
    if (!interrupt_is_guest() && now.number) {
        (void)raise(now.number);
    }
}

void interrupt_hold(void) {
    if (!interrupt_is_guest()) {
        now.held++;
    }
}

void interrupt_release(void) {
    if (interrupt_is_guest()) {
        return;
    }
    now.held--;
    if (!now.held && now.overdue) {
        end_by_force();
    }
}

/* ---- the clock --------------------------------------------------------------------------------------------------- */

static milliseconds moment(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (milliseconds)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Sets the alarm for whatever comes next. */
static void set_alarm(void) {
    struct itimerval timer = {0};
    milliseconds next = now.end && (!now.time_limit || now.end < now.time_limit) ? now.end : now.time_limit;
    if (next) {
        milliseconds left = next - moment();
        left = left < 1 ? 1 : left;
        timer.it_value.tv_sec = (time_t)(left / 1000);
        timer.it_value.tv_usec = (suseconds_t)(left % 1000 * 1000);
    }
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void end_in(milliseconds left) {
    milliseconds end = moment() + left;
    if (!now.end || end < now.end) {
        now.end = end;
    }
}

static void on_alarm(int number) {
    (void)number;
    int saved = errno;
    milliseconds at = moment();
    if (now.end && at >= now.end) {
        now.end = 0;
        end_by_force();
    }
    if (now.time_limit && at >= now.time_limit) {
        now.time_limit = 0;
        now.time_is_up = 1;
        interrupt_own.asked = true;
        end_in(INTERRUPT_OVERTIME);
        if (now.on_time) {
            now.on_time();
        }
    }
    set_alarm();
    errno = saved;
}

static void watch_alarm(void) {
    static bool watching;
    if (!watching) {
        struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
        for (int i = 0; i < WATCHED; i++) {
            sigaddset(&action.sa_mask, watched[i]);
        }
        sigaction(SIGALRM, &action, NULL);
        watching = true;
    }
}

static milliseconds moment_in(double seconds) {
    return seconds > 0 ? moment() + (milliseconds)(seconds < 1e12 ? seconds * 1000 : 1e15) + 1 : 0;
}

void interrupt_limit_time(double seconds, const char *last_words) {
    sigset_t before;
    if (interrupt_is_guest()) {
        interrupt_lent->asked = interrupt_lent->time_is_up = false;
        interrupt_lent->time_limit = moment_in(seconds);
        return;
    }
    watch_alarm();
    block(watched_or_alarm, sizeof watched_or_alarm / sizeof *watched_or_alarm, &before);
    now.time_is_up = 0;
    interrupt_own.asked = now.number != 0;
    now.last_words = last_words;
    now.time_limit = moment_in(seconds);
    now.end = 0;
    if (now.number && !(now.session && now.number == SIGINT)) {
        end_in(INTERRUPT_GRACE);
    }
    set_alarm();
    unblock(&before);
}

long long interrupt_watch_guest(struct interrupt *guest) {
    milliseconds limit = guest->time_limit;
    milliseconds left = limit - moment();
    if (limit && left <= 0) {
        guest->time_is_up = guest->asked = true;
    }
    return !limit ? -1 : left > 0 ? left : 0;
}

/* ---- signals ----------------------------------------------------------------------------------------------------- */

static void on_signal(int number) {
    int saved = errno;
    bool again = now.number != 0;
    bool ends = !(now.session && number == SIGINT);
    if (ends || !again) {
        now.number = number;
    }
    interrupt_own.asked = true;
    if (now.child > 0) {
        kill((pid_t)now.child, number);
    }
    if (now.on_signal) {
        now.on_signal();
    }
    if (ends && again && !now.session) {
        end_by_force();
    } else if (ends) {
        end_in(INTERRUPT_GRACE);
        set_alarm();
    }
    errno = saved;
}

/* Whoever read what we print has gone, as `head` does. */
static void on_broken_pipe(int number) {
    if (!now.number) {
        now.number = number;
    }
    end_by_force();
}

static void on_resize(int number) {
    (void)number;
    now.resized = 1;
}

/* A signal that is ignored stays ignored. */
static void watch(int number, const struct sigaction *action) {
    struct sigaction before;
    sigaction(number, NULL, &before);
    if (before.sa_handler != SIG_IGN) {
        sigaction(number, action, NULL);
    }
}

void interrupt_watch(void) {
    watch_alarm();
    /* No SA_RESTART: code that waits for input must wake up. One signal at a time. */
    struct sigaction action = {.sa_handler = on_signal};
    sigaddset(&action.sa_mask, SIGALRM);
    for (int i = 0; i < WATCHED; i++) {
        sigaddset(&action.sa_mask, watched[i]);
    }
    for (int i = 0; i < WATCHED; i++) {
        watch(watched[i], &action);
    }
    action.sa_handler = on_broken_pipe;
    watch(SIGPIPE, &action);
}

/* In a child of somebody else's program: the program's handlers are not for it, its signals are no longer blocked, and it
 * has an alarm clock of its own. */
static void be_a_program(void) {
    sigset_t none;
    now.time_limit = interrupt_lent->time_limit;
    interrupt_lent = NULL;
    interrupt_unwatch();
    interrupt_watch();
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

void interrupt_watch_anew(void) {
    if (interrupt_is_guest()) {
        be_a_program();
    }
    now.child = now.held = now.overdue = 0;
    now.session = now.resized = 0;
    now.on_end = NULL;
    now.end = 0;
    set_alarm(); /* alarms are not inherited, but the time limit is */
}

void interrupt_unwatch(void) {
    for (int i = 0; i < WATCHED; i++) {
        signal(watched[i], SIG_DFL);
    }
    signal(SIGPIPE, SIG_DFL);
}

int interrupt_check(struct error *e) { return interrupt_asked() ? error_set(e, "interrupted") : 0; }

int interrupt_signal(void) { return interrupt_is_guest() ? 0 : now.number; }

bool interrupt_time_is_up(void) { return interrupt_is_guest() ? interrupt_lent->time_is_up : now.time_is_up; }

static interrupt_listener *listen(interrupt_listener *volatile *place, interrupt_listener *listener) {
    interrupt_listener *before = *place;
    if (interrupt_is_guest()) {
        return NULL;
    }
    *place = listener;
    return before;
}

interrupt_listener *interrupt_on_signal(interrupt_listener *listener) { return listen(&now.on_signal, listener); }

interrupt_listener *interrupt_on_time(interrupt_listener *listener) { return listen(&now.on_time, listener); }

interrupt_listener *interrupt_on_end(interrupt_listener *listener) { return listen(&now.on_end, listener); }

void interrupt_pass_on(pid_t child) {
    if (interrupt_is_guest()) {
        return;
    }
    now.child = (sig_atomic_t)child;
    if (child > 0 && now.number) {
        kill(child, now.number); /* it came before there was a child */
    }
}

bool interrupt_in_session(bool session) {
    static struct sigaction before;
    bool was = now.session;
    if (session && !was) {
        struct sigaction action = {.sa_handler = on_resize};
        sigaction(SIGWINCH, &action, &before);
    } else if (!session && was) {
        sigaction(SIGWINCH, &before, NULL);
    }
    now.session = session;
    return was;
}

bool interrupt_clear(void) {
    if (now.number != SIGINT || !now.session) {
        return false;
    }
    sigset_t before;
    block(watched, WATCHED, &before);
    bool cleared = now.number == SIGINT;
    if (cleared) {
        now.number = 0;
        interrupt_own.asked = now.time_is_up;
    }
    unblock(&before);
    return cleared;
}

bool interrupt_take_resize(void) {
    bool was = now.resized;
    now.resized = 0;
    return was;
}

int interrupt_poll(struct pollfd *fds, nfds_t count, int wait) {
    static const int waking[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH};
    struct timespec time = {.tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000L};
    sigset_t before;
    int result = -1, failure = EINTR;
    if (interrupt_is_guest()) {
        return poll(fds, count, wait);
    }
    block(waking, sizeof waking / sizeof *waking, &before);
    if (!now.number && !now.resized) {
        result = ppoll(fds, count, wait < 0 ? NULL : &time, &before);
        failure = errno;
    }
    unblock(&before);
    errno = failure;
    return result;
}
