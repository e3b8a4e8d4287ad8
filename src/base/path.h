/* POSIX paths as text, with the results of Node's path.posix. Nothing here looks at the file system, except that
 * path_resolve and path_relative read the current directory when given a relative path.
 *
 * Results are allocated from the arena given. */
#ifndef LUACDK_BASE_PATH_H
#define LUACDK_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* True if the path begins with a slash. */
bool path_is_absolute(const char *path);

/* Removes `.`, empty components and `x/..`; keeps a trailing slash; the empty path becomes ".". */
char *path_normalize(struct arena *a, const char *path);

/* Both parts with a slash between them, normalised; empty parts are left out. */
char *path_join(struct arena *a, const char *first, const char *second);

/* Absolute and normalised, without a trailing slash: `path`, or `base` + `path` if it is relative. A relative or NULL
 * base is resolved against the current directory. */
char *path_resolve(struct arena *a, const char *base, const char *path);

/* The relative path that leads from `from` to `to` (both resolved first); empty if they are the same. */
char *path_relative(struct arena *a, const char *from, const char *to);

/* Everything before the last component ("." if there is only one), and the last component; trailing slashes are
 * ignored. */
char *path_dirname(struct arena *a, const char *path);
char *path_basename(struct arena *a, const char *path);

/* The extension of the last component, with its dot; "" if it has none. A name such as `.profile` has none. */
char *path_extname(struct arena *a, const char *path);

/* The current directory. */
char *path_cwd(struct arena *a);

/* True if `path` equals `root` or is below it; both must be normalised. */
bool path_is_within(const char *root, const char *path);

#endif
