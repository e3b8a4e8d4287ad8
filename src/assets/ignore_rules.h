/* What the three rule languages have in common. Only for ignore*.c. */
#ifndef LUACDK_ASSETS_IGNORE_RULES_H
#define LUACDK_ASSETS_IGNORE_RULES_H

#include "assets/ignore.h"
#include "assets/ignore_regex.h"
#include "base/arena.h"
#include "base/error.h"

struct glob_rule;
struct git_rule;

struct docker_rule;

struct docker_list {
    struct docker_rule *first, **tail;
};

struct ignore {
    struct arena arena; /* rules */
    enum ignore_mode mode;
    struct regex_memory memory;
    struct text path; /* the path being tested */
    struct glob_rule *glob, **glob_tail;
    struct git_rule *git, **git_tail;
    char *git_parent; /* the last directory found not to be ignored, with its slash; malloc'ed */
    size_t git_parent_capacity;
    struct docker_list docker, docker_prune;
};

/* Sets ignore->path to the UTF-16 form of `length` bytes. */
void ignore_set_path(struct ignore *ignore, const char *path, size_t length);

/* What ignore_new, ignore_test and ignore_prunes (ignore.h) do for each language: *_add takes one line or pattern into
 * the rules, 0 or -1 and *e; *_test and *_prunes answer 1, 0, or -1 and *e. Glob rules prune by glob_test. */
int glob_add(struct ignore *ignore, const char *pattern, struct error *e);
int glob_test(struct ignore *ignore, const char *path, struct error *e);

int git_add(struct ignore *ignore, const char *pattern, struct error *e);
int git_test(struct ignore *ignore, const char *path, struct error *e);
int git_prunes(struct ignore *ignore, const char *path, struct error *e);

int docker_add(struct ignore *ignore, const char *pattern, struct error *e);
int docker_test(struct ignore *ignore, const char *path, struct error *e);
int docker_prunes(struct ignore *ignore, const char *path, struct error *e);

#endif
