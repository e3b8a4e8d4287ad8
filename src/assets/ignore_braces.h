/* Brace expansion of glob patterns: a{b,c}d, {1..5}, {a..e..2}. Only for ignore_glob.c. */
#ifndef LUACDK_ASSETS_IGNORE_BRACES_H
#define LUACDK_ASSETS_IGNORE_BRACES_H

#include "base/utf16.h"

struct text_list {
    struct text *items;
    size_t count, capacity;
};

/* Appends `item` without copying its text; memory comes from the arena. */
void text_list_add(struct arena *a, struct text_list *list, struct text item);

/* Appends the expansions of `pattern` to `out`, with the results and the limits (100,000 results, 4 million characters)
 * of the npm package brace-expansion 5. */
void brace_expand(struct arena *a, const struct text *pattern, struct text_list *out);

#endif
