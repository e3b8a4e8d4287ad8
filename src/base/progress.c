/* One line about what is going on: see progress.h. */
#include "base/progress.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/interrupt.h"
#include "base/terminal.h"
#include "base/terminal_look.h"

enum {
    LONGEST = 4096,
    SHORTEST_NAME = 4,
    MARGIN = 3 /* the last column would wrap, and so would ^C behind the line */
};

bool progress_is_allowed;

static _Thread_local bool ours; /* the thread that may show something */

static struct {
    pid_t process;
    int depth; /* of nested operations */
    const char *doing, *what;
    unsigned long long (*total_of)(const void *context);
    const void *context;
    unsigned long long total;
    bool items, counted;   /* of items, not bytes; the total is known */
    long long began, next; /* moments: when it began, and when the line may change */
    int delay;
    int columns; /* that the line on the screen takes; 0: none is there */
    interrupt_listener *on_end;
} now;

static atomic_ullong done;

static long long moment(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the line on the screen ------------------------------------------------------------------------------------ */

/* Removes the line, which has been wrapped if the window has become narrower. Async-signal-safe. */
static void wipe(void) {
    int screen = terminal_screen_columns(STDERR_FILENO), rows = 0;
    if (screen > 0) {
        rows = (now.columns - 1) / screen;
    }
    now.columns = 0;
    for (; rows > 0; rows--) {
        (void)fd_write_all(STDERR_FILENO, "\033[A", 3);
    }
    (void)fd_write_all(STDERR_FILENO, "\r\033[J", 4);
}

static void wipe_at_end(void) {
    if (now.columns > 0) {
        wipe();
    }
    if (now.on_end) {
        now.on_end();
    }
}

static void hide(void) {
    if (ours && now.columns > 0 && now.process == getpid()) {
        int saved = errno;
        wipe();
        interrupt_on_end(now.on_end);
        errno = saved;
    }
}

/* ---- its words ------------------------------------------------------------------------------------------------- */

static void add_bytes(char *text, size_t size, unsigned long long bytes) {
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = (double)bytes;
    size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < sizeof units / sizeof *units; unit++) {
        value /= 1024;
    }
    snprintf(text, size, unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value, units[unit]);
}

static void put_amount(char *text, size_t size, unsigned long long amount) {
    if (now.items) {
        snprintf(text, size, "%llu", amount);
    } else {
        add_bytes(text, size, amount);
    }
}

/* "1.2 GiB of 3.4 GiB", or "12 s". */
static void put_state(char *text, size_t size, long long at) {
    if (!now.counted) {
        snprintf(text, size, "%lld s", (at - now.began) / 1000);
        return;
    }
    unsigned long long amount = done;
    char part[32], all[32];
    put_amount(part, sizeof part, amount < now.total ? amount : now.total); /* files may grow, or be read again */
    put_amount(all, sizeof all, now.total);
    snprintf(text, size, "%s of %s", part, all);
}

/* What the work is about, in at most `room` columns: its end, without anything that commands a terminal. */
static void put_name(char *name, size_t size, int room) {
    const char *what = now.what;
    char here[LONGEST];
    if (getcwd(here, sizeof here) && strncmp(what, here, strlen(here)) == 0 && what[strlen(here)] == '/') {
        what += strlen(here) + 1;
    }
    size_t length = strnlen(what, size - 1);
    memcpy(name, what, length);
    length = terminal_make_plain(name, length, false);
    for (size_t i = 0; i < length; i++) {
        name[i] = name[i] == '\n' || name[i] == '\t' ? '?' : name[i];
    }
    name[length] = '\0';
    const char *dots = terminal_locale_is_utf8() ? "…" : "...";
    size_t dots_columns = terminal_text_columns(dots, strlen(dots)), from = 0;
    if (terminal_text_columns(name, length) <= (size_t)room) {
        return;
    }
    while (from < length && terminal_text_columns(name + from, length - from) + dots_columns > (size_t)room) {
        do {
            from++;
        } while (from < length && ((unsigned char)name[from] & 0xC0) == 0x80);
    }
    char rest[LONGEST];
    snprintf(rest, sizeof rest, "%s%s", dots, name + from);
    snprintf(name, size, "%s", rest);
}

static void show(long long at) {
    char state[80], name[LONGEST] = "", line[2 * LONGEST], all[2 * LONGEST + 8];
    int screen = terminal_screen_columns(STDERR_FILENO), wanted = terminal_columns(STDERR_FILENO);
    int room = (screen > 0 && screen < wanted ? screen : wanted) - MARGIN;
    if (!now.counted && now.total_of) {
        now.total = now.total_of(now.context);
        now.counted = true;
    }
    put_state(state, sizeof state, at);
    int left = room - (int)strlen(now.doing) - (int)strlen(state) - 3;
    if (now.what && left >= SHORTEST_NAME) {
        put_name(name, sizeof name, left);
    }
    snprintf(line, sizeof line, "%s%s%s  %s", now.doing, *name ? " " : "", name, state);
    size_t length = terminal_text_prefix(line, strlen(line), room > 0 ? (size_t)room : 0);
    if (screen > 0 && now.columns > screen) {
        hide(); /* it takes several rows now */
    }
    interrupt_listener *before = interrupt_on_end(wipe_at_end);
    now.on_end = before == wipe_at_end ? now.on_end : before;
    now.columns = (int)terminal_text_columns(line, length) + MARGIN - 1;
    snprintf(all, sizeof all, "\r%.*s\033[K", (int)length, line);
    (void)fd_write_all(STDERR_FILENO, all, strlen(all));
}

/* ---- operations ------------------------------------------------------------------------------------------------ */

void progress_allow(void) {
    const char *delay = getenv("LUACDK_PROGRESS");
    bool off = delay && strcmp(delay, "off") == 0;
    ours = !off && isatty(STDERR_FILENO) && terminal_look(STDERR_FILENO).watched && !terminal_is_dumb() &&
           !interrupt_is_guest();
    progress_is_allowed = ours;
    now.delay = delay && *delay && !off ? atoi(delay) : PROGRESS_DELAY;
    now.process = getpid();
    now.depth = now.columns = 0;
    terminal_before_writing(ours ? hide : NULL);
}

static void start(void) {
    now.began = moment();
    now.next = now.began + now.delay;
    done = 0;
}

static bool begins(void) { return progress_is_allowed && ours && now.depth++ == 0 && now.process == getpid(); }

void progress_begin(const char *doing, const char *what, unsigned long long (*total)(const void *context),
                    const void *context) {
    if (begins()) {
        now.doing = doing;
        now.what = what;
        now.total_of = total;
        now.context = context;
        now.items = now.counted = false;
        start();
    }
}

void progress_begin_items(const char *doing, unsigned long long total) {
    if (begins()) {
        now.doing = doing;
        now.what = NULL;
        now.total_of = NULL;
        now.total = total;
        now.items = now.counted = true;
        start();
    }
}

void progress_end(void) {
    if (progress_is_allowed && ours && --now.depth == 0) {
        hide();
    }
}

void progress_count(unsigned long long amount) {
    atomic_fetch_add_explicit(&done, amount, memory_order_relaxed);
    if (!ours || now.depth == 0 || now.process != getpid()) {
        return;
    }
    long long at = moment();
    if (at >= now.next && terminal_is_at_line_start() && !interrupt_asked()) {
        now.next = at + PROGRESS_STEP;
        show(at);
    }
}
