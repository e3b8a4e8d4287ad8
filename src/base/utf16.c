/* UTF-16 text: see utf16.h. */
#include "base/utf16.h"

#include <string.h>

#include "base/utf8.h"

static void text_room(struct text *t, size_t extra) {
    if (t->length + extra <= t->capacity) {
        return;
    }
    size_t capacity = t->capacity < 32 ? 32 : t->capacity * 2;
    while (capacity < t->length + extra) {
        capacity *= 2;
    }
    uint16_t *units = arena_alloc(t->arena, capacity * sizeof *units);
    if (t->length > 0) {
        memcpy(units, t->units, t->length * sizeof *units);
    }
    t->units = units;
    t->capacity = capacity;
}

void text_add(struct text *t, uint16_t unit) {
    text_room(t, 1);
    t->units[t->length++] = unit;
}

void text_add_text(struct text *t, const uint16_t *units, size_t length) {
    if (length > 0) {
        text_room(t, length);
        memmove(t->units + t->length, units, length * sizeof *units);
        t->length += length;
    }
}

void text_add_ascii(struct text *t, const char *s) {
    for (; *s != '\0'; s++) {
        text_add(t, (unsigned char)*s);
    }
}

void text_add_utf8(struct text *t, const char *s, size_t length) {
    text_room(t, length + 1); /* even an empty text needs memory */
    size_t i = 0;
    while (i < length) {
        if ((unsigned char)s[i] < 0x80) {
            t->units[t->length++] = (unsigned char)s[i++];
            continue;
        }
        uint32_t c;
        i += utf8_decode(s + i, length - i, &c, NULL);
        if (c >= 0x10000) {
            t->units[t->length++] = (uint16_t)(0xD7C0 + (c >> 10));
            c = 0xDC00 + (c & 0x3FF);
        }
        t->units[t->length++] = (uint16_t)c;
    }
}

bool unit_is_space(uint32_t c) {
    return (c >= 9 && c <= 13) || c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}
