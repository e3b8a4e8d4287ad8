/* Following a path component by component, as the system does it, with a say at each link.
 *
 * open(2) follows whatever links it meets. Who has to know where they lie, because they may have been planted, follows
 * the path here: each step goes from one open folder to the next, so exchanging a part of the path meanwhile changes
 * nothing of what was judged. */
#ifndef LUACDK_BASE_FOLLOW_H
#define LUACDK_BASE_FOLLOW_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"

struct follow {
    bool make; /* makes the folders that are missing */

    /* Called before a link is followed: `name` in the open folder. Not 0 (with errno set) ends the way. May be NULL. */
    int (*at_link)(void *context, int folder, const char *name);
    void *context;
};

/* Returns a descriptor (O_PATH) of what the path leads to; -1 and errno when it leads nowhere. With `missing` it may end
 * early: then the descriptor is the last folder that is there, and `*missing` what is left of the path, "" if nothing
 * is. */
int follow_path(struct arena *a, const char *path, const struct follow *how, const char **missing);

/* openat(2) of a path that leads from the folder downwards, in which no part may be a link: ELOOP where one is. */
int follow_no_link(int folder, const char *path, int flags, mode_t mode);

/* The absolute path, without links, of what is open; NULL and errno when the system does not tell. */
char *follow_real_path(struct arena *a, int fd);

#endif
