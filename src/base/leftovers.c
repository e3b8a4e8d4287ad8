/* Paths to remove if the program is ended by force: see leftovers.h. */
#include "base/leftovers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"

enum { DEEPEST = 200, LISTING = 4096 };

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

static void remove_one(const char *path, enum leftover kind);

void leftovers_note(const char *path, enum leftover kind) {
    mem_clean_up_when_exhausted(leftovers_remove);
    size_t size = strlen(path) + 1;
    struct note *note = malloc(sizeof *note + size);
    if (note == NULL) { /* it is there already, but in no list */
        remove_one(path, kind);
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

static void remove_below(int folder, int depth);

static void remove_entry(int folder, const char *name, int depth) {
    if (unlinkat(folder, name, 0) == 0 || (errno != EISDIR && errno != EPERM)) {
        return;
    }
    int fd = depth < DEEPEST ? openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (fd >= 0) {
        remove_below(fd, depth + 1);
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

static void remove_below(int folder, int depth) {
    _Alignas(struct listed) char listing[LISTING];
    long length;
    while ((length = syscall(SYS_getdents64, folder, listing, sizeof listing)) > 0) {
        for (long at = 0; at < length;) {
            const struct listed *entry = (const void *)(listing + at);
            const char *name = entry->name;
            if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
                remove_entry(folder, name, depth);
            }
            at += entry->size;
        }
    }
}

void leftovers_remove_path(const char *path) { remove_entry(AT_FDCWD, path, 0); }

static void remove_one(const char *path, enum leftover kind) {
    if (kind == LEFTOVER_TREE) {
        remove_entry(AT_FDCWD, path, 0);
    } else {
        (void)rmdir(path);
    }
}

void leftovers_remove(void) {
    pid_t self = getpid();
    for (const struct note *note = leftovers_here()->first; note != NULL; note = note->next) {
        if (note->owner == self) {
            remove_one(note->path, note->kind);
        }
    }
}
