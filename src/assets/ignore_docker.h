/* The rules of .dockerignore. Only for ignore.c. */
#ifndef LUACDK_ASSETS_IGNORE_DOCKER_H
#define LUACDK_ASSETS_IGNORE_DOCKER_H

#include "assets/ignore_subject.h"

struct docker_rule;

struct docker_list {
    struct docker_rule *first, **tail;
};

struct docker_rules {
    struct docker_list list, prune;
};

/* docker_add adds one or more lines to the rules. For the others see ignore_test and ignore_prunes. */
void docker_add(struct docker_rules *rules, struct subject *subject, const char *pattern);
int docker_test(struct docker_rules *rules, struct subject *subject, const char *path, struct error *e);
int docker_prunes(struct docker_rules *rules, struct subject *subject, const char *path, struct error *e);

#endif
