/* The rules of .gitignore. Only for ignore.c. */
#ifndef LUACDK_ASSETS_IGNORE_GIT_H
#define LUACDK_ASSETS_IGNORE_GIT_H

#include "assets/ignore_subject.h"

struct git_rule;

struct git_rules {
    struct git_rule *first, **tail;
    char *parent; /* the last directory that was found not to be ignored, with its slash; malloc'ed */
    size_t parent_capacity;
};

/* git_add adds one line to the rules; 0, or -1 with *e. For the others see ignore_test and ignore_prunes. */
int git_add(struct git_rules *rules, struct subject *subject, const char *pattern, struct error *e);
int git_test(struct git_rules *rules, struct subject *subject, const char *path, struct error *e);
int git_prunes(struct git_rules *rules, struct subject *subject, const char *path, struct error *e);

#endif
