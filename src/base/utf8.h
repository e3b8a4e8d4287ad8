/* UTF-8 as the WHATWG decoder (and therefore JavaScript) reads it. */
#ifndef LUACDK_BASE_UTF8_H
#define LUACDK_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* Decodes one code point at `s` (`length` is at least 1) and returns how many bytes it takes. Invalid input gives
 * U+FFFD for the longest prefix that could have started a character, at least one byte. `*valid` (may be NULL) tells a
 * real U+FFFD from a replacement. */
size_t utf8_decode(const char *s, size_t length, uint32_t *code_point, bool *valid);

/* Appends the code point (surrogates allowed: three bytes) to `out`, which needs room for 4 bytes; returns the number
 * of bytes. */
size_t utf8_encode(uint32_t code_point, char *out);

/* True if the whole string is valid. */
bool utf8_is_valid(const char *s, size_t length);

/* The number of code points in a valid string. */
size_t utf8_count(const char *s, size_t length);

/* Appends `s` to `out`, with every invalid part replaced by U+FFFD (three bytes) and nothing else changed. */
void utf8_sanitize(struct strbuf *out, const char *s, size_t length);

/* Compares two strings by their UTF-16 code units, as JavaScript's `<` and Array.sort do. Invalid parts count as
 * U+FFFD. Negative, zero or positive. */
int utf8_compare_utf16(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
