/* Following a path: see follow.h. */
#include "follow.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINKS = 40 }; /* as in Linux */

static void close_keeping_errno(int fd) {
    int saved = errno;
    close(fd);
    errno = saved;
}

/* The text of a link: of `name` in the folder, or with an empty name of the link that is open. */
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
    char *path = link_text(a, AT_FDCWD, arena_printf(a, "/proc/self/fd/%d", fd));
    if (path && *path != '/') { /* no file system's: a pipe, a socket */
        errno = ENOENT;
        return NULL;
    }
    return path;
}

static int open_start(const char *path) {
    if (*path == '\0') {
        errno = ENOENT;
        return -1;
    }
    return open(*path == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
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

/* 1 for a link, 0 for anything else, -1 and errno. */
static int is_link(int fd) {
    struct stat status;
    return fstat(fd, &status) != 0 ? -1 : S_ISLNK(status.st_mode);
}

int follow_path(struct arena *a, const char *path, const struct follow *how, const char **missing) {
    const char *rest = path;
    int links = 0;
    int at = open_start(path);
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
            close_keeping_errno(next);
            next = -1;
            if (text && ++links > MOST_LINKS) {
                errno = ELOOP;
            } else if (text && (!how->at_link || how->at_link(how->context, at, name) == 0)) {
                rest = arena_printf(a, "%s%s", text, rest);
                next = *text == '/' ? open_start("/") : at;
            }
        } else if (link < 0 && next >= 0) {
            close_keeping_errno(next);
            next = -1;
        }
        if (next != at) {
            close_keeping_errno(at);
        }
        at = next;
    }
    return at;
}
