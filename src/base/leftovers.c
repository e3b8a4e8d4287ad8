/* Paths to remove if the program is ended by force: see leftovers.h. */
#include "base/leftovers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

enum { DEEPEST = 200, LISTING = 4096, BLOCK = 512 };

struct note {
    struct note *next;
    pid_t owner;
    enum leftover kind;
    char path[];
};

/* Changed by a single store each time, so that a signal handler always finds a consistent list. */
struct leftovers {
    struct note *_Atomic first;
};

static _Thread_local struct leftovers own;
static _Thread_local struct leftovers *lent;

struct leftovers *leftovers_here(void) {
    return lent ? lent : &own;
}

void leftovers_lend(struct leftovers *leftovers) { lent = leftovers; }

typedef long long milliseconds;

/* One attempt to remove something: until a moment, or until it is done. */
struct attempt {
    milliseconds deadline; /* 0: until it is done */
    bool over;
};

static void remove_one(const char *path, enum leftover kind, struct attempt *attempt);

void leftovers_note(const char *path, enum leftover kind) {
    mem_clean_up_when_exhausted(leftovers_remove);
    size_t size = strlen(path) + 1;
    struct note *note = malloc(sizeof *note + size);
    if (note == NULL) { /* it is there already, but in no list */
        remove_one(path, kind, &(struct attempt){0});
        mem_exhausted(sizeof *note + size);
    }
    note->next = leftovers_here()->first;
    note->owner = getpid();
    note->kind = kind;
    memcpy(note->path, path, size);
    atomic_signal_fence(memory_order_release);
    leftovers_here()->first = note;
}

void leftovers_forget(const char *path) {
    struct note *before = NULL;
    for (struct note *note = leftovers_here()->first; note != NULL; before = note, note = note->next) {
        if (strcmp(note->path, path) == 0) {
            if (before == NULL) {
                leftovers_here()->first = note->next;
            } else {
                *(struct note *volatile *)&before->next = note->next;
            }
            atomic_signal_fence(memory_order_seq_cst);
            free(note);
            return;
        }
    }
}

void leftovers_end_thread(void) {
    while (own.first) {
        leftovers_forget(own.first->path);
    }
}

static void each_folder(const char *topmost, const char *path, bool noted) {
    char *folder = mem_strdup(path);
    for (size_t at = strlen(topmost);; at++) {
        if (path[at] == '/' || path[at] == '\0') {
            folder[at] = '\0';
            if (noted) {
                leftovers_note(folder, LEFTOVER_FOLDER);
            } else {
                leftovers_forget(folder);
            }
            folder[at] = path[at];
        }
        if (path[at] == '\0') {
            break;
        }
    }
    free(folder);
}

void leftovers_note_folders(const char *topmost, const char *path) { each_folder(topmost, path, true); }

void leftovers_forget_folders(const char *topmost, const char *path) { each_folder(topmost, path, false); }

/* ---- removing, with system calls only ---------------------------------------------------------------------------- */

static milliseconds moment(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (milliseconds)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool is_over(struct attempt *attempt) {
    attempt->over = attempt->over || (attempt->deadline != 0 && moment() >= attempt->deadline);
    return attempt->over;
}

bool leftovers_is_large(int folder, const char *name) {
    struct stat st;
    return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
           st.st_blocks >= LEFTOVERS_LARGE / BLOCK;
}

static void remove_below(int folder, int depth, struct attempt *attempt);

static void remove_entry(int folder, const char *name, int depth, struct attempt *attempt) {
    if (attempt->deadline != 0 && leftovers_is_large(folder, name)) {
        attempt->over = true;
        return;
    }
    if (unlinkat(folder, name, 0) == 0 || (errno != EISDIR && errno != EPERM)) {
        return;
    }
    int fd = depth < DEEPEST ? openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (fd >= 0) {
        remove_below(fd, depth + 1, attempt);
        close(fd);
    }
    (void)unlinkat(folder, name, AT_REMOVEDIR);
}

/* The layout that the kernel writes. */
struct listed {
    ino64_t inode;
    off64_t offset;
    unsigned short size;
    unsigned char type;
    char name[];
};

static void remove_below(int folder, int depth, struct attempt *attempt) {
    _Alignas(struct listed) char listing[LISTING];
    long length;
    while (!is_over(attempt) && (length = syscall(SYS_getdents64, folder, listing, sizeof listing)) > 0) {
        for (long at = 0; at < length && !is_over(attempt);) {
            const struct listed *entry = (const void *)(listing + at);
            const char *name = entry->name;
            if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
                remove_entry(folder, name, depth, attempt);
            }
            at += entry->size;
        }
    }
}

void leftovers_remove_path(const char *path) { remove_entry(AT_FDCWD, path, 0, &(struct attempt){0}); }

static void remove_one(const char *path, enum leftover kind, struct attempt *attempt) {
    if (kind == LEFTOVER_TREE) {
        remove_entry(AT_FDCWD, path, 0, attempt);
    } else {
        (void)rmdir(path);
    }
}

static void remove_all(pid_t owner, struct attempt *attempt) {
    for (const struct note *note = leftovers_here()->first; note != NULL && !is_over(attempt); note = note->next) {
        if (note->owner == owner) {
            remove_one(note->path, note->kind, attempt);
        }
    }
}

void leftovers_remove(void) { remove_all(getpid(), &(struct attempt){0}); }

/* Nobody must wait for this process: it keeps none of the files that were open when the program started. */
static void close_inherited(void) {
    enum { MOST = 256 };
    for (int fd = 0; fd < MOST; fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (flags >= 0 && !(flags & FD_CLOEXEC)) {
            close(fd);
        }
    }
}

void leftovers_remove_or_delegate(int limit) {
    pid_t self = getpid();
    struct attempt attempt = {.deadline = moment() + limit};
    remove_all(self, &attempt);
    if (!is_over(&attempt)) {
        return;
    }
    /* The process 1 of a container takes all others with it. */
    pid_t child = self == 1 ? -1 : _Fork();
    if (child > 0) {
        return;
    }
    if (child == 0) {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, NULL);
        (void)setsid();
        close_inherited();
        remove_all(self, &(struct attempt){0});
        while (getppid() == self) { /* its threads may still write */
            (void)poll(NULL, 0, 1);
        }
    }
    remove_all(self, &(struct attempt){0});
    if (child == 0) {
        _exit(0);
    }
}
