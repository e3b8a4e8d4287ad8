/* What the three rule languages share: memory for rules, and the path being tested. Only for ignore*.c. */
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

/* Sets the path, given as UTF-8 of `length` bytes. */
void subject_set_path(struct subject *subject, const char *path, size_t length);

/* Whether the expression matches the path, or the path up to one of its slashes at or after unit `from`
 * (regex_test_starts): 1, 0, or -1 with *e, naming the pattern, if that would take too long. `language` is "git" or the
 * like. */
int subject_matches(struct subject *subject, const struct regex *regex, size_t from, const char *language,
                    const char *pattern, struct error *e);

/* Reports a match that was given up. Always returns -1. */
int subject_gave_up(const char *language, const char *pattern, struct error *e);

#endif
