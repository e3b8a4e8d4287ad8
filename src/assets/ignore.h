/* Which paths of a tree an asset leaves out: one interface to three rule languages.
 *
 * GLOB   minimatch 10 as aws-cdk-lib calls it (matchBase, flipNegate)
 * GIT    the rules of npm `ignore` 5.3
 * DOCKER the rules of npm `@balena/dockerignore` 1.0
 *
 * Patterns are compiled once. A `struct ignore` belongs to one thread at a time (it owns scratch memory for matching),
 * and owns everything it needs: patterns may be released after ignore_new. */
#ifndef LUACDK_ASSETS_IGNORE_H
#define LUACDK_ASSETS_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum ignore_mode { IGNORE_GLOB, IGNORE_GIT, IGNORE_DOCKER };

struct ignore;

/* The caller releases the result with ignore_free. NULL with *e if a pattern is too long or cannot be compiled. */
struct ignore *ignore_new(enum ignore_mode mode, const char *const *patterns, size_t count, struct error *e);
void ignore_free(struct ignore *ignore);

/* Whether the path (relative to the root of the tree, with slashes) is left out: 1, 0, or -1 with *e for a path that
 * the rule language refuses (GIT: one that leaves the tree, or begins with a component made only of dots). */
int ignore_test(struct ignore *ignore, const char *path, struct error *e);

/* Whether nothing below this directory can be part of the tree ("completely ignores"), so that it need not be read. */
int ignore_prunes(struct ignore *ignore, const char *path, struct error *e);

/* "glob", "git", "docker". */
const char *ignore_mode_name(enum ignore_mode mode);
bool ignore_mode_from_name(const char *name, enum ignore_mode *mode);

#endif
