/* Decoding, checking and ordering UTF-8: see utf8.h. */
#include "base/utf8.h"

#include <string.h>

size_t utf8_decode(const char *s, size_t length, uint32_t *code_point, bool *valid) {
    const unsigned char *p = (const unsigned char *)s;
    if (valid != NULL) {
        *valid = true;
    }
    unsigned char c = p[0];
    if (c < 0x80) {
        *code_point = c;
        return 1;
    }
    unsigned char low = 0x80, high = 0xBF; /* the bounds of the second byte exclude overlong forms and surrogates */
    unsigned more = 0;
    uint32_t value = 0;
    if (c >= 0xC2 && c <= 0xDF) {
        more = 1;
        value = c & 0x1Fu;
    } else if (c >= 0xE0 && c <= 0xEF) {
        more = 2;
        value = c & 0x0Fu;
        low = c == 0xE0 ? 0xA0 : low;
        high = c == 0xED ? 0x9F : high;
    } else if (c >= 0xF0 && c <= 0xF4) {
        more = 3;
        value = c & 0x07u;
        low = c == 0xF0 ? 0x90 : low;
        high = c == 0xF4 ? 0x8F : high;
    }
    size_t used = 1;
    for (unsigned i = 0; i < more; i++, used++) {
        if (used >= length || p[used] < low || p[used] > high) {
            more = 0;
            break;
        }
        value = value << 6 | (p[used] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    if (more == 0) {
        *code_point = UTF8_REPLACEMENT;
        if (valid != NULL) {
            *valid = false;
        }
        return used;
    }
    *code_point = value;
    return used;
}

size_t utf8_encode(uint32_t c, char *out) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* The number of leading bytes below 0x80, eight at a time. */
static size_t ascii_prefix(const char *s, size_t length) {
    size_t i = 0;
    while (length - i >= 8) {
        uint64_t word;
        memcpy(&word, s + i, 8);
        if (word & UINT64_C(0x8080808080808080)) {
            break;
        }
        i += 8;
    }
    while (i < length && (unsigned char)s[i] < 0x80) {
        i++;
    }
    return i;
}

size_t utf8_count(const char *s, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    }
    return count;
}

bool utf8_is_valid(const char *s, size_t length) {
    size_t i = 0;
    while ((i += ascii_prefix(s + i, length - i)) < length) {
        uint32_t c;
        bool valid;
        i += utf8_decode(s + i, length - i, &c, &valid);
        if (!valid) {
            return false;
        }
    }
    return true;
}

void utf8_sanitize(struct strbuf *out, const char *s, size_t length) {
    size_t start = 0;
    size_t i = 0;
    while ((i += ascii_prefix(s + i, length - i)) < length) {
        uint32_t c;
        bool valid;
        size_t n = utf8_decode(s + i, length - i, &c, &valid);
        if (!valid) {
            strbuf_add(out, s + start, i - start);
            strbuf_add(out, "\xEF\xBF\xBD", 3);
            start = i + n;
        }
        i += n;
    }
    strbuf_add(out, s + start, length - start);
}

int utf8_compare_utf16(const char *a, size_t a_length, const char *b, size_t b_length) {
    size_t shortest = a_length < b_length ? a_length : b_length;
    size_t i = 0;
    while (i < shortest && a[i] == b[i]) {
        i++;
    }
    if (i == shortest && a_length == b_length) {
        return 0;
    }
    if (i < shortest && !((unsigned char)a[i] & 0x80) && !((unsigned char)b[i] & 0x80)) {
        return (unsigned char)a[i] < (unsigned char)b[i] ? -1 : 1;
    }
    /* Where the strings differ, the character may have begun up to three bytes earlier. Going back over continuation
     * bytes to a lead byte or an ASCII byte reaches a boundary in both strings, as they are equal up to here. */
    while (i > 0 && ((unsigned char)a[i - 1] & 0x80)) {
        i--;
    }
    size_t j = i;
    while (i < a_length && j < b_length) {
        uint32_t x, y;
        i += utf8_decode(a + i, a_length - i, &x, NULL);
        j += utf8_decode(b + j, b_length - j, &y, NULL);
        if (x != y) {
            /* An astral character begins with a surrogate (D800..DBFF), which sorts before U+E000..U+FFFF. */
            uint32_t first = x >= 0x10000 ? 0xD7C0 + (x >> 10) : x;
            uint32_t second = y >= 0x10000 ? 0xD7C0 + (y >> 10) : y;
            return first != second ? (first < second ? -1 : 1) : (x < y ? -1 : 1);
        }
    }
    return i < a_length ? 1 : j < b_length ? -1 : 0;
}
