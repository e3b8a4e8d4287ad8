/* One component of a glob pattern: literal text, double star, wildcards, classes, extended groups. Only for
 * ignore_glob.c. */
#ifndef LUACDK_ASSETS_IGNORE_EXTGLOB_H
#define LUACDK_ASSETS_IGNORE_EXTGLOB_H

#include "base/regex.h"

enum glob_kind {
    GLOB_LITERAL,
    GLOB_DOUBLE_STAR,
    GLOB_STAR,          /* any name that is not hidden */
    GLOB_STAR_SUFFIX,   /* *.ext: not hidden, ends with the text */
    GLOB_MARKS_SUFFIX,  /* ??.ext: not hidden, exactly that many units, ends with the text */
    GLOB_STAR_DOT_STAR, /* *.* */
    GLOB_DOT_STAR,      /* .* */
    GLOB_REGEX
};

struct glob_part {
    enum glob_kind kind;
    const uint16_t *text; /* literal or suffix */
    size_t length;
    size_t whole; /* GLOB_MARKS_SUFFIX: length of the name */
    struct regex *regex;
};

/* Compiles a component; memory comes from the arena. -1 with *why (a constant) if it is not a valid expression. */
int glob_part_compile(struct arena *a, const uint16_t *units, size_t length, struct glob_part *part, const char **why);

/* Whether `name`, one component of a path, matches as a whole. The caller handles double stars. */
bool glob_part_matches(const struct glob_part *part, const uint16_t *name, size_t length, struct regex_memory *memory);

#endif
