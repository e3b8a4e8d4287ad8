/* The guard: see guard.h. */
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "inputs.h"
#include "path.h"

struct folders {
    char **items;
    size_t count, room;
};

static struct {
    bool on;
    struct folders readable, writable; /* links resolved */
    size_t largest;
    const char *remedy;
} guard;

void guard_set(bool on) { guard.on = on; }

bool guard_is_on(void) { return guard.on; }

void guard_set_largest_file(size_t bytes) { guard.largest = bytes; }

/* ---- folders --------------------------------------------------------------------------------------------------- */

static bool folders_hold(const struct folders *folders, const char *path) {
    for (size_t i = 0; i < folders->count; i++) {
        if (path_is_within(folders->items[i], path)) {
            return true;
        }
    }
    return false;
}

static void folders_add(struct folders *folders, const char *path) {
    if (folders_hold(folders, path)) {
        return;
    }
    if (folders->count == folders->room) {
        folders->room = folders->room ? 2 * folders->room : 8;
        folders->items = mem_resize(folders->items, folders->room, sizeof *folders->items);
    }
    folders->items[folders->count++] = mem_strdup(path);
}

static void folders_clear(struct folders *folders) {
    for (size_t i = 0; i < folders->count; i++) {
        free(folders->items[i]);
    }
    folders->count = 0;
}

void guard_forget_reading(void) { folders_clear(&guard.readable); }

void guard_forget_writing(void) { folders_clear(&guard.writable); }

int guard_allow_reading(const char *folder, struct error *e) {
    char *real = realpath(folder, NULL);
    if (real == NULL) {
        return error_errno(e, "cannot read", folder);
    }
    folders_add(&guard.readable, real);
    free(real);
    return 0;
}

/* The path with the links of what exists of it resolved. */
static char *real_path(struct arena *a, const char *path) {
    const char *whole = path_resolve(a, NULL, path);
    for (const char *at = whole;; at = path_dirname(a, at)) {
        char *real = realpath(at, NULL);
        if (real != NULL || strcmp(at, "/") == 0) {
            const char *rest = whole + strlen(at);
            char *result = arena_printf(a, "%s%s%s", real ? real : "", *rest && *rest != '/' ? "/" : "", rest);
            free(real);
            return path_normalize(a, result);
        }
    }
}

void guard_allow_writing(const char *folder) {
    struct arena arena = ARENA_INIT;
    folders_add(&guard.writable, real_path(&arena, folder));
    arena_free(&arena);
}

static bool may_read(const char *real) {
    return folders_hold(&guard.readable, real) || folders_hold(&guard.writable, real);
}

const char *guard_rule(void) { return "the sandbox lets only regular files below the definition's own folder be read"; }

const char *guard_remedy(void) { return guard.remedy ? guard.remedy : "--trust lifts that"; }

void guard_set_remedy(const char *remedy) { guard.remedy = remedy; }

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* What is far away by its mere spelling is not even looked for, so that nobody learns whether it exists. */
static bool may_lie_inside(const char *path) {
    struct arena arena = ARENA_INIT;
    const char *whole = path_resolve(&arena, NULL, path);
    bool inside = may_read(whole) || may_read(real_path(&arena, path_dirname(&arena, whole)));
    arena_free(&arena);
    return inside;
}

/* Opens the path without reading it, and judges where it led; -1 and errno. */
static int open_judged(int directory, const char *path, int flags, struct stat *status) {
    if (directory == AT_FDCWD && !may_lie_inside(path)) {
        errno = EXDEV;
        return -1;
    }
    int fd = openat(directory, path, O_PATH | O_CLOEXEC | (flags & (O_NOFOLLOW | O_DIRECTORY)));
    if (fd < 0) {
        return -1;
    }
    char name[32], real[PATH_MAX];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, real, sizeof real);
    bool judged = length > 0 && (size_t)length < sizeof real;
    if (judged) {
        real[length] = '\0';
    }
    if (!judged || !may_read(real) || fstat(fd, status) != 0) {
        close(fd);
        errno = EXDEV;
        return -1;
    }
    return fd;
}

/* Opens again what `judged` stands for, this time to read it. Takes `judged`. */
static int open_again(int judged, int flags, const struct stat *status) {
    int fd = -1;
    if (!S_ISREG(status->st_mode) && !S_ISDIR(status->st_mode)) {
        errno = EXDEV;
    } else if (S_ISREG(status->st_mode) && guard.largest && (size_t)status->st_size > guard.largest) {
        errno = EFBIG;
    } else {
        char name[32];
        snprintf(name, sizeof name, "/proc/self/fd/%d", judged);
        fd = open(name, flags & ~O_NOFOLLOW);
    }
    int failure = errno;
    close(judged);
    errno = failure;
    return fd;
}

int guard_open(int directory, const char *path, int flags) {
    int fd;
    if (guard.on) {
        struct stat status;
        int judged = open_judged(directory, path, flags, &status);
        fd = judged < 0 ? -1 : open_again(judged, flags, &status);
    } else {
        fd = openat(directory, path, flags);
    }
    if (fd >= 0 && directory == AT_FDCWD) {
        inputs_add(path);
    }
    return fd;
}

static int look(const char *path, int flags, struct stat *status) {
    int fd = open_judged(AT_FDCWD, path, flags, status);
    if (fd < 0) {
        return -1;
    }
    close(fd);
    return 0;
}

int guard_stat(const char *path, struct stat *status) {
    return guard.on ? look(path, 0, status) : stat(path, status);
}

int guard_lstat(const char *path, struct stat *status) {
    return guard.on ? look(path, O_NOFOLLOW, status) : lstat(path, status);
}

/* ---- checks ---------------------------------------------------------------------------------------------------- */

int guard_check_reading(const char *path, struct error *e) {
    struct stat status;
    if (!guard.on || look(path, O_NOFOLLOW, &status) == 0) {
        if (!guard.on || !S_ISLNK(status.st_mode) || look(path, 0, &status) == 0 || errno != EXDEV) {
            return 0;
        }
    } else if (errno != EXDEV) {
        return 0;
    }
    return error_set(e, "cannot read %s: %s; %s", path, guard_rule(), guard_remedy());
}

static bool climbs(const char *path) {
    for (const char *at = path; (at = strstr(at, "..")) != NULL; at += 2) {
        if ((at == path || at[-1] == '/') && (at[2] == '/' || at[2] == '\0')) {
            return true;
        }
    }
    return false;
}

int guard_check_writing(const char *path, struct error *e) {
    if (!guard.on) {
        return 0;
    }
    struct arena arena = ARENA_INIT;
    bool allowed = !climbs(path) && folders_hold(&guard.writable, real_path(&arena, path));
    arena_free(&arena);
    return allowed ? 0
                   : error_set(e, "cannot write %s: the sandbox lets only the output folder of the run be written; %s",
                               path, guard_remedy());
}

int guard_check_program(const char *program, struct error *e) {
    return !guard.on ? 0
                     : error_set(e, "cannot run %s: the sandbox starts no programs; %s", program, guard_remedy());
}
