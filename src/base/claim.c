/* Claims on folders: see claim.h. */
#include "base/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/follow.h"
#include "base/guard.h"
#include "base/key_index.h"
#include "base/leftovers.h"
#include "base/path.h"
#include "base/recover.h"
#include "base/strbuf.h"

enum { WAIT_SECONDS = 10, POLL_MILLISECONDS = 20 };

#define LOCK_FILE RECOVER_PREFIX "lock"

struct use {
    struct use *next;
    bool placed;
};

struct claim {
    struct arena arena;
    const char *path;
    const char *above_path;
    const char *place, *place_above; /* through what is open */
    int above;                       /* the folder that contains it, O_PATH */
    const char *created;             /* topmost folder that was created for it, or NULL */
    int fd;                          /* the folder */
    int lock;                        /* what is locked: the folder itself, or a file in it */
    pid_t owner;
    unsigned count;
    struct key_index uses; /* by name */
    struct use *last_use;
    struct claim *next;
};

static _Thread_local struct claim *claims;

const char *claim_path(const struct claim *claim) { return claim->path; }

int claim_fd(const struct claim *claim) { return claim->fd; }

const char *claim_place(const struct claim *claim) { return guard_is_on() ? claim->place : claim->path; }

const char *claim_place_above(const struct claim *claim) {
    return guard_is_on() ? claim->place_above : claim->above_path;
}

bool claim_is_on_folder(const struct claim *claim) { return claim->lock == claim->fd; }

/* ---- who holds it ---------------------------------------------------------------------------------------------- */

/* Appends the command line of a process. */
static void add_command(struct strbuf *out, long process) {
    char name[64];
    snprintf(name, sizeof name, "/proc/%ld/cmdline", process);
    struct strbuf text;
    strbuf_init(&text);
    if (file_read(name, &text, NULL) == 0 && text.length > 0) {
        strbuf_adds(out, " (");
        for (size_t i = 0; i + 1 < text.length && i < 80; i++) {
            unsigned char c = (unsigned char)text.data[i];
            strbuf_addch(out, (char)(c < ' ' || c == 0x7F ? ' ' : c));
        }
        strbuf_addch(out, ')');
    }
    strbuf_free(&text);
}

/* Appends who holds the lock on the file. /proc/locks lists the locks of all processes visible from here, but not those
 * of another container. */
static void add_holder(struct strbuf *out, const struct stat *file) {
    FILE *locks = fopen("/proc/locks", "re");
    char line[256];
    while (locks && fgets(line, sizeof line, locks)) {
        long process;
        unsigned major_number, minor_number;
        unsigned long inode;
        if (sscanf(line, "%*d: FLOCK %*s %*s %ld %x:%x:%lu", &process, &major_number, &minor_number, &inode) == 4 &&
            inode == file->st_ino && makedev(major_number, minor_number) == file->st_dev) {
            strbuf_addf(out, "process %ld", process);
            add_command(out, process);
            fclose(locks);
            return;
        }
    }
    if (locks) {
        fclose(locks);
    }
    strbuf_adds(out, "a process in another container or on another machine");
}

static int fail_held(const char *path, int lock, int seconds, struct error *e) {
    struct stat file;
    struct strbuf who;
    strbuf_init(&who);
    if (fstat(lock, &file) == 0) {
        add_holder(&who, &file);
    }
    error_set(e, "the folder %s is being written by %s; gave up after %d s", path, who.data, seconds);
    strbuf_free(&who);
    return -1;
}

/* ---- the lock -------------------------------------------------------------------------------------------------- */

static int wait_seconds(void) {
    const char *given = getenv("LUACDK_LOCK_WAIT");
    return given && *given >= '0' && *given <= '9' ? (int)strtoul(given, NULL, 10) : WAIT_SECONDS;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Whether the path still leads to what is open: another run may have exchanged or removed it while we waited. */
static bool leads_to(const char *path, int fd) {
    struct stat there, here;
    return stat(path, &there) == 0 && fstat(fd, &here) == 0 && there.st_ino == here.st_ino &&
           there.st_dev == here.st_dev;
}

static void close_both(struct claim *claim) {
    if (claim->lock >= 0 && claim->lock != claim->fd) {
        close(claim->lock);
    }
    if (claim->fd >= 0) {
        close(claim->fd);
    }
    claim->fd = claim->lock = -1;
}

/* Opens the folder (created if missing) and the file or folder to lock. */
static int open_folder(struct claim *claim, struct error *e) {
    int way = guard_open_folder(claim->path, true, e);
    if (way < 0) {
        return -1;
    }
    claim->fd = claim->lock = openat(way, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int failure = errno;
    close(way);
    errno = failure;
    return claim->fd >= 0 ? 0 : error_errno(e, "cannot use the output folder", claim->path);
}

/* 1: locked, 0: somebody else holds it, -1: failure. */
static int try_lock(struct claim *claim, struct error *e) {
    int result = flock(claim->lock, LOCK_EX | LOCK_NB);
    if (result != 0 && errno != EWOULDBLOCK && errno != EINTR) {
        claim->lock = openat(claim->fd, LOCK_FILE, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
        if (claim->lock < 0) {
            return error_errno(e, "cannot lock the folder", claim->path);
        }
        result = flock(claim->lock, LOCK_EX | LOCK_NB);
    }
    if (result == 0) {
        return leads_to(claim->path, claim->fd);
    }
    return errno == EWOULDBLOCK || errno == EINTR ? 0 : error_errno(e, "cannot lock the folder", claim->path);
}

static int lock(struct claim *claim, struct error *e) {
    int seconds = wait_seconds();
    double until = now() + seconds;
    for (;;) {
        if (open_folder(claim, e) != 0) {
            return -1;
        }
        int locked = try_lock(claim, e);
        if (locked > 0) {
            return 0;
        }
        if (locked == 0 && now() >= until && leads_to(claim->path, claim->fd)) {
            locked = fail_held(claim->path, claim->lock, seconds, e);
        }
        close_both(claim);
        if (locked < 0) {
            return -1;
        }
        if (nanosleep(&(struct timespec){.tv_nsec = POLL_MILLISECONDS * 1000000L}, NULL) != 0) {
            return error_set(e, "interrupted while waiting for the folder %s", claim->path);
        }
    }
}

/* ---- claims ---------------------------------------------------------------------------------------------------- */

static const char *topmost_missing(struct arena *a, const char *path) {
    const char *missing = NULL;
    for (const char *at = path; !file_exists(at) && strcmp(at, "/") != 0; at = path_dirname(a, at)) {
        missing = at;
    }
    return missing;
}

/* The folders that were created for the claim must no longer be removed if the program is ended by force. */
static void forget_created(struct claim *claim) {
    if (claim->created) {
        leftovers_forget_folders(claim->created, claim->path);
    }
}

static void remove_created(struct claim *claim) {
    forget_created(claim);
    const char *at = claim->path;
    while (claim->created && rmdir(at) == 0 && strcmp(at, claim->created) != 0) {
        at = path_dirname(&claim->arena, at);
    }
}

static void free_claim(struct claim *claim) {
    close_both(claim);
    if (claim->above >= 0) {
        close(claim->above);
    }
    arena_free(&claim->arena);
    free(claim);
}

static struct claim *find(const char *path) {
    struct claim *claim = claims;
    while (claim && strcmp(claim->path, path) != 0) {
        claim = claim->next;
    }
    return claim;
}

/* The path with its links resolved as far as it exists. */
static const char *real_path(struct arena *a, const char *path) {
    const char *whole = path_resolve(a, NULL, path);
    const char *missing = topmost_missing(a, whole);
    const char *real = file_realpath(a, missing ? path_dirname(a, missing) : whole, NULL);
    if (!real) {
        return whole;
    }
    return missing ? path_join(a, real, whole + strlen(path_dirname(a, missing))) : real;
}

/* Opens the parent folder, and makes sure that it contains the claimed one. */
static int open_above(struct claim *claim, struct error *e) {
    struct stat there, here;
    claim->above_path = path_dirname(&claim->arena, claim->path);
    claim->above = open(claim->above_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (claim->above < 0 || fstat(claim->fd, &here) != 0 ||
        fstatat(claim->above, path_basename(&claim->arena, claim->path), &there, AT_SYMLINK_NOFOLLOW) != 0) {
        return error_errno(e, "cannot use the output folder", claim->path);
    }
    if (strcmp(claim->path, "/") != 0 && (there.st_ino != here.st_ino || there.st_dev != here.st_dev)) {
        return error_set(e, "cannot use the output folder %s: another took its place just now", claim->path);
    }
    claim->place = arena_printf(&claim->arena, "/proc/self/fd/%d", claim->fd);
    claim->place_above = arena_printf(&claim->arena, "/proc/self/fd/%d", claim->above);
    return 0;
}

struct claim *claim_folder(const char *path, struct error *e) {
    if (guard_check_writing(path, e) != 0) {
        return NULL;
    }
    struct arena arena = ARENA_INIT;
    const char *real = real_path(&arena, path);
    struct claim *claim = find(real);
    if (claim) {
        claim->count++;
        arena_free(&arena);
        return claim;
    }
    claim = mem_calloc(1, sizeof *claim);
    claim->arena = arena;
    claim->uses.arena = &claim->arena;
    claim->path = real;
    claim->fd = claim->lock = claim->above = -1;
    claim->owner = getpid();
    claim->count = 1;
    claim->created = topmost_missing(&claim->arena, real);
    if (lock(claim, e) != 0 || open_above(claim, e) != 0) {
        remove_created(claim);
        free_claim(claim);
        return NULL;
    }
    if (claim->created) {
        leftovers_note_folders(claim->created, claim->path);
    }
    recover_folder(claim_place(claim), claim_place_above(claim), path_basename(&claim->arena, claim->path), claim->fd);
    claim->next = claims;
    claims = claim;
    return claim;
}

void claim_release(struct claim *claim) {
    if (!claim || --claim->count > 0) {
        return;
    }
    struct claim **link = &claims;
    while (*link != claim) {
        link = &(*link)->next;
    }
    *link = claim->next;
    if (claim->owner == getpid()) {
        remove_created(claim);
    }
    free_claim(claim);
}

void claim_keep(struct claim *claim) {
    forget_created(claim);
    claim->created = NULL;
}

char *claim_area(struct claim *claim, struct arena *a, struct error *e) {
    char *area = file_mkdtemp(a, arena_printf(a, "%s/" RECOVER_AREA_PREFIX, claim_place(claim)), e);
    if (area) {
        leftovers_note(area, LEFTOVER_TREE);
    }
    return area;
}

void claim_exchanged(struct claim *claim, int fd) {
    if (dup3(fd, claim->fd, O_CLOEXEC) == claim->fd) { /* paths through it stay valid */
        close(fd);
    }
}

/* ---- what a run makes ------------------------------------------------------------------------------------------ */

void claim_note(struct claim *claim, const char *name, bool placed) {
    struct use *use = key_index_get(&claim->uses, name);
    if (!use) {
        use = arena_calloc(&claim->arena, 1, sizeof *use);
        use->next = claim->last_use;
        claim->last_use = use;
        key_index_set(&claim->uses, arena_strdup(&claim->arena, name), use);
    }
    use->placed |= placed;
}

enum claim_use claim_use_of(struct claim *claim, const char *name) {
    const struct use *use = key_index_get(&claim->uses, name);
    return !use ? CLAIM_UNUSED : use->placed ? CLAIM_PLACED : CLAIM_USED;
}

void claim_committed(struct claim *claim) {
    for (struct use *use = claim->last_use; use; use = use->next) {
        use->placed = false;
    }
}
