/* The glob rules. Only for ignore.c. */
#ifndef LUACDK_ASSETS_IGNORE_GLOB_H
#define LUACDK_ASSETS_IGNORE_GLOB_H

#include "assets/ignore_subject.h"

struct glob_rule;

struct glob_rules {
    struct glob_rule *first, **tail;
};

/* glob_add adds one pattern to the rules; 0, or -1 with *e. For glob_test see ignore_test and ignore_prunes. */
int glob_add(struct glob_rules *rules, struct subject *subject, const char *pattern, struct error *e);
int glob_test(const struct glob_rules *rules, struct subject *subject, const char *path, struct error *e);

#endif
