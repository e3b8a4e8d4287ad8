/* UTF-8 as the WHATWG decoder (and so JavaScript) reads it. */
#ifndef LUACDK_BASE_UTF8_H
#define LUACDK_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* Decodes one code point at `s` (`length` > 0 bytes are there) and returns how many bytes it takes. Ill-formed input
 * gives U+FFFD for the longest prefix that could have started a character, at least one byte. `*valid` (may be NULL)
 * tells a real U+FFFD from a replaced one. */
size_t utf8_decode(const char *s, size_t length, uint32_t *code_point, bool *valid);

/* Appends the code point (surrogates allowed: three bytes) to `out` (4 bytes of room); returns the number of bytes. */
size_t utf8_encode(uint32_t code_point, char *out);

/* True when no part is ill-formed. */
bool utf8_is_valid(const char *s, size_t length);

/* Appends `s` to `out` with every ill-formed part replaced by U+FFFD (three bytes), and nothing else changed. */
void utf8_sanitize(struct strbuf *out, const char *s, size_t length);

/* Order of two strings by their UTF-16 code units: what JavaScript's `<` and Array.sort use. Ill-formed parts count as
 * U+FFFD. Negative, zero, positive. */
int utf8_compare_utf16(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
