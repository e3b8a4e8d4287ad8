/* What Git prints about a repository, taken apart. A repository may be anybody's, so its names are taken as they come: what
 * does not have the form that Git's manual promises is left out. */
#ifndef LUACDK_CLI_GIT_OUTPUT_H
#define LUACDK_CLI_GIT_OUTPUT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* A text that ends with NUL, and may contain some. */
struct git_text {
    const char *data; /* NULL: git failed */
    size_t length;
};

/* Calls `each` for the strings of a text, which end with NUL (`-z`). */
void git_for_each(struct git_text text, void (*each)(void *context, const char *string), void *context);

/* "filter.lfs.smudge" → "lfs"; NULL if the key is none of a filter. */
const char *git_filter_name(struct arena *arena, const char *key);

struct git_submodule {
    const char *path; /* from the top of the repository, and within it */
    const char *commit;
};

/* A line of `git ls-files -s`: "160000 HASH 0\tPATH" is a submodule. Returns whether it is one. */
bool git_submodule(struct arena *arena, const char *line, struct git_submodule *submodule);

/* What `git diff-index -z --name-status --diff-filter=R` says that the file was called: "R097", the old name, the new
 * name. NULL if it says nothing of it. */
const char *git_old_name(struct git_text text, const char *name);

#endif
