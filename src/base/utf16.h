/* UTF-16 text, the strings of JavaScript: what its regular expressions and the ignore rules work on. */
#ifndef LUACDK_BASE_UTF16_H
#define LUACDK_BASE_UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* A growing text in an arena; one that is all zero except `arena` is empty. */
struct text {
    struct arena *arena;
    uint16_t *units;
    size_t length;
    size_t capacity;
};

/* Append one unit, several units, or a NUL-terminated ASCII string. */
void text_add(struct text *t, uint16_t unit);
void text_add_text(struct text *t, const uint16_t *units, size_t length);
void text_add_ascii(struct text *t, const char *s);

/* UTF-8 to UTF-16; invalid parts become U+FFFD. */
void text_add_utf8(struct text *t, const char *s, size_t length);

/* JavaScript's white space (\s, trim). */
bool unit_is_space(uint32_t c);

#endif
