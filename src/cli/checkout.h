/* The files of an earlier revision of the Git repository around the working folder.
 *
 * The repository stays as it is: the checkout has an index of its own and is no worktree, so nothing has to be pruned.
 * Git starts no program for it, whatever the repository or the user has set up: no hook, no filter, no monitor of the
 * file system, and no fetch. */
#ifndef LUACDK_CLI_CHECKOUT_H
#define LUACDK_CLI_CHECKOUT_H

#include "base/arena.h"

struct checkout {
    const char *tree;   /* the folder with the files of the revision */
    const char *top;    /* the folder of the user's files */
    const char *prefix; /* the working folder below both: "" or "a/b/" */
    const char *commit; /* the hash */
    const char *index;  /* the file of the checkout's index */
};

/* Writes the files of the revision, and those of its submodules as far as they are here, to a folder below `scratch`,
 * which the caller removes. Returns 0, or -1 after reporting why not. */
int check_out(struct arena *arena, const char *revision, const char *scratch, struct checkout *checkout);

/* What the file was called in the revision if it was renamed since; else NULL. Both names are relative to `top`. */
const char *checkout_old_name(struct arena *arena, const struct checkout *checkout, const char *name);

#endif
