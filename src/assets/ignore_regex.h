/* Regular expressions with the meaning of JavaScript, for the ignore rules, which are defined through them.
 *
 * Works on UTF-16 code units (code points with `unicode`). Supports what the rules can produce: alternation, groups,
 * lookahead, quantifiers, classes, escapes, back references, \p{…} for the categories of ignore_unicode.c. */
#ifndef LUACDK_ASSETS_IGNORE_REGEX_H
#define LUACDK_ASSETS_IGNORE_REGEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* UTF-16 text in an arena, growing; all zero with `arena` set is empty. */
struct text {
    struct arena *arena;
    uint16_t *units;
    size_t length;
    size_t capacity;
};

/* Append one unit, units, or a NUL-terminated text of ASCII characters. */
void text_add(struct text *t, uint16_t unit);
void text_add_text(struct text *t, const uint16_t *units, size_t length);
void text_add_ascii(struct text *t, const char *s);

/* UTF-8 to UTF-16; ill-formed parts become U+FFFD. */
void text_add_utf8(struct text *t, const char *s, size_t length);

/* JavaScript's white space (\s, trim). */
bool unit_is_space(uint32_t c);

struct regex;

/* Compiles; the arena owns the result. NULL and *why (a constant) when the expression is not valid. */
struct regex *regex_compile(struct arena *a, const uint16_t *source, size_t length, bool ignore_case, bool unicode,
                            const char **why);

/* Memory used while matching, kept between matches. All zero is empty. */
struct regex_memory {
    struct regex_frame *frames;
    size_t capacity;
    size_t *registers;
    size_t register_capacity;
    size_t patience; /* wrong ways a match may try before it is given up (and is none); 0: any number */
    bool gave_up;    /* the last match was */
};

/* Releases what matches allocated; the memory is empty and usable again. */
void regex_memory_free(struct regex_memory *memory);

/* Whether the expression matches anywhere in the text. */
bool regex_test(const struct regex *regex, const uint16_t *text, size_t length, struct regex_memory *memory);

/* ---- character data (ignore_unicode.c) ---- */

struct regex_category {
    const char *name;
    const uint32_t (*ranges)[2];
    size_t count;
};

/* The general category, or NULL when it is not among those the rules use. */
const struct regex_category *regex_category(const char *name);

/* A code unit as a case-insensitive expression compares it, and the other way round: the units that fold to `folded`
 * (without itself); returns how many. */
uint16_t regex_fold(uint16_t c);
size_t regex_unfold(uint16_t folded, uint16_t *out, size_t room);

#endif
