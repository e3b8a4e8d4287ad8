/* Following a path: see follow.h. */
#include "base/follow.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"

enum { MOST_LINKS = 40 }; /* as in Linux */

/* The target of a link: of `name` in the folder or, if the name is empty, of the link that is open. */
static char *link_text(struct arena *a, int folder, const char *name) {
    for (size_t size = 256;; size *= 2) {
        char *text = arena_alloc(a, size);
        ssize_t length = readlinkat(folder, name, text, size);
        if (length < 0) {
            return NULL;
        }
        if ((size_t)length < size) {
            text[length] = '\0';
            return text;
        }
    }
}

char *follow_real_path(struct arena *a, int fd) {
    char *path = link_text(a, AT_FDCWD, arena_printf(a, FOLLOW_OPEN "%d", fd));
    if (path && *path != '/') { /* not in a file system: a pipe, a socket */
        errno = ENOENT;
        return NULL;
    }
    return path;
}

int follow_available(struct error *e) {
    return access(FOLLOW_OPEN, X_OK) == 0
               ? 0
               : error_set(e, "luacdk needs /proc, by which it holds folders open, and it is not there: mount it "
                              "(mount -t proc proc /proc)");
}

bool follow_is_open(const char *path) { return strncmp(path, FOLLOW_OPEN, strlen(FOLLOW_OPEN)) == 0; }

/* A path through an open folder (/proc/self/fd/7/name) begins in that folder, wherever it may be by now: what the link
 * in /proc says is only where it was. `*rest` is set to what follows. */
static int open_held(const char **rest) {
    if (!follow_is_open(*rest)) {
        return -1;
    }
    const char *number = *rest + strlen(FOLLOW_OPEN);
    char *end;
    long fd = strtol(number, &end, 10);
    if (*number < '0' || *number > '9' || (*end != '/' && *end != '\0') || fd > INT_MAX) {
        return -1;
    }
    int held = openat((int)fd, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    *rest = held < 0 ? *rest : end;
    return held;
}

static int open_start(const char **path) {
    if (**path == '\0') {
        errno = ENOENT;
        return -1;
    }
    int held = open_held(path);
    return held >= 0 ? held : open(**path == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static int open_next(int folder, const char *name, bool make) {
    const int flags = O_PATH | O_NOFOLLOW | O_CLOEXEC;
    int next = openat(folder, name, flags);
    if (next < 0 && errno == ENOENT && make) {
        if (mkdirat(folder, name, 0777) == 0 || errno == EEXIST) {
            next = openat(folder, name, flags);
        }
    }
    return next;
}

/* Used where openat2(2) is missing or forbidden: one step for each component of the path. */
static int step_by_step(int folder, const char *path, int flags, mode_t mode) {
    char *copy = mem_strdup(path), *rest = copy;
    int at = folder;
    for (char *slash; at >= 0 && (slash = strchr(rest, '/')) != NULL; rest = slash + 1) {
        *slash = '\0';
        int next = openat(at, rest, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (at != folder) {
            fd_close_failed(at);
        }
        at = next;
    }
    int fd = at < 0 ? -1 : openat(at, rest, flags | O_NOFOLLOW, mode);
    if (at >= 0 && at != folder) {
        fd_close_failed(at);
    }
    int failure = errno;
    free(copy);
    errno = failure == ENOTDIR ? ELOOP : failure;
    return fd;
}

int follow_no_link(int folder, const char *path, int flags, mode_t mode) {
    struct open_how how = {
        .flags = (unsigned)(flags | O_NOFOLLOW), .mode = flags & O_CREAT ? mode : 0, .resolve = RESOLVE_NO_SYMLINKS};
    int fd = (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
    return fd < 0 && (errno == ENOSYS || errno == EPERM) ? step_by_step(folder, path, flags, mode) : fd;
}

/* 1 for a link, 0 for anything else, -1 and errno. */
static int is_link(int fd) {
    struct stat status;
    return fstat(fd, &status) != 0 ? -1 : S_ISLNK(status.st_mode);
}

int follow_path(struct arena *a, const char *path, const struct follow *how, const char **missing) {
    const char *rest = path;
    int links = 0;
    int at = open_start(&rest);
    if (missing) {
        *missing = "";
    }
    while (at >= 0) {
        rest += strspn(rest, "/");
        size_t length = strcspn(rest, "/");
        if (length == 0) {
            break;
        }
        const char *name = arena_strndup(a, rest, length);
        int next = open_next(at, name, how->make);
        if (next < 0 && errno == ENOENT && missing) {
            *missing = rest;
            break;
        }
        rest += length;
        int link = next < 0 ? -1 : is_link(next);
        if (link == 1) {
            const char *text = link_text(a, next, "");
            fd_close_failed(next);
            next = -1;
            if (text && ++links > MOST_LINKS) {
                errno = ELOOP;
            } else if (text && (!how->at_link || how->at_link(how->context, at, name) == 0)) {
                rest = arena_printf(a, "%s%s", text, rest);
                next = *text == '/' ? open_start(&rest) : at;
            }
        } else if (link < 0 && next >= 0) {
            fd_close_failed(next);
            next = -1;
        }
        if (next != at) {
            fd_close_failed(at);
        }
        at = next;
    }
    return at;
}
