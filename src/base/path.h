/* Lexical work on POSIX paths, with the results of node's path.posix. Nothing here looks at the file system, except
 * path_resolve and path_relative, which read the current directory when given a relative path.
 *
 * Results are allocated from the arena given. */
#ifndef LUACDK_BASE_PATH_H
#define LUACDK_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* True for a path that begins with a slash. */
bool path_is_absolute(const char *path);

/* Removes `.`, empty components and `x/..`; keeps a trailing slash; the empty path is ".". */
char *path_normalize(struct arena *a, const char *path);

/* Both parts with a slash between, normalised; empty parts are left out. */
char *path_join(struct arena *a, const char *first, const char *second);

/* Absolute and normalised, without a trailing slash: `path`, or `base` + `path` when it is relative. A relative or NULL
 * base counts from the current directory. */
char *path_resolve(struct arena *a, const char *base, const char *path);

/* The way from `from` to `to` (both resolved first); empty when they are the same. */
char *path_relative(struct arena *a, const char *from, const char *to);

/* All before the last component ("." when there is no more than one), and that component; trailing slashes do not
 * count. */
char *path_dirname(struct arena *a, const char *path);
char *path_basename(struct arena *a, const char *path);

/* The extension of the last component with its dot; "" when there is none. A component that only starts with a dot has
 * none. */
char *path_extname(struct arena *a, const char *path);

/* The current directory. */
char *path_cwd(struct arena *a);

/* True when `path` equals `root` or lies below it; both normalised. */
bool path_is_within(const char *root, const char *path);

#endif
