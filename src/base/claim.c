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

#include "base/fd.h"
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

/* A folder that was created for a claim: `name` in the folder that is open at `above`. */
struct created {
    struct created *outer;
    int above;
    const char *name;
    const char *path; /* through `above` */
    ino_t inode;
};

struct claim {
    struct arena arena;
    const char *given; /* absolute */
    const char *path;
    const char *name;                /* in the folder that contains it */
    const char *place, *place_above; /* through what is open */
    struct created *created;         /* the innermost one */
    int above;                       /* the folder that contains it, O_PATH */
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

const char *claim_name(const struct claim *claim) { return claim->name; }

const char *claim_place(const struct claim *claim) { return claim->place; }

const char *claim_place_above(const struct claim *claim) { return claim->place_above; }

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

static bool is_same_file(const struct stat *a, const struct stat *b) {
    return a->st_ino == b->st_ino && a->st_dev == b->st_dev;
}

static bool is_at(const struct claim *claim, const char *path) {
    struct stat there, here;
    return stat(path, &there) == 0 && fstat(claim->fd, &here) == 0 && is_same_file(&there, &here);
}

int claim_check_at(const struct claim *claim, const char *path, struct error *e) {
    return is_at(claim, path)
               ? 0
               : error_set(e, "cannot write to the output folder %s: it, or a folder above it, was moved or replaced",
                           path);
}

static void close_one(int *fd) {
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

static void close_all(struct claim *claim) {
    if (claim->lock != claim->fd) {
        close_one(&claim->lock);
    }
    close_one(&claim->fd);
    close_one(&claim->above);
    claim->lock = -1;
}

static const char *through(struct arena *a, int fd) {
    const char *place = arena_printf(a, FOLLOW_OPEN "%d", fd);
    struct stat status;
    return lstat(place, &status) == 0 ? place : follow_real_path(a, fd);
}

static void note_created(struct claim *claim, int above, const char *name, int fd) {
    struct stat status;
    int held = fcntl(above, F_DUPFD_CLOEXEC, 0);
    const char *place = held < 0 ? NULL : through(&claim->arena, held);
    if (!place || fstat(fd, &status) != 0) {
        close_one(&held);
        return;
    }
    struct created *created = arena_alloc(&claim->arena, sizeof *created);
    *created = (struct created){claim->created, held, name, path_join(&claim->arena, place, name), status.st_ino};
    claim->created = created;
    leftovers_note(created->path, LEFTOVER_FOLDER);
}

/* Creates the folder `missing` below the open one, and opens it. */
static int make_folders(struct claim *claim, int above, const char *missing) {
    int at = above;
    for (const char *rest = missing; at >= 0 && *rest;) {
        size_t length = strcspn(rest, "/");
        const char *name = arena_strndup(&claim->arena, rest, length);
        bool made = mkdirat(at, name, 0777) == 0;
        int next = made || errno == EEXIST ? openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
        if (made && next >= 0) {
            note_created(claim, at, name, next);
        }
        fd_close_failed(at);
        at = next;
        rest += length;
        rest += strspn(rest, "/");
    }
    return at;
}

/* Opens the folder (created if missing), the one that contains it, and what is to be locked. */
static int open_folder(struct claim *claim, struct error *e) {
    const char *missing;
    int way = guard_open_nearest(&claim->arena, claim->given, &missing, e);
    if (way < 0) {
        return -1;
    }
    way = make_folders(claim, way, missing);
    claim->fd = claim->lock = way < 0 ? -1 : openat(way, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    claim->above = claim->fd < 0 ? -1 : openat(way, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (way >= 0) {
        fd_close_failed(way);
    }
    claim->path = claim->above < 0 ? NULL : follow_real_path(&claim->arena, claim->fd);
    if (!claim->path) {
        return error_errno(e, "cannot use the output folder", claim->given);
    }
    claim->name = strcmp(claim->path, "/") == 0 ? "." : path_basename(&claim->arena, claim->path);
    return 0;
}

/* Whether the folder is still in the one that contained it: another run may have exchanged or removed it while we
 * waited. */
static bool is_in_place(const struct claim *claim) {
    struct stat there, here;
    return fstatat(claim->above, claim->name, &there, AT_SYMLINK_NOFOLLOW) == 0 && fstat(claim->fd, &here) == 0 &&
           is_same_file(&there, &here);
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
        return is_in_place(claim);
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
        if (locked == 0 && now() >= until) {
            locked = is_in_place(claim)
                         ? fail_held(claim->path, claim->lock, seconds, e)
                         : error_set(e, "cannot use the output folder %s: others keep taking its place", claim->given);
        }
        close_all(claim);
        if (locked < 0) {
            return -1;
        }
        if (nanosleep(&(struct timespec){.tv_nsec = POLL_MILLISECONDS * 1000000L}, NULL) != 0) {
            return error_set(e, "interrupted while waiting for the folder %s", claim->path);
        }
    }
}

/* ---- claims ---------------------------------------------------------------------------------------------------- */

/* The folders that were created for the claim are to stay: neither the claim's end nor the program's removes them. */
static void forget_created(struct claim *claim) {
    for (; claim->created; claim->created = claim->created->outer) {
        leftovers_forget(claim->created->path);
        close(claim->created->above);
    }
}

static void remove_created(struct claim *claim) {
    struct stat status;
    for (const struct created *at = claim->created; at; at = at->outer) {
        if (fstatat(at->above, at->name, &status, AT_SYMLINK_NOFOLLOW) != 0 || status.st_ino != at->inode ||
            unlinkat(at->above, at->name, AT_REMOVEDIR) != 0) {
            break;
        }
    }
    forget_created(claim);
}

static void free_claim(struct claim *claim) {
    forget_created(claim);
    close_all(claim);
    arena_free(&claim->arena);
    free(claim);
}

static struct claim *find(const char *given) {
    struct claim *claim = claims;
    while (claim && strcmp(claim->given, given) != 0 && strcmp(claim->path, given) != 0) {
        claim = claim->next;
    }
    return claim;
}

/* The claim of this process on the folder, by whatever path it was claimed. */
static struct claim *find_folder(const char *path) {
    struct claim *claim = claims;
    while (claim && !is_at(claim, path)) {
        claim = claim->next;
    }
    return claim;
}

struct claim *claim_folder(const char *path, struct error *e) {
    if (guard_check_writing(path, e) != 0) {
        return NULL;
    }
    struct arena arena = ARENA_INIT;
    const char *given = path_resolve(&arena, NULL, path);
    struct claim *claim = find(given);
    claim = claim ? claim : find_folder(given);
    if (claim) {
        claim->count++;
        arena_free(&arena);
        return claim;
    }
    claim = mem_calloc(1, sizeof *claim);
    claim->arena = arena;
    claim->uses.arena = &claim->arena;
    claim->given = given;
    claim->fd = claim->lock = claim->above = -1;
    claim->owner = getpid();
    claim->count = 1;
    if (lock(claim, e) != 0) {
        remove_created(claim);
        free_claim(claim);
        return NULL;
    }
    claim->place = through(&claim->arena, claim->fd);
    claim->place_above = through(&claim->arena, claim->above);
    recover_folder(claim->place, claim->place_above, claim->name, claim->fd);
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

void claim_keep(struct claim *claim) { forget_created(claim); }

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
