/* Temporary names inside of a folder that is shared with other runs of the program.
 *
 * They are hidden and hold the number of the process that made them, `.tmp-<process>-…` or `.asset-<process>-…`, so
 * that a later run can take away what one that was killed has left. */
#ifndef LUACDK_BASE_TEMPORARY_H
#define LUACDK_BASE_TEMPORARY_H

#include "base/arena.h"

/* The start of such a name below `folder`; `kind` is "tmp" or "asset". The caller appends what makes it unique. */
char *temporary_prefix(struct arena *a, const char *folder, const char *kind);

/* Removes the temporaries in `folder` whose process has ended. Call it before the first use of a folder; what cannot be
 * read or removed stays. */
void temporary_remove_stale(const char *folder);

#endif
