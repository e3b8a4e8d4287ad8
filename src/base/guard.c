/* The guard: see guard.h. */
#include "base/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/follow.h"
#include "base/inputs.h"
#include "base/path.h"
#include "base/terminal.h"

struct folders {
    char **items;
    size_t count, room;
};

enum { LARGEST_DISTRUSTED = 512 << 20 }; /* bytes */

struct guard {
    bool on;
    struct folders readable, writable, distrusted, around; /* links resolved */
    size_t largest;
    const char *remedy;
};

static _Thread_local struct guard own;
static _Thread_local struct guard *lent;

struct guard *guard_here(void) {
    return lent ? lent : &own;
}

void guard_lend(struct guard *guard) { lent = guard; }

static const char *broken_rule(void);

void guard_set(bool on) {
    guard_here()->on = on;
    error_explain_refusals(broken_rule);
}

bool guard_is_on(void) { return guard_here()->on; }

bool guard_is_wary(void) { return guard_here()->on || guard_here()->distrusted.count > 0; }

void guard_set_largest_file(size_t bytes) { guard_here()->largest = bytes; }

/* ---- folders --------------------------------------------------------------------------------------------------- */

/* The innermost of the folders that contains the path, or NULL. */
static const char *folder_around(const struct folders *folders, const char *path) {
    const char *found = NULL;
    for (size_t i = 0; i < folders->count; i++) {
        if (path_is_within(folders->items[i], path) && (!found || path_is_within(found, folders->items[i]))) {
            found = folders->items[i];
        }
    }
    return found;
}

static bool folders_hold(const struct folders *folders, const char *path) {
    return folder_around(folders, path) != NULL;
}

static void folders_add(struct folders *folders, const char *path) {
    const char *known = folder_around(folders, path);
    if (known && strcmp(known, path) == 0) {
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

void guard_forget_reading(void) { folders_clear(&guard_here()->readable); }

void guard_forget_writing(void) { folders_clear(&guard_here()->writable); }

void guard_trust_again(void) {
    folders_clear(&guard_here()->distrusted);
    folders_clear(&guard_here()->around);
}

void guard_end_thread(void) {
    guard_set(false);
    guard_forget_reading();
    guard_forget_writing();
    guard_trust_again();
    struct folders *all[] = {&own.readable, &own.writable, &own.distrusted, &own.around};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]->items);
    }
    own = (struct guard){0};
}

static const char *broken_rule(void) { return guard_is_wary() ? guard_rule() : NULL; }

static int add_existing(struct folders *folders, const char *folder, struct error *e) {
    error_explain_refusals(broken_rule);
    char *real = realpath(folder, NULL);
    if (real == NULL) {
        return error_errno(e, "cannot read", folder);
    }
    folders_add(folders, real);
    free(real);
    return 0;
}

int guard_allow_reading(const char *folder, struct error *e) {
    return add_existing(&guard_here()->readable, folder, e);
}

int guard_distrust(const char *folder, struct error *e) {
    terminal_suspect();
    return add_existing(&guard_here()->distrusted, folder, e);
}

int guard_distrust_around(const char *folder, struct error *e) {
    return add_existing(&guard_here()->around, folder, e);
}

/* Where the path leads, even if that does not exist yet; NULL if it cannot be determined. */
static const char *destination(struct arena *a, const char *path, const struct follow *how) {
    const char *missing;
    int fd = follow_path(a, path, how, &missing);
    const char *real = fd < 0 ? NULL : follow_real_path(a, fd);
    if (fd >= 0) {
        close(fd);
    }
    if (!real || !*missing) {
        return real;
    }
    const char *whole = arena_printf(a, "%s/%s", real, missing);
    const char *plain = path_normalize(a, whole);
    return path_is_within(real, plain) ? plain : NULL; /* otherwise `..` leaves a folder that does not exist */
}

static bool may_read(const char *real) {
    return folders_hold(&guard_here()->readable, real) || folders_hold(&guard_here()->writable, real);
}

const char *guard_rule(void) { return "the sandbox can read only regular files in the definition's folder"; }

const char *guard_remedy(void) { return guard_here()->remedy ? guard_here()->remedy : "pass --trust to allow it"; }

void guard_set_remedy(const char *remedy) { guard_here()->remedy = remedy; }

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* A path that is clearly outside, by its spelling alone, is not even looked up, so that nobody learns whether it
 * exists. */
static bool may_lie_inside(const char *path) {
    struct arena arena = ARENA_INIT;
    const char *whole = path_resolve(&arena, NULL, path);
    const char *real = may_read(whole) ? whole : destination(&arena, path_dirname(&arena, whole), &(struct follow){0});
    bool inside = real && may_read(real);
    arena_free(&arena);
    return inside;
}

/* Opens the path without reading it, and checks where it led; -1 and errno. */
static int open_judged(int directory, const char *path, int flags, struct stat *status) {
    if (directory == AT_FDCWD && !may_lie_inside(path)) {
        errno = EXDEV;
        return -1;
    }
    int fd = openat(directory, path, O_PATH | O_CLOEXEC | (flags & (O_NOFOLLOW | O_DIRECTORY)));
    if (fd < 0) {
        return -1;
    }
    struct arena arena = ARENA_INIT;
    const char *real = follow_real_path(&arena, fd);
    bool passes = real && may_read(real) && fstat(fd, status) == 0;
    arena_free(&arena);
    if (!passes) {
        close(fd);
        errno = EXDEV;
        return -1;
    }
    return fd;
}

/* Reopens what `judged` stands for, this time for reading: a folder, or a regular file no larger than `largest` (0: of
 * any size). Takes `judged`. */
static int open_again(int judged, int flags, const struct stat *status, size_t largest) {
    int fd = -1;
    if (!S_ISREG(status->st_mode) && !S_ISDIR(status->st_mode)) {
        errno = EXDEV;
    } else if (S_ISREG(status->st_mode) && largest && (size_t)status->st_size > largest) {
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

/* ---- distrusted folders ----------------------------------------------------------------------------------------- */

/* The way to a file, and the links in distrusted folders that are on it. */
struct way {
    struct arena *arena;
    const char *link, *folder; /* the last such link and its folder; NULL: there was none */
    const char *root;          /* the folder that the way must not leave, or NULL */
    bool around;               /* it must end in a distrusted folder */
    bool torn;                 /* it left one distrusted folder for another */
};

static void note_link(struct way *way, int folder, const char *name) {
    const char *real = follow_real_path(way->arena, folder);
    const char *root = real ? folder_around(&guard_here()->distrusted, real) : NULL;
    const char *around = real && !root ? folder_around(&guard_here()->around, real) : NULL;
    if (!root && !around) {
        return;
    }
    way->folder = root ? root : around;
    way->link = path_join(way->arena, real, name);
    way->around |= !root;
    if (root && (!way->root || path_is_within(way->root, root))) {
        way->root = root;
    } else if (root) {
        way->torn |= !path_is_within(root, way->root);
    }
}

static bool stays(const struct way *way, const char *real) {
    return !way->torn && (!way->root || path_is_within(way->root, real)) &&
           (!way->around || folders_hold(&guard_here()->distrusted, real));
}

static int pass_link(void *context, int folder, const char *name) {
    note_link(context, folder, name);
    return 0;
}

static int refuse_link(void *context, int folder, const char *name) {
    const struct way *way = context;
    note_link(context, folder, name);
    errno = way->link ? EXDEV : 0;
    return way->link ? -1 : 0;
}

static bool is_distrusted(const char *real) {
    return folders_hold(&guard_here()->distrusted, real) || folders_hold(&guard_here()->around, real);
}

/* Files that are in no distrusted folder, and are not reached through a link in one, are opened as usual. */
static int open_warily(struct arena *a, const char *path, int flags) {
    struct way way = {.arena = a};
    struct stat status;
    int fd = follow_path(a, path, &(struct follow){.at_link = pass_link, .context = &way}, NULL);
    if (fd < 0) {
        return -1;
    }
    const char *real = follow_real_path(a, fd);
    if (!way.link && !(real && is_distrusted(real))) {
        close(fd);
        return open(path, flags);
    }
    if (!real || !stays(&way, real) || fstat(fd, &status) != 0) {
        close(fd);
        errno = EXDEV;
        return -1;
    }
    return open_again(fd, flags, &status, LARGEST_DISTRUSTED);
}

bool guard_distrusts(int fd) {
    struct arena arena = ARENA_INIT;
    const char *real = guard_here()->distrusted.count ? follow_real_path(&arena, fd) : NULL;
    bool distrusted = real && is_distrusted(real);
    arena_free(&arena);
    return distrusted;
}

int guard_open(int directory, const char *path, int flags) {
    int fd;
    if (guard_here()->on) {
        struct stat status;
        int judged = open_judged(directory, path, flags, &status);
        fd = judged < 0 ? -1 : open_again(judged, flags, &status, guard_here()->largest);
    } else if (guard_here()->distrusted.count && directory == AT_FDCWD) {
        struct arena arena = ARENA_INIT;
        fd = open_warily(&arena, path, flags);
        int failure = errno;
        arena_free(&arena);
        errno = failure;
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
    return guard_here()->on ? look(path, 0, status) : stat(path, status);
}

int guard_lstat(const char *path, struct stat *status) {
    return guard_here()->on ? look(path, O_NOFOLLOW, status) : lstat(path, status);
}

/* ---- checks ---------------------------------------------------------------------------------------------------- */

int guard_check_reading(const char *path, struct error *e) {
    struct stat status;
    if (!guard_here()->on || look(path, O_NOFOLLOW, &status) == 0) {
        if (!guard_here()->on || !S_ISLNK(status.st_mode) || look(path, 0, &status) == 0 || errno != EXDEV) {
            return 0;
        }
    } else if (errno != EXDEV) {
        return 0;
    }
    return error_set(e, "cannot read %s: %s; %s", path, guard_rule(), guard_remedy());
}

/* A path as shown in messages: relative if it is below the current folder. */
static const char *shown(struct arena *a, const char *path) {
    const char *cwd = path_cwd(a);
    return path_is_within(cwd, path) && strcmp(cwd, path) != 0 ? path_relative(a, cwd, path) : path;
}

/* Where something written to the path would end up, or NULL; -1 and *e if a link in a distrusted folder is on the
 * way. */
static int judge_writing(struct arena *a, const char *path, const char **real, struct error *e) {
    struct way way = {.arena = a};
    *real = destination(a, path, &(struct follow){.at_link = refuse_link, .context = &way});
    return !way.link ? 0
                     : error_set(e,
                                 "cannot write %s: %s is a link that may have come with the code in %s; use a "
                                 "path that does not go through it",
                                 path, shown(a, way.link), way.folder);
}

int guard_allow_writing(const char *folder, struct error *e) {
    struct arena arena = ARENA_INIT;
    const char *real;
    int result = judge_writing(&arena, folder, &real, e);
    if (result == 0 && real) {
        folders_add(&guard_here()->writable, real);
    }
    arena_free(&arena);
    return result;
}

int guard_check_writing(const char *path, struct error *e) {
    if (!guard_is_wary()) {
        return 0;
    }
    struct arena arena = ARENA_INIT;
    const char *real;
    int result = judge_writing(&arena, path, &real, e);
    if (result == 0 && guard_here()->on && !(real && folders_hold(&guard_here()->writable, real))) {
        const char *name = real && follow_is_open(path) ? real : path; /* one that means something */
        result = error_set(e, "cannot write %s: the sandbox can write only to the run's output folder; %s", name,
                           guard_remedy());
    }
    arena_free(&arena);
    return result;
}

int guard_check_program(const char *program, struct error *e) {
    return !guard_here()->on
               ? 0
               : error_set(e, "cannot run %s: the sandbox cannot start programs; %s", program, guard_remedy());
}

/* ---- the way to what is written --------------------------------------------------------------------------------- */

/* The descriptor, or -1 and errno. */
static int open_folder(struct arena *a, const char *path, bool make) {
    struct way way = {.arena = a};
    struct stat status;
    int fd = follow_path(a, path, &(struct follow){make, refuse_link, &way}, NULL);
    if (fd >= 0 && fstat(fd, &status) == 0 && !S_ISDIR(status.st_mode)) {
        close(fd);
        fd = -1;
        errno = make ? EEXIST : ENOTDIR;
    }
    return fd;
}

int guard_open_folder(const char *path, bool make, struct error *e) {
    if (guard_check_writing(path, e) != 0) {
        return -1;
    }
    struct arena arena = ARENA_INIT;
    int fd = open_folder(&arena, path, make);
    if (fd < 0) {
        error_errno(e, make ? "cannot create directory" : "cannot write to", path);
    }
    arena_free(&arena);
    return fd;
}

int guard_open_nearest(struct arena *a, const char *path, const char **missing, struct error *e) {
    if (guard_check_writing(path, e) != 0) {
        return -1;
    }
    struct way way = {.arena = a};
    int fd = follow_path(a, path, &(struct follow){.at_link = refuse_link, .context = &way}, missing);
    return fd >= 0 ? fd : error_errno(e, "cannot write to", path);
}

int guard_open_parent(const char *path, const char **name, struct error *e) {
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (**name == '\0' || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0) {
        errno = *path ? EISDIR : ENOENT;
        return error_errno(e, "cannot write", path);
    }
    if (guard_check_writing(path, e) != 0) {
        return -1;
    }
    struct arena arena = ARENA_INIT;
    const char *folder = !slash ? "." : slash == path ? "/" : arena_strndup(&arena, path, (size_t)(slash - path));
    int fd = open_folder(&arena, folder, false);
    if (fd < 0) {
        error_errno(e, "cannot write", path);
    }
    arena_free(&arena);
    return fd;
}
