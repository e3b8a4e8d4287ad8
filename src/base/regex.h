/* JavaScript's regular expressions: ignore rules are defined by them, and CloudFormation's patterns are written like
 * them.
 *
 * Works on UTF-16 code units (code points with REGEX_UNICODE). Supports alternation, groups, lookahead, quantifiers,
 * classes, escapes, back references, and \p{…} for the categories of unicode_rows.h.
 *
 * A match takes time proportional to the length of the expression times that of the text, whatever the expression. Only
 * back references cannot be matched that way: with them, and where that product is excessive, a match is given up after
 * some tenths of a second. */
#ifndef LUACDK_BASE_REGEX_H
#define LUACDK_BASE_REGEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/utf16.h"

struct regex;

/* JavaScript's flags i, u and m. */
enum regex_flag { REGEX_IGNORE_CASE = 1, REGEX_UNICODE = 2, REGEX_MULTILINE = 4 };

/* Compiles; the arena owns the result. NULL and *why (a constant) when the expression is not valid. */
struct regex *regex_compile(struct arena *a, const uint16_t *source, size_t length, unsigned flags, const char **why);

/* Memory used while matching, kept between matches. All zero is empty. */
struct regex_memory {
    struct regex_frame *frames;
    size_t capacity;
    size_t *registers;
    size_t register_capacity;
    uint8_t *rows;
    size_t row_capacity;
    bool gave_up; /* the last match was given up, and counts as no match */
};

/* Releases what matches allocated; the memory is empty and usable again. */
void regex_memory_free(struct regex_memory *memory);

/* Whether the expression matches anywhere in the text. */
bool regex_test(const struct regex *regex, const uint16_t *text, size_t length, struct regex_memory *memory);

/* Whether it matches in the text, or in a prefix of it that ends at a `separator` at or after `from`. For
 * expressions without lookahead and with `$` only at the end. */
bool regex_test_starts(const struct regex *regex, const uint16_t *text, size_t length, size_t from, uint16_t separator,
                       struct regex_memory *memory);

#endif
