/* What the three rule languages have in common: memory for rules, and the path that they are tested on. Only for
 * ignore*.c. */
#ifndef LUACDK_ASSETS_IGNORE_SUBJECT_H
#define LUACDK_ASSETS_IGNORE_SUBJECT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/regex.h"

struct subject {
    struct arena arena; /* rules */
    struct regex_memory memory;
    struct text path; /* the path being tested */
};

void subject_init(struct subject *subject);
void subject_free(struct subject *subject);

/* Sets the path to the UTF-16 form of `length` bytes. */
void subject_set_path(struct subject *subject, const char *path, size_t length);

/* Whether the expression matches the path, or the path up to one of its slashes from unit `from` on (regex_test_starts):
 * 1, 0, or -1 and *e when that would take too long, which names the pattern. `language` is "git" or the like. */
int subject_matches(struct subject *subject, const struct regex *regex, size_t from, const char *language,
                    const char *pattern, struct error *e);

/* The error for a match that was given up: always -1. */
int subject_gave_up(const char *language, const char *pattern, struct error *e);

#endif
