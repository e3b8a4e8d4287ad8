/* Follows a path component by component, as the system does, and lets the caller decide about each link.
 *
 * open(2) follows every link on the way. Code that must know where a link is, because it may have been planted, uses
 * this instead. Each step goes from one open folder to the next, so replacing a part of the path in the meantime does
 * not change what was checked. A path that begins with /proc/self/fd/<n> begins in the folder that is open there. */
#ifndef LUACDK_BASE_FOLLOW_H
#define LUACDK_BASE_FOLLOW_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/error.h"

/* How paths through an open folder begin; its number follows. */
#define FOLLOW_OPEN "/proc/self/fd/"

/* Fails with a message if there are no such paths, since /proc is not mounted: no run could guard or write anything. */
int follow_available(struct error *e);

/* Whether the path is one of these. */
bool follow_is_open(const char *path);

struct follow {
    bool make; /* create the folders that are missing */

    /* Called before a link is followed: `name` in the open folder. A result other than 0 (with errno set) stops. May be
     * NULL. */
    int (*at_link)(void *context, int folder, const char *name);
    void *context;
};

/* Returns a descriptor (O_PATH) of what the path leads to, or -1 with errno if it does not exist. With `missing`, the
 * path may end early: then the descriptor is the last folder that exists, and `*missing` is the rest of the path, or ""
 * if nothing is left. */
int follow_path(struct arena *a, const char *path, const struct follow *how, const char **missing);

/* openat(2) of a path below the folder in which no component may be a link: ELOOP if one is. */
int follow_no_link(int folder, const char *path, int flags, mode_t mode);

/* The absolute path, with links resolved, of an open file or folder; NULL and errno if the system cannot say. */
char *follow_real_path(struct arena *a, int fd);

#endif
